import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Mark, MarkKind, Span
from index.text.segmentation.blocks import blocks
from index.text.segmentation.sentences import split_sentences

SHARED = Path(__file__).resolve().parents[3].parent / "shared"


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def paragraphs(text: str) -> list[str]:
    return [text[span.start : span.end] for span in blocks(text)]


# Every stroke is a border.
CASES = {
    "titles": "Gov. Greg Abbott met Sen. John Cornyn and Dr. Ann Lee.| They left.",
    "initials": "J. K. Rowling and George W. Bush met Samuel L. Jackson.| The rest stayed.",
    "dotted names": "The U.S. Senate met the U.N. Council.| It was in Washington, D.C.",
    "a country at the end": "It is in the U.S.| The cause is unknown.| The U.K. saw none.",
    "times": "It ended at 5 p.m. Friday.| It began at 8 a.m. ET.| By 6 p.m.| Police had left.",
    "months": "It was on Jan. 6, 2021.| She left in Nov. 2020.| They met in Dec.| It is new.",
    "numbers": "No. 10 Downing St. is shut.| See Fig. 3 and p. 12.| It cost $3.5 million.| 9 died.",
    "an answer": "Will it pass?| No.| It will not.",
    "companies": "Apple Inc. Chief Tim Cook spoke.| He left Nike Inc.| The firm said so.",
    "juniors": "Martin Luther King Jr. Day is here.| So is Donald Trump Jr.| He spoke.",
    "places": "They met in Richmond, Va.| Trump spoke.| Rep. Jim Cooper, D-Tenn., left.",
    "a mayor's place": "South Bend, Ind. Mayor Pete Buttigieg ran.",
    "against": "Roe v. Wade and Ohio vs. The Citadel are two things.",
    "quote, small letter": "“We will go.” he said.| He went.",
    "quote, capital": '"We will go."| Then he left.',
    "split quote": "“One,” she said.| “Two.”",
    "question and speaker": "“Why now?” Mark Carney asked.| “Why not?” she said.",
    "question and sentence": "“Why now?”| The answer is simple.",
    "exclamation and speaker": "‘Never!’ he shouted.| ‘Not ever!’| Nobody moved.",
    "dateline": "MEXICO CITY (AP) — The governments agreed.| They met.",
    "dateline of a state": "TAMPA, Fla. — The storm came.| Mexico City — It left.",
    "ellipsis": "We need … President Obama to act.| It ended…| Nobody came... I left.",
    "ellipsis after a stop": "I see it often. …| It is what it is.",
    "left out": "He was sad.| [...] The rest is known.",
    "items in a line": "1. The first thing.| 2. The second thing.",
    "brackets": "(He left.| She stayed.)| The rest went (in vain.) too.",
    "notes": "It was so.[12]| The rest is not.[citation needed]| Then it ended.",
    "names with a mark": "She works for Yahoo! News and E! Online.| He does not.",
    "addresses": "See example.com/a.html or mail a.b@example.com.| Or open report.final.pdf now.",
    "a missing space": "It came to an end.|The rest is here.| See node.js and Booking.com there.",
    "a missing space, quoted": "He called it “the end.”|The rest is here.",
    "a brand": "It sold out.| iPhone sales fell.",
    "low quotes": "„Wir gehen.“| Dann kam er am 3. Oktober.",
    "guillemets": "« Nous irons. »| Il est là.| « Nous irons. » il a dit.",
    "Spanish": "Llegó el fin.| ¿Quién fue?| ¡Nadie!| El Sr. Pérez calló.",
    "Chinese": "中国同意了。|美国呢？|“我们去。”他说。|好！",
    "Japanese": "首相は「行く。」と述べた。|次です。",
    "Urdu": "یہ ہے۔| وہ کون ہے؟| کیا",
    "Hindi": "यह है।| वह कौन है?| नया",
    "Russian": "А. С. Пушкин приехал.| Дж. Байден уехал.",
    "no-break spaces": "It\xa0ended.|\xa0The\xa0rest followed.",
    "no width": "It ended.\u200b| The rest followed.| \ufeffSo did he.",
    "nothing": "It ended.\x00| The rest followed.",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_news_is_split_where_a_reader_would(marked: str) -> None:
    text = marked.replace("|", "")

    sentences = split(text)

    assert sentences == [part.strip() for part in marked.split("|")]


def test_a_headline_and_a_list_item_are_sentences_without_a_full_stop() -> None:
    text = "Mexico and Canada Agree\r\n\r\nThey met.\r\n\r\n• First\r\n• Second\r\n"

    assert split(text) == ["Mexico and Canada Agree", "They met.", "• First", "• Second"]


def test_single_breaks_in_hard_wrapped_text_do_not_end_a_sentence() -> None:
    text = (
        "From: editor@example.com\nSubject: Trade\n\n"
        "The governments of Mexico and Canada have agreed to a plan that includes\n"
        "a security dialogue. The review of the trade agreement will begin in July\n"
        "and end in autumn.\nThe next one is due in six years.\n\n"
        "- The first item of the list is short\n- The second too\n"
    )

    assert paragraphs(text)[2:] == [
        text[text.index("The governments") : text.index("\nThe next")],
        "The next one is due in six years.",
        "- The first item of the list is short",
        "- The second too",
    ]
    assert split(text)[2] == (
        "The governments of Mexico and Canada have agreed to a plan that includes\n"
        "a security dialogue."
    )


def test_breaks_between_paragraphs_of_a_line_each_end_a_block() -> None:
    text = (
        "A first paragraph that is long enough to be taken for a folded one\nThe second\nThe third"
    )

    assert len(blocks(text)) == 3


def test_marked_text_yields_no_sentence_and_none_crosses_a_mark() -> None:
    text = "They met. Read more here. They left (AP Photo) at noon."
    marks = [Mark(10, 25, MarkKind.RELATED), Mark(36, 46, MarkKind.CAPTION)]

    sentences = [text[span.start : span.end] for span in split_sentences(text, marks)]

    assert sentences == ["They met.", "They left", "at noon."]


def test_a_text_without_words_has_no_sentences() -> None:
    assert split_sentences("") == []
    assert split_sentences(" \n\t\xa0\u2003\r\n") == []


SIGNS = [
    *".!?…。！؟۔।\"'“”‘’«»„()[]-—•,:;",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\n\n",
    "\xa0",
    "\u200b",
    "\x00",
]
WORDS = ["The", "the", "U.S.", "Mr.", "No.", "5", "1.", "p.m.", "said", "中", "और", "🎉", "Carney"]
PIECES = st.sampled_from(SIGNS + WORDS)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
def test_blocks_are_trimmed_in_order_and_hold_every_letter(text: str) -> None:
    check_spans(text, blocks(text), [])


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_sentences_are_trimmed_in_order_and_hold_every_letter_outside_the_marks(
    text: str, wanted: list[tuple[int, int]]
) -> None:
    marks = [
        Mark(start, min(start + length, len(text)), MarkKind.RELATED)
        for start, length in wanted
        if start < len(text)
    ]

    check_spans(text, split_sentences(text, marks), marks)


def check_spans(text: str, spans: list[Span], marks: list[Mark]) -> None:
    inside = {place for span in spans for place in range(span.start, span.end)}
    marked = {place for mark in marks for place in range(mark.start, mark.end)}
    words = [text[span.start : span.end] for span in spans]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(word == word.strip() for word in words)
    assert not inside & marked
    assert all(text[place].isspace() for place in range(len(text)) if place not in inside | marked)


@given(TEXTS)
def test_no_sentence_crosses_the_border_of_a_block(text: str) -> None:
    whole = blocks(text)

    for span in split_sentences(text):
        assert any(block.start <= span.start and span.end <= block.end for block in whole)


@pytest.mark.short(6)
@pytest.mark.parametrize("length", [60_000, pytest.param(300_000, marks=pytest.mark.gate)])
@pytest.mark.parametrize(
    "unit", [".", " ", ". ", '."', ".A", "? ", "Mr. ", "a\n", "[.", "« .", "\x00.", ". . "]
)
def test_a_long_hostile_line_is_split(unit: str, length: int) -> None:
    text = unit * (length // len(unit))

    spans = split_sentences(text)

    letters = sum(not letter.isspace() for letter in unit) * (length // len(unit))
    assert sum(len("".join(text[s.start : s.end].split())) for s in spans) == letters


@pytest.mark.data
def test_the_seed_article_is_split_into_its_sentences() -> None:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("../shared/seeds is absent")
    text = next(folder.glob("000_*.txt")).read_text(encoding="utf-8")

    sentences = split(text)

    assert len(sentences) == 28
    assert sentences[2].startswith("Mexico City — The governments of Mexico and Canada")
    assert sentences[5].endswith("use this treaty more effectively.”")
    assert all(sentence[0].isupper() or sentence[0] == "“" for sentence in sentences)


@pytest.mark.data
def test_hardly_any_marked_speaker_or_verb_of_speech_is_cut_by_a_border() -> None:
    path = SHARED / "data/polnear/dev.jsonl.gz"
    if not path.exists():
        pytest.skip("../shared/data/polnear is absent")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]

    cut = 0
    for article in articles:
        ends = {span.end for span in split_sentences(article["text"])}
        for attribution in article["attributions"]:
            for part in (*attribution["source"], *attribution["cue"]):
                cut += any(part["start"] < end < part["end"] for end in ends)

    assert cut == 0
