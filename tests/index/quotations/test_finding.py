from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import load_tagging
from index.records import Mark, MarkKind, Quote, QuoteForm, Span
from index.text.segmentation.sentences import split_sentences

SHARED = Path(__file__).resolve().parents[3].parent / "shared"


def quotes(text: str) -> list[Quote]:
    return find_quotes(text, split_sentences(text), (), load_tagging())


def words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def told(text: str) -> list[tuple[str, ...]]:
    """Each quote as its source and the pieces of what was said."""
    return [
        (words(text, quote.source), *(words(text, span) for span in quote.content))
        for quote in quotes(text)
    ]


def speakers(text: str) -> list[str | None]:
    return [quote.speaker for quote in quotes(text)]


DIRECT = {
    "cue behind": ("“We will act,” Carney said.", [("Carney", "“We will act,”")]),
    "cue behind, turned": ("“We will act,” said Carney.", [("Carney", "“We will act,”")]),
    "a name that is a small word": (
        "“We will act,” Per Lind said.",
        [("Per Lind", "“We will act,”")],
    ),
    "cue before": ("Carney said: “We will act.”", [("Carney", "“We will act.”")]),
    "cue before, comma": ("Carney added, “We will act.”", [("Carney", "“We will act.”")]),
    "cue in the middle": (
        "“We will act,” Carney said, “and soon.”",
        [("Carney", "“We will act,”", "“and soon.”")],
    ),
    "a sentence of its own behind": (
        "“We will act,” Carney said. “It is time.”",
        [("Carney", "“We will act,”", "“It is time.”")],
    ),
    "a sentence of its own before": (
        "“It is time.” “We will act,” Carney said.",
        [("Carney", "“It is time.”", "“We will act,”")],
    ),
    "after reported speech": (
        "Carney said the plan was dead. “It is over.”",
        [("Carney", "the plan was dead", "“It is over.”")],
    ),
    "a question": ("“Why now?” Carney asked.", [("Carney", "“Why now?”")]),
    "a description behind": (
        "“We will act,” said Ann Lee, the mayor of Flint.",
        [("Ann Lee, the mayor of Flint", "“We will act,”")],
    ),
    "a description between": (
        "“We will act,” Ann Lee, the mayor of Flint, told reporters on Tuesday.",
        [("Ann Lee, the mayor of Flint", "“We will act,”")],
    ),
    "a party in brackets": (
        "“We will act,” said Rep. Jim Clyburn (D-S.C.), a member of the panel.",
        [("Rep. Jim Clyburn (D-S.C.), a member of the panel", "“We will act,”")],
    ),
    "a tweet": ('Carney tweeted: "Great day!"', [("Carney", '"Great day!"')]),
    "a statement": (
        "In a statement, Carney wrote, “We will act.”",
        [("Carney", "“We will act.”")],
    ),
    "a date before": (
        "On July 6, 2015, Carney made this comment:\n\n“We will act.”",
        [("Carney", "“We will act.”")],
    ),
    "a colon behind no cue": (
        "Carney had one message: “We will act.”",
        [("Carney", "“We will act.”")],
    ),
    "a colon and a new paragraph": (
        "Carney had one message:\n\n“We will act.”",
        [("Carney", "“We will act.”")],
    ),
    "adding": (
        "“We will act,” Carney said, adding: “Be sure.”",
        [("Carney", "“We will act,”"), ("Carney", "“Be sure.”")],
    ),
    "guillemets": ("« Oui », said Emmanuel Macron.", [("Emmanuel Macron", "« Oui »")]),
    "low marks": ("„Ja“, said Olaf Scholz.", [("Olaf Scholz", "„Ja“")]),
    "single marks": (
        "‘I don’t know the voters’ views,’ Starmer said.",
        [("Starmer", "‘I don’t know the voters’ views,’")],
    ),
    "typed single marks": (
        "'It's late and we don't care,' Starmer said.",
        [("Starmer", "'It's late and we don't care,'")],
    ),
    "a quotation within": (
        "“He told me ‘no’ and left,” Carney said.",
        [("Carney", "“He told me ‘no’ and left,”")],
    ),
    "capitals": ('"I WILL WIN," DONALD TRUMP SAID.', [("DONALD TRUMP", '"I WILL WIN,"')]),
}


