"""A draft's quotations looked up in a small collection."""

from collections.abc import Iterator

import pytest

from index.records import Document
from service.drafts.checking import check, check_quote
from service.engine import Engine
from service.wire.drafts import MOST_QUOTATIONS, CheckedQuotation, CheckRequest
from tests.service.conftest import settings_in

_BRIDGE = (
    "“I would rather explain a closed bridge than a fallen one,” Mayor Elena Ruiz told the "
    "council on Monday. “Nobody was hurt, and I intend to keep that sentence true.”\n\n"
    "Anton Varga said that the ferry would be cheaper than any repair of the old bridge.\n\n"
    "“The ferry needs twenty-five sailors and €1.5 million a year,” said Tomás Ruiz. "
    "“It is late,” he added.\n"
)
_TREATY = (
    "“The treaty has brought good jobs to both of our countries,” said Prime Minister Mark "
    "Carney.\n\n“The treaty must protect all the farmers of the north,” said Claudia Sheinbaum.\n"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Two articles, for all who only read."""
    engine = Engine(settings_in(tmp_path_factory.mktemp("drafts")))
    engine.open()
    texts = {"bridge": _BRIDGE, "treaty": _TREATY}
    documents = (Document(id=id, text=text, format="txt", origin=id) for id, text in texts.items())
    assert [one.status for one in engine.ingester.add(engine.collection(None), documents)] == [
        "added",
        "added",
    ]
    yield engine
    engine.close()


def _only(engine: Engine, draft: str) -> CheckedQuotation:
    (checked,) = check(engine, CheckRequest(text=draft)).quotations
    return checked


@pytest.mark.parametrize(
    "draft",
    [
        "“I would rather explain a closed bridge than a fallen one,” said Elena Ruiz.",
        '"I would rather explain a closed bridge than a fallen one", Mayor Elena Ruiz said.',
        "«i would rather explain a  closed bridge than a fallen one,» Elena Ruiz said.",
        "Elena Ruiz said: “I would rather explain a closed\u00a0bridge than a fallen one.”",
        "“I would rather [...] than a fallen one,” said Elena Ruiz.",
        "“I would rather … a fallen one,” said Elena Ruiz.",
        "“I would rather explain (...) a fallen one,” said Elena Ruiz.",
        "“I would rather explain [this crossing] than a fallen one,” said Elena Ruiz.",
        "“I would rather explain a closed bridge,” Elena Ruiz said, “than a fallen one.”",
        "“I would rather explain a closed bridge ... [N]obody was hurt,” said Elena Ruiz.",
        "> “I would *rather* explain a [closed](https://a.example/b) bridge,” said Elena Ruiz.",
        "“The treaty has brought good jobs to both of our countries,” Carney said.",
        "“The ferry needs twenty‑five sailors and €1.5 million a year,” said Tomás Ruiz.",
        "“It is late,” said Tomás Ruiz.",
    ],
)
def test_a_faithful_quotation_is_verbatim_and_by_this_speaker(engine: Engine, draft: str) -> None:
    checked = _only(engine, draft)

    assert (checked.verdict, checked.speaker_match) == ("verbatim", "same")
    assert checked.edits == []


@pytest.mark.parametrize(
    ("draft", "changed"),
    [
        (
            "“I would rather defend a closed bridge than a fallen one,” said Elena Ruiz.",
            [("replaced", "defend", "explain")],
        ),
        (
            "“I would explain a closed bridge than a fallen one,” said Elena Ruiz.",
            [("left_out", "", "rather")],
        ),
        (
            "“I would never rather explain a closed bridge than a fallen one,” said Elena Ruiz.",
            [("added", "never", "")],
        ),
        (
            "“The ferry needs twenty-five sailors and €15 million a year,” said Tomás Ruiz.",
            [("replaced", "€15", "€1.5")],
        ),
        (
            "“The treaty must protect all the farmers [...] the South,” said Claudia Sheinbaum.",
            [("replaced", "South", "north")],
        ),
    ],
)
def test_an_altered_quotation_shows_what_differs(
    engine: Engine, draft: str, changed: list[tuple[str, str, str]]
) -> None:
    checked = _only(engine, draft)

    assert (checked.verdict, checked.speaker_match) == ("altered", "same")
    found = [(one.kind, one.draft, one.original) for one in checked.edits if one.kind != "same"]
    assert found == changed


def test_parts_around_an_ellipsis_in_another_order_are_altered(engine: Engine) -> None:
    checked = _only(engine, "“Nobody was hurt ... I would rather explain,” said Elena Ruiz.")

    assert checked.verdict == "altered"


@pytest.mark.parametrize("name", ["Mark Carney", "Tomás Ruiz", "Ada Unknown"])
def test_the_words_of_somebody_else_are_misattributed(engine: Engine, name: str) -> None:
    checked = _only(engine, f"“Nobody was hurt, and I intend to keep that sentence,” said {name}.")

    assert (checked.verdict, checked.speaker) == ("misattributed", "Elena Ruiz")


@pytest.mark.parametrize("source", ["she said", "said a senior official"])
def test_an_unnamed_speaker_claims_nothing(engine: Engine, source: str) -> None:
    checked = _only(engine, f"“Nobody was hurt, and I intend to keep that sentence,” {source}.")

    assert (checked.verdict, checked.speaker_match) == ("verbatim", "unchecked")


def test_what_an_article_only_reports_is_not_a_quotation_of_it(engine: Engine) -> None:
    checked = _only(engine, "“The ferry would be cheaper than any repair,” said Anton Varga.")

    assert checked.verdict == "indirect"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An article of which a word, a name and a paragraph were corrected."""
    engine = Engine(settings_in(tmp_path_factory.mktemp("corrected")))
    engine.open()
    said = "“We lost forty boats in that storm and six of our own people,” said Elena Ruiz.\n\n"
    blamed = "“The pilots were told to turn back at nightfall,” said Mark Carney.\n\n"
    dropped = "“Every lamp of the harbour was dark when the council met,” said Bo Lind.\n\n"
    filler = "The harbour reopened on Monday, and the council met the owners of the boats.\n"
    for text in (
        said + blamed + dropped + filler,
        said.replace("forty", "fourteen") + blamed.replace("Mark Carney", "Ada Byron") + filler,
    ):
        document = Document(id="storm", title="Storm", text=text, format="txt", origin="storm")
        list(engine.ingester.add(engine.collection(None), [document]))
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("draft", "speaker"),
    [
        ("“We lost forty boats in that storm,” said Elena Ruiz.", "Elena Ruiz"),
        ("“We lost forty boats [...] six of our own people,” she said.", "Elena Ruiz"),
        ("“The pilots were told to turn back at nightfall,” said Mark Carney.", "Mark Carney"),
        ("“Every lamp of the harbour was dark,” said Bo Lind.", "Bo Lind"),
    ],
)
def test_words_of_a_replaced_version_are_told_apart(
    corrected: Engine, draft: str, speaker: str
) -> None:
    checked = _only(corrected, draft)

    assert (checked.verdict, checked.speaker) == ("superseded", speaker)
    cited = checked.citations[0]
    article = corrected.library.article(corrected.collection(None), "storm", cited.version)
    assert article.superseded
    assert article.text[cited.start : cited.end] == cited.quote


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("“We lost fourteen boats in that storm,” said Elena Ruiz.", "verbatim"),
        ("“We lost sixty boats in that storm and six of our people,” said Elena Ruiz.", "altered"),
        ("“The pilots were told to turn back at nightfall,” said Elena Ruiz.", "misattributed"),
        ("“We lost fourteen boats in that storm,” said Mark Carney.", "misattributed"),
    ],
)
def test_what_no_version_said_is_accused_as_ever(
    corrected: Engine, draft: str, verdict: str
) -> None:
    assert _only(corrected, draft).verdict == verdict


