"""Questions with other names for what they ask about: only such as articles use."""

from pathlib import Path

import pytest

from service.aliases.names import load
from service.aliases.rewording import rewordings
from tests.conftest import Shelf, story

_ARTICLES = (
    "The World Ferry Organization (WFO) sent two inspectors to Brellin.",
    "The E.U. sent an envoy to Tarnow.",
    "The COVID-19 ward of the Velden clinic closes on Friday.",
    "Ministers renewed the USMCA for six years.",
    "The Redmill Water Board, or RWB, raised its rates.",
)


@pytest.mark.short(4)
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did the EU send?", "What did the E.U. send?"),
        ("What did the European Union send?", "What did the E.U. send?"),
        ("Whom did the WFO send?", "Whom did the World Ferry Organization send?"),
        (
            "Whom did the World Ferry Organization send?",
            "Whom did the WFO send?",
        ),
        ("covid19 ward", "covid-19 ward"),
        ("Who renewed the T-MEC?", "Who renewed the USMCA?"),
        ("Who renewed CUSMA?", "Who renewed USMCA?"),
        ("Did the RWB raise rates?", "Did the Redmill Water Board raise rates?"),
    ],
)
def test_another_name_is_tried(shelf: Shelf, tmp_path: Path, question: str, expected: str) -> None:
    shelf.add(*(story(f"a{number}", text) for number, text in enumerate(_ARTICLES)))

    assert expected in [
        one.question for one in rewordings(question, shelf.opened(), load(tmp_path))
    ]


@pytest.mark.parametrize(
    "question", ["Who renewed NAFTA?", "What did Ann Lee say?", "What did the IMF lend?", ""]
)
def test_names_that_no_article_uses_are_not(shelf: Shelf, tmp_path: Path, question: str) -> None:
    shelf.add(*(story(f"a{number}", text) for number, text in enumerate(_ARTICLES)))

    assert rewordings(question, shelf.opened(), load(tmp_path)) == []


def test_another_name_is_needed_where_no_article_uses_the_one_that_was_typed(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.add(*(story(f"a{number}", text) for number, text in enumerate(_ARTICLES)))
    shelf.add(story("b", "Ministers of the United States met. The US delegation left early."))

    known = rewordings("Who led the US delegation?", shelf.opened(), load(tmp_path))
    unknown = rewordings("Who renewed CUSMA?", shelf.opened(), load(tmp_path))
    joined = rewordings("covid19 ward", shelf.opened(), load(tmp_path))

    assert [one.is_needed for one in known] == [False]
    assert {one.is_needed for one in unknown} == {True}
    assert {one.is_needed for one in joined} == {True}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Mueller say?", "What did Müller say?"),
        ("What did mueller say?", "What did Müller say?"),
        ("Who runs the baeckerei?", "Who runs the Bäckerei?"),
        ("What did Jörn Søgård sell?", "What did Joern Soegaard sell?"),
    ],
)
def test_umlauts_are_written_as_articles_write_them(
    shelf: Shelf, tmp_path: Path, question: str, expected: str
) -> None:
    shelf.add(
        story("a", "Herr Müller said that the Bäckerei would stay open until Easter."),
        story("b", "Joern Soegaard sold two ferries to Tarnow."),
    )

    found = rewordings(question, shelf.opened(), load(tmp_path))

    assert [one.question for one in found] == [expected]


@pytest.mark.parametrize(
    "question",
    [
        "When does the clinic open?",
        "Who is Noel Toews?",
        "Is the poet blue or true?",
        "Who goes there in shoes?",
    ],
)
def test_letters_that_no_article_writes_as_an_umlaut_stay(
    shelf: Shelf, tmp_path: Path, question: str
) -> None:
    shelf.add(
        story("a", "Nol Tows ran DOS on a pot of blu ink, and the tru gos shos were sold."),
        story("b", "Er sagte dös und trug shös, blü, trü und gös in Tarnow."),
    )

    assert rewordings(question, shelf.opened(), load(tmp_path)) == []