@pytest.mark.parametrize(("text", "expected"), DIRECT.values(), ids=DIRECT)
def test_direct_speech_goes_to_the_source_its_cue_names(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert told(text) == expected


REPORTED = {
    "that": ("Carney said that the deal was dead.", [("Carney", "that the deal was dead")]),
    "no that": ("Carney said the deal was dead.", [("Carney", "the deal was dead")]),
    "behind": ("The deal was dead, Carney said.", [("Carney", "The deal was dead")]),
    "behind, turned": ("The deal was dead, said Carney.", [("Carney", "The deal was dead")]),
    "within": (
        "The deal, Carney said, was dead.",
        [("Carney", "The deal", "was dead")],
    ),
    "according to": (
        "The deal was dead, according to Reuters.",
        [("Reuters", "The deal was dead")],
    ),
    "according to, first": (
        "According to Reuters, the deal was dead.",
        [("Reuters", "the deal was dead")],
    ),
    "a question": ("Carney asked whether it was dead.", [("Carney", "whether it was dead")]),
    "an addressee": (
        "Carney told reporters that it was dead.",
        [("Carney", "that it was dead")],
    ),
    "circumstances": (
        "Carney said in an interview on Monday that it was dead.",
        [("Carney", "that it was dead")],
    ),
    "two verbs": (
        "Carney said it was dead and told reporters that he would leave.",
        [("Carney", "it was dead"), ("Carney", "that he would leave")],
    ),
    "a partial quotation": (
        "Carney said the deal was “dead” and useless.",
        [("Carney", "the deal was “dead” and useless")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), REPORTED.values(), ids=REPORTED)
def test_reported_speech_begins_and_ends_with_what_was_said(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert told(text) == expected


FORMS = {
    "“We will act,” Carney said.": QuoteForm.DIRECT,
    "“We will act,” Carney said. “Soon.”": QuoteForm.DIRECT,
    "Carney said the deal was “dead” to him.": QuoteForm.MIXED,
    "Carney said the deal was dead.": QuoteForm.INDIRECT,
    "Carney said the deal was dead. “It is over.”": QuoteForm.MIXED,
}


@pytest.mark.parametrize(("text", "form"), FORMS.items())
def test_the_form_is_told_by_the_quotation_marks(text: str, form: QuoteForm) -> None:
    (quote,) = quotes(text)

    assert quote.form == form


NOBODYS = {
    "a title": "The book “Dune” is long.",
    "a slogan": "The “Build the Wall” signs were everywhere.",
    "a doubtful word": "His “friends” never came.",
    "a quotation that nobody is said to have said": "“We will act.”",
    "inches": 'It is 6\'2" tall and 5" wide.',
    "apostrophes": "The '90s were good for rock 'n' roll fans' clubs.",
    "a verb that is a noun": "The claims of 12 percentage points to date are few.",
}

SIGNED = {
    "behind": ("“We will act.” — Ann Lee", ("Ann Lee", "“We will act.”")),
    "typed dash": ('"We will act!" -- Ann Lee', ("Ann Lee", '"We will act!"')),
    "with initial and particle": ("“No.” ― John P. van Dyk", ("John P. van Dyk", "“No.”")),
    "with a description": ("“No.” — Ann Lee, 34, mayor of Flint", ("Ann Lee", "“No.”")),
    "below": ("“We will act.”\n— Ann Lee, Flint\n", ("Ann Lee", "“We will act.”")),
    "two sentences": ("“No.” “Never.” — Ann Lee", ("Ann Lee", "“No.”", "“Never.”")),
}


@pytest.mark.parametrize(("text", "expected"), SIGNED.values(), ids=SIGNED.keys())
def test_a_signature_says_who_spoke(text: str, expected: tuple[str, ...]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "“Guernica” — Pablo Picasso",
        "“Guernica”\n— Pablo Picasso",
        "“We will act.” — a slogan of the past.",
        "“We will act.”\nA picture of the town.\n— Ann Lee",
        "— Ann Lee",
    ],
)
def test_a_dash_alone_is_no_signature(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", NOBODYS.values(), ids=NOBODYS)
def test_marks_around_what_nobody_said_give_no_quote(text: str) -> None:
    assert quotes(text) == []


def test_a_quotation_goes_on_where_a_paragraph_repeats_its_opening_mark() -> None:
    text = "“We will act,” Lee said. “It is late.\n\n“It is very late.”\n\n“Not hers.”"

    (quote,) = quotes(text)

    assert [words(text, span) for span in quote.content] == [
        "“We will act,”",
        "“It is late.",
        "“It is very late.”",
    ]


HEIRS = {
    "whoever spoke in the paragraph before": (
        "“We will act,” Lee said.\n\n“It is late.”",
        [("Lee", "“We will act,”", "“It is late.”")],
    ),
    "two paragraphs before": (
        "“We will act,” Lee said.\n\n“It is late.”\n\n“Too late.”",
        [("Lee", "“We will act,”", "“It is late.”", "“Too late.”")],
    ),
    "whoever was reported": (
        "Lee said the plan was dead.\n\n“It is over.”",
        [("Lee", "the plan was dead"), ("Lee", "“It is over.”")],
    ),
    "a group that was reported": (
        "The union said the plan was dead.\n\n“It is over.”",
        [("The union", "the plan was dead"), ("The union", "“It is over.”")],
    ),
    "whom the sentence before is about": (
        "Ann Lee shrugged. “It is late.”",
        [("Ann Lee", "“It is late.”")],
    ),
    "whom the paragraph before ends with": (
        "Ann Lee, a midwife, spoke to a crowd of 300.\n\n“It is late.",
        [],
    ),
    "whom the paragraph before is about": (
        "Ann Lee, a midwife, spoke to a crowd of 300.\n\n“It is late.\n\n“Too late.”",
        [("Ann Lee, a midwife", "“It is late.", "“Too late.”")],
    ),
    "whom a sentence that ends in a colon is about": (
        "Asked about it, Ann Lee was blunt: “It is late.”",
        [("Ann Lee", "“It is late.”")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), HEIRS.values(), ids=HEIRS)
def test_words_without_a_cue_are_whose_the_words_before_are(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“Will you go?” a reporter asked Lee.\n\n“No.”",
        "“We will act,” Lee said.\n\nThe crowd left. “It is late.”",
        "The sign at the gate was new. “Keep out.”",
        "Ann Lee laughed. The hall was full. “It is late.”",
        "“We will act,” Lee said.\n\n“Guernica” hangs in the hall.",
    ],
)
def test_words_without_a_cue_are_nobodys_behind_anything_else(text: str) -> None:
    assert not any(
        "late" in piece or "No." in piece or "out" in piece
        for _, *pieces in told(text)
        for piece in pieces
    )


def test_a_signature_claims_words_before_whoever_spoke_last_does() -> None:
    text = "“It is over,” Tom Barr said.\n\n“The mill was our life.”\n\n— Ann Lee, mill worker"

    assert told(text)[-1] == ("Ann Lee", "“The mill was our life.”")


def test_a_quotation_that_never_closes_takes_no_other_paragraph() -> None:
    text = "Lee said: “We will act.\n\nThe crowd left. Nobody stayed.\n\n“Yes,” said Cho."

    assert told(text)[-1] == ("Cho", "“Yes,”")
    assert all(span.end <= text.index("\n") for span in quotes(text)[0].content)


def test_boilerplate_is_never_anybodys_words() -> None:
    text = "“We will act,” Lee said. “Subscribe now.”"
    start = text.index("“Subscribe")
    marks = [Mark(start, len(text), MarkKind.SUBSCRIBE)]

    (quote,) = find_quotes(text, [Span(0, start - 1)], marks, load_tagging())

    assert [words(text, span) for span in quote.content] == ["“We will act,”"]


def test_what_one_person_says_another_said_is_told_by_the_first() -> None:
    text = "“It is over,” Grayson said, according to Frankel."

    assert told(text) == [("Frankel", "“It is over,” Grayson said")]


def test_a_participle_goes_on_with_whoever_spoke() -> None:
    text = "“We will act,” Carney said. Adding, “Be sure.”"

    assert told(text) == [("Carney", "“We will act,”"), ("Carney", "“Be sure.”")]


INTRODUCED = "Prime Minister Mark Carney met President Claudia Sheinbaum."
SPEAKERS = {
    "a full name": ("Mark Carney said it was late.", ["Mark Carney"]),
    "a title": ("Mayor Ann Lee said it was late.", ["Ann Lee"]),
    "a title that somebody will have": (
        "President-elect Ann Lee came. Lee said it was late.",
        ["Ann Lee"],
    ),
    "an office with its field": (
        "“It was late,” said the prison’s Director of Public Health Anna Lee.",
        ["Anna Lee"],
    ),
    "a surname that is a title, of a place": (
        "“It was late,” said Rep. Anna King of Ohio.",
        ["Anna King"],
    ),
    "a description": ("Ann Lee, a nurse in Flint, said it was late.", ["Ann Lee"]),
    "a surname": (f"{INTRODUCED} Carney said it was late.", ["Mark Carney"]),
    "a surname never given in full": ("Mr. Carney said it was late.", ["Carney"]),
    "the fullest of several forms": (
        "Hillary Rodham Clinton came. Hillary Clinton said it was late.",
        ["Hillary Rodham Clinton"],
    ),
    "a surname that is a title elsewhere": (
        "“It was late,” said Charlie King, a farmer. “We left,” King said.",
        ["Charlie King", "Charlie King"],
    ),
    "a title before such a surname": (
        "Gov. Jim Justice came. Justice said it was late. Dr. Dean said it was dark.",
        ["Jim Justice", "Dean"],
    ),
    "such a title, and nobody's surname": (
        "Chief Judge Ann Lee came. The judge said it was late.",
        ["Ann Lee"],
    ),
    "an organisation": ("Talks failed, the Associated Press reported.", ["Associated Press"]),
    "an attorney's name behind a comma": (
        "Lee's attorney, Alan Garten, said it was late.",
        ["Alan Garten"],
    ),
    "one of them": (
        "Farmers came. “It burned,” said one of them, Emil Roy.",
        ["Emil Roy"],
    ),
    "one of the farmers": (
        "“It burned,” said one of the farmers, Emil Roy, 52.",
        ["Emil Roy"],
    ),
    "another": ("“It burned,” said another, Emil Roy of Flint.", ["Emil Roy"]),
    "her lawyer": ("“It burned,” said her lawyer, Emil Roy, on Monday.", ["Emil Roy"]),
    "the mayor of a town": ("The mayor of London, Ann Lee, said it was late.", ["Ann Lee"]),
    "he": ("Mark Carney left. He said it was late.", ["Mark Carney"]),
    "she, with a man in between": (
        "Ann Lee met Tom Cho. She said it was late.",
        ["Ann Lee"],
    ),
    "she, with a ship and a town in between": (
        "The Patient Anne was towed to Kestrel Bay, Lucille Tran said. The crew is well. "
        "The storm is over. “They sang,” she said.",
        ["Lucille Tran", "Lucille Tran"],
    ),
    "he, of a name with an accent": (
        "Tomás Ruiz met Elena Cruz. The day was hot. It rained. He said it was late.",
        ["Tomás Ruiz"],
    ),
    "an occupation": (
        "Hana Oda, a clockmaker, came. Tom Cho left. The clockmaker said it was late.",
        ["Hana Oda"],
    ),
    "the only mayor": (
        "Mayor Ann Lee came. Tom Cho left. The mayor said it was late.",
        ["Ann Lee"],
    ),
    "who": ("They met Ann Lee, who said it was late.", ["Ann Lee"]),
    "an office": (f"{INTRODUCED} The prime minister said it was late.", ["Mark Carney"]),
    "a country's leader": (
        "Canadian Prime Minister Mark Carney came. Later the Canadian leader said it was late.",
        ["Mark Carney"],
    ),
    "the other country's leader": (
        "Canadian Prime Minister Mark Carney met President Claudia Sheinbaum. She said it was "
        "late. The Mexican leader said it was dark.",
        ["Claudia Sheinbaum", "Claudia Sheinbaum"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SPEAKERS.values(), ids=SPEAKERS)
def test_a_speaker_gets_the_fullest_name_of_the_article(
    text: str, expected: list[str | None]
) -> None:
    assert speakers(text) == expected


UNKNOWN = {
    "an unnamed source": "A senior official said it was late.",
    "he, after an unnamed source": (
        "Mark Carney left. An aide said it was late. He said it was dark."
    ),
    "a group": "Both leaders said it was late.",
    "an office that others hold too": (
        "Senator Ann Lee came. Amy Cho left. The senator said it was late."
    ),
    "a group of names": "Ann Lee and Tom Cho said it was late.",
    "a party": "Republicans said it was late.",
    "they": "Mark Carney left. They said it was late.",
    "somebody's spokesman": "A spokesman for Mark Carney said it was late.",
    "somebody's campaign": "Mark Carney came. The Carney campaign said it was late.",
    "a surname that two people share": (
        "Bill Clinton and Hillary Clinton came. Clinton said it was late."
    ),
    "he, with two men": "Mark Carney met Tom Cho.\n\nIn Flint he said it was late.",
    "a leader of another country": (
        "Canadian Prime Minister Mark Carney came. The German leader said it was late."
    ),
    "no such office": "Mark Carney came. The senator said it was late.",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_nobody_is_named_where_the_words_leave_a_choice(text: str) -> None:
    assert speakers(text)
    assert speakers(text)[-1] is None


def test_two_people_of_one_surname_stay_two_where_their_names_are_full() -> None:
    text = "Bill Clinton said it was late. Hillary Clinton said it was dark."

    assert speakers(text) == ["Bill Clinton", "Hillary Clinton"]


def test_a_title_tells_two_people_of_one_surname_apart() -> None:
    text = "Bill Clinton and Hillary Clinton came. Mrs. Clinton said it was late."

    assert speakers(text) == ["Hillary Clinton"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Clinton said it was late. He said it was dark.", [None, "Bill Clinton"]),
        ("Clinton said it was late. She said it was dark.", [None, "Hillary Clinton"]),
        ("Clinton said it was late. They left. He said it was dark.", [None, "Bill Clinton"]),
        ("Hillary Clinton said it was late. Clinton said it was dark.", ["Hillary Clinton"] * 2),
        ("Hillary Clinton said it was late.\n\nClinton left.", ["Hillary Clinton"]),
        (
            "Hillary Clinton said it was late.\n\nClinton said it was dark.",
            ["Hillary Clinton", None],
        ),
    ],
)
def test_a_pronoun_or_who_spoke_just_now_tells_which_of_a_surname_is_meant(
    said: str, expected: list[str | None]
) -> None:
    assert speakers(f"Bill Clinton and Hillary Clinton came. {said}") == expected


def test_a_pronoun_that_both_of_a_surname_fit_tells_nothing() -> None:
    text = "Bill Clinton and Tom Clinton came. Clinton said it was late. He said it was dark."

    assert speakers(text) == [None, None]


def test_a_daughters_full_name_does_not_make_her_the_bearer_of_the_surname() -> None:
    text = "Trump said it was late. His daughter Ivanka Trump left."

    assert speakers(text) == ["Trump"]


TRANSCRIPT = """Jake Tapper spoke with Prime Minister Mark Carney.

TAPPER: When will you act?

CARNEY: Soon. It is late.

Very late.

TAPPER: Thank you.

Nobody else came."""


def test_a_transcripts_labels_say_who_speaks() -> None:
    assert told(TRANSCRIPT) == [
        ("TAPPER", "When will you act?"),
        ("CARNEY", "Soon. It is late.", "Very late."),
        ("TAPPER", "Thank you."),
    ]
    assert speakers(TRANSCRIPT) == ["Jake Tapper", "Mark Carney", "Jake Tapper"]


def test_whoever_speaks_but_once_is_named_in_the_text() -> None:
    text = "Ana Tell met Bo Vane and Cy Orr.\n\nTELL: Why?\n\nVANE: It is late.\n\nORR: So it is."

    assert speakers(text) == ["Ana Tell", "Bo Vane", "Cy Orr"]


NO_TRANSCRIPTS = {
    "figures": (
        "Hillary Clinton: 1,809\n\nBernie Sanders: 1,520\n\nClinton: 2\n\nSanders: 3\n\nAll: 5"
    ),
    "headings": (
        "A Comic’s View: Good.\n\nA Second Look: Yes.\n\nA Comic’s View: Bad.\n\nA Second Look: No."
    ),
    "reports": (
        "LARCENY: A bicycle was taken from a porch.\n\nNOISE: Officers found a drum."
        "\n\nLARCENY: Two kayaks were taken.\n\nBEARS: A bear ate a pie."
    ),
    "each once": (
        "BRIDGES: The north span closes on Monday.\n\nROADS: Oak Lane is to be paved."
        "\n\nPOOLS: Both open in May."
    ),
    "one label": "Note: This.\n\nUPDATE: That.\n\nCORRECTION: It was late.",
}


@pytest.mark.parametrize("text", NO_TRANSCRIPTS.values(), ids=NO_TRANSCRIPTS)
def test_headings_and_figures_are_no_transcript(text: str) -> None:
    assert quotes(text) == []


def test_an_interviews_answers_belong_to_the_one_person_it_introduces() -> None:
    text = (
        "Jane Goodall talked with us.\n\nQ: Why apes?\n\nA: I like them.\n\nQ: Really?\n\nA: Yes."
    )

    assert speakers(text) == [None, "Jane Goodall", None, "Jane Goodall"]


ASKED = "Q: Why apes?\n\nA: I like them.\n\nQ: Really?\n\nA: Yes."
HEADS = {
    "beside who asks": (
        [("By Pat Cho", MarkKind.CREDIT)],
        "Jane Goodall talked to Pat Cho in a café.",
        "Jane Goodall",
    ),
    "beside others": (
        [("Why Goodall came home", MarkKind.HEADLINE)],
        "Jane Goodall has worked with Anna Berg. Pat Cho talked to her.",
        "Jane Goodall",
    ),
    "beside others, with no headline": (
        [],
        "Jane Goodall has worked with Anna Berg. Pat Cho talked to her.",
        None,
    ),
}


@pytest.mark.parametrize(("head", "words_above", "who"), HEADS.values(), ids=HEADS)
def test_whom_an_interview_asks_is_told_from_who_else_is_named(
    head: list[tuple[str, MarkKind]], words_above: str, who: str | None
) -> None:
    text = "\n\n".join([*(line for line, _ in head), words_above, ASKED])
    marks = [Mark(text.index(line), text.index(line) + len(line), kind) for line, kind in head]

    found = find_quotes(text, split_sentences(text), marks, load_tagging())

    assert [one.speaker for one in found if words(text, one.source) == "A"] == [who, who]


TEXTS = st.lists(
    st.sampled_from(
        [
            *"\"“”‘’'„«»",
            "''",
            "``",
            " said ",
            " he said, ",
            ", ",
            ". ",
            "\n",
            "\n\n",
            "\r\n",
            "Mark Carney",
            " the mayor ",
            " told ",
            " that ",
            ": ",
            " — ",
            "(",
            ")",
            "Q: ",
            "A: ",
            "CARNEY: ",
            " according to ",
            " and ",
            ", who ",
            ", adding ",
            "?",
            "…",
            "\x00",
            "\u202e",
            " 🙂 ",
            " İ",
            "J. ",
            " she ",
            " to ",
            "’s ",
        ]
    )
    | st.text(max_size=5),
    max_size=50,
).map("".join)


@given(TEXTS)
def test_every_span_of_every_quote_lies_in_the_text_and_in_order(text: str) -> None:
    found = quotes(text)

    for quote in found:
        for span in (*quote.content, quote.cue, quote.source):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert quote.content
        assert all(left.end <= right.start for left, right in pairwise(quote.content))
    assert [quote.content[0] for quote in found] == sorted(quote.content[0] for quote in found)


@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_nothing_is_quoted_from_a_mark(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    mark = Mark(start, min(start + length, len(text)), MarkKind.LEARNED)

    found = find_quotes(text, split_sentences(text, [mark]), [mark], load_tagging())

    for quote in found:
        for span in quote.content:
            assert span.end <= mark.start or span.start >= mark.end or mark.start == mark.end


@pytest.mark.parametrize("what", ["Retired miner", "Jailed poet", "Suspended teacher"])
def test_what_somebody_is_may_begin_with_a_participle(what: str) -> None:
    text = f"{what} Oke Ades left on Monday. “It was late,” he said."

    assert speakers(text) == ["Oke Ades"]


SEED = SHARED / "seeds" / "000_2a993864e9650523.txt"


@pytest.mark.data
@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")
def test_two_leaders_are_told_apart_by_name_title_pronoun_and_country() -> None:
    text = SEED.read_text("utf-8")

    found = {words(text, q.source): q.speaker for q in quotes(text) if q.speaker}

    assert set(found.values()) == {"Mark Carney", "Claudia Sheinbaum"}
    assert found["she"] == found["the Mexican leader"] == "Claudia Sheinbaum"
    assert found["The Canadian Prime Minister"] == found["he"] == "Mark Carney"


@pytest.mark.parametrize(
    "text",
    [
        "In the statement he announced that followed the meeting, Canada was named.",
        "The measure she proposed that failed last year is back.",
    ],
)
def test_a_relative_clause_is_no_reported_speech(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He announced that it would close the port.", [("He", "that it would close the port")]),
        (
            "At the news conference she said that was wrong.",
            [("she", "that was wrong")],
        ),
    ],
)
def test_a_clause_behind_a_noun_is_still_reported(text: str, found: list[tuple[str, ...]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It was proposed to the council by the mayor, Eva Lund.",
        "The plan was offered to the town by the mayor, Eva Lund.",
        "The bill was presented to general applause.",
    ],
)
def test_what_is_given_to_somebody_is_nobodys_words(text: str) -> None:
    assert not [quote for quote in quotes(text) if quote.speaker]


def test_offsets_are_those_of_the_untouched_text() -> None:
    text = "“The aqua\u00adrium costs too much,” mayor Ludwig Kranz\u00adler said."

    (quote,) = quotes(text)

    (content,), source = quote.content, quote.source
    assert source is not None
    assert text[content.start : content.end] == "“The aqua\u00adrium costs too much,”"
    assert text[source.start : source.end] == "mayor Ludwig Kranz\u00adler"
    assert quote.speaker == "Ludwig Kranzler"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Lena Voss met her brother Erik Voss. “Yes,” Ms Voss said. “No,” Mr Voss said.",
            ["Lena Voss", "Erik Voss"],
        ),
        (
            "Lena Voss met Erik Voss. “Yes,” Voss said.",
            [None],
        ),
        (
            "Jean-Luc Le Goff, 71, left. His son Yann Le Goff, 34, wept. “No,” said Le Goff, 34.",
            ["Yann Le Goff"],
        ),
        ("Mrs. Ober came in May. “Yes,” Mrs. Ober said. “No,” Mr. Ober said.", [None, None]),
        (
            "Pieter van den Berg met Anna Berg. “Yes,” Van den Berg said. “No,” Berg said.",
            ["Pieter van den Berg", "Anna Berg"],
        ),
        (
            "Eva Lund, a farmer, met the press. “Guilty,” said Judge Lund.",
            ["Lund"],
        ),
        ("Carl Ober came. “Yes,” Ober said. Later his brother Paul Ober came.", ["Carl Ober"]),
    ],
)
def test_every_sign_of_a_second_bearer_counts(text: str, speakers: list[str | None]) -> None:
    assert [quote.speaker for quote in quotes(text)] == speakers