@pytest.mark.parametrize(
    "draft",
    [
        "“It must be that all of us are in the north,” said Claudia Sheinbaum.",
        "“To both of them I said that it has to be good,” said Mark Carney.",
    ],
)
def test_small_words_here_and_there_accuse_nobody(engine: Engine, draft: str) -> None:
    assert _only(engine, draft).verdict == "not_found"


def test_words_left_out_in_one_place_are_still_recognised(engine: Engine) -> None:
    checked = _only(engine, "“I would rather explain than a fallen one,” said Elena Ruiz.")

    assert checked.verdict == "altered"


def test_what_is_in_no_article_is_not_found(engine: Engine) -> None:
    checked = _only(engine, "“The moon is made of old blue cheese,” said Elena Ruiz.")

    assert (checked.verdict, checked.citations) == ("not_found", [])


@pytest.mark.parametrize("draft", ["It was a “free gift”.", "“It is late,” said Mark Carney."])
def test_a_few_words_accuse_nobody(engine: Engine, draft: str) -> None:
    checked = _only(engine, draft)

    assert checked.verdict == "too_short"


def test_citations_and_spans_point_at_the_words(engine: Engine) -> None:
    draft = "> **Note** “I would *rather* ... [N]obody was hurt,” said Elena Ruiz."

    checked = _only(engine, draft)

    article = engine.library.article(engine.collection(None), "bridge")
    assert [one.quote for one in checked.citations] == ["I would rather", "Nobody was hurt"]
    assert [article.text[one.start : one.end] for one in checked.citations] == [
        one.quote for one in checked.citations
    ]
    assert [draft[one.start : one.end] for one in checked.spans] == [
        one.text for one in checked.spans
    ]
    assert checked.spans[0].text == "“I would *rather* ... [N]obody was hurt,”"


def test_one_quotation_is_checked_without_a_draft(engine: Engine) -> None:
    words = "“The treaty must protect all the farmers of the north.”"

    verdicts = [check_quote(engine, words, name).verdict for name in (None, "Sheinbaum", "Carney")]

    assert verdicts == ["verbatim", "verbatim", "misattributed"]


def test_a_draft_of_too_many_quotations_says_how_many_were_left(engine: Engine) -> None:
    answer = check(engine, CheckRequest(text="“no” " * (MOST_QUOTATIONS + 5)))

    assert (len(answer.quotations), answer.unread) == (MOST_QUOTATIONS, 5)


@pytest.mark.parametrize(
    "draft",
    [
        "“”",
        "“…”",
        "“[…]” said Elena Ruiz.",
        "“\u200b\u200d\u2060”",
        "\x00“\x00the treaty\x00 has brought good”\x00",
        "“" * 5_000,
        "[" * 5_000 + "“a [b” " + "](" * 5_000,
        "“e" + "\u0301" * 5_000 + " the treaty has brought”",
        "“. . . . . . . ” " * 1_000,
        "```\n" * 3_000,
        "\u202e“the treaty \U0001f600 has brought good jobs”\u202c",
        "“" + "[x] " * 5_000 + "”",
        "“" + "the treaty must " * 3_000 + "”",
    ],
    ids=range(13),
)
def test_hostile_drafts_are_checked_like_others(engine: Engine, draft: str) -> None:
    checked = check(engine, CheckRequest(text=draft)).quotations

    places = [(one, span) for one in checked for span in one.spans]
    assert [draft[span.start : span.end] for _, span in places] == [one.text for _, one in places]
    assert "misattributed" not in {one.verdict for one in checked}
