"""Pairs written by hand: which say the same."""

from pathlib import Path

import pytest

from service.answers.statements.merging import merge
from tests.service.answers.claims.candidates import candidate

_PAIRS = Path(__file__).with_name("pairs.txt").read_text(encoding="utf-8")
_SAME, _OTHER = (part.strip().splitlines()[1:] for part in _PAIRS.split("# ")[1:])


@pytest.mark.parametrize("pair", _OTHER)
def test_sentences_that_say_something_else_are_answers_of_their_own(pair: str) -> None:
    one, other = pair.split(" | ")

    statements = merge([candidate(one, "a"), candidate(other, "b")])

    assert len(statements) == 2


@pytest.mark.parametrize("pair", _SAME)
def test_sentences_that_say_the_same_are_one_answer(pair: str) -> None:
    one, other = pair.split(" | ")

    statements = merge([candidate(one, "a"), candidate(other, "b")])

    assert [member.article.id for member in statements[0].members] == ["a", "b"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(("2025-05-13", "2025-05-14"), 1), (("2025-05-13", "2025-05-20"), 2), ((None, None), 1)],
)
def test_a_weekday_counts_from_the_day_of_its_article(
    days: tuple[str | None, str | None], expected: int
) -> None:
    text = "The council approved the Redmill budget on Tuesday."

    statements = merge(
        [candidate(text, "a", published=days[0]), candidate(text, "b", published=days[1])]
    )

    assert len(statements) == expected


def test_a_statement_that_agrees_with_only_one_member_does_not_join() -> None:
    short = candidate("Ana Lee won the mayoral race after a recount.", "a")
    lyon = candidate("Ana Lee won the mayoral race after a recount in Lyon.", "b")
    oslo = candidate("Ana Lee won the mayoral race after a recount in Oslo.", "c")

    statements = merge([short, lyon, oslo])

    assert [len(statement.members) for statement in statements] == [2, 1]


def test_a_copy_whose_cut_tail_held_the_answer_is_not_cited_for_it() -> None:
    whole = candidate("The ferry sank off Lima, killing 14 sailors.", "a", answer="14 sailors")
    cut = candidate("The ferry sank off Lima.", "b", answer="sank off Lima")

    assert len(merge([whole, cut])) == 2


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        (("The fire broke out in Lyon at noon. ", "The fire broke out in Oslo at noon. "), 2),
        (
            (
                "The fire broke out in Lyon at noon. ",
                "At noon fire struck Lyon, said Lyon police. ",
            ),
            1,
        ),
        (("", "The fire broke out in Oslo at noon. "), 1),
    ],
)
def test_a_sentence_without_names_is_about_what_its_article_is_about(
    around: tuple[str, str], expected: int
) -> None:
    text = "No one was injured."

    statements = merge(
        [candidate(text, id, around=(before, "")) for id, before in zip("ab", around, strict=True)]
    )

    assert len(statements) == expected


def test_people_of_one_surname_are_not_one_person() -> None:
    text = "Carney will leave the committee in June."
    around = ("Mark Carney spoke first. ", "Diana Carney spoke first. ")

    statements = merge(
        [candidate(text, id, around=(before, "")) for id, before in zip("ab", around, strict=True)]
    )

    assert len(statements) == 2


@pytest.mark.parametrize(
    ("one", "other", "language", "expected"),
    [
        ("Lee wird klagen.", "Lee wird nicht klagen.", "de", 2),
        ("Lee wird klagen.", "Lee wird klagen, teilte er mit.", "de", 1),
        ("Lee gewann 3,2 Millionen.", "Lee gewann 32 Millionen.", "de", 2),
        ("Lee ganó la carrera.", "Lee no ganó la carrera.", "es", 2),
        ("Lee ganó la carrera.", "Lee ganó la carrera.", "es", 1),
        ("Lee ganó la carrera.", "Kim ganó la carrera.", None, 2),
        ("Lee a signé le traité.", "Lee n’a pas signé le traité.", "fr", 2),
        ("Lee a signé le traité.", "Lee aurait signé le traité.", "fr", 2),
    ],
)
def test_other_languages_are_only_compared_word_for_word(
    one: str, other: str, language: str | None, expected: int
) -> None:
    statements = merge(
        [candidate(one, "a", language=language), candidate(other, "b", language=language)]
    )

    assert len(statements) == expected
