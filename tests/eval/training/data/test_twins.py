"""Questions changed into others: what is left of their passage, and what they ask."""

import pytest

from eval.training.data.material import Asked, Material
from eval.training.data.twins import CHANGES, cut, elsewhere, keywords, misspelt, swapped
from eval.training.recipe import UNANSWERED
from index.records import Span

FERRY = (
    "The ferry to Skagen left at noon in May 2019. Captain Ines Duarte blamed fog for the delay. "
    "Passengers waited for two hours in the harbour hall. The shipping line of Ines Duarte paid."
)
BRIDGE = "The delay of the ferry was the first since the fog of 1998. Nobody blamed the harbour."
QUESTION = "Who blamed fog for the first delay of Skagen in 2019?"


@pytest.fixture
def material() -> Material:
    start = FERRY.index("Ines Duarte")
    asked = Asked(id="1", question=QUESTION, passage=0, spans=(Span(start, start + 11),))
    return Material(name="own", passages=[FERRY, BRIDGE], asked=[asked], heads=["Fog", "Fog"])


def test_what_is_left_holds_no_sentence_with_the_answer(material: Material) -> None:
    changed = cut(material)

    (asked,) = changed.asked
    assert changed.passages[asked.passage] == (
        "The ferry to Skagen left at noon in May 2019. "
        "Passengers waited for two hours in the harbour hall."
    )
    assert (asked.question, asked.spans, asked.relevant) == (QUESTION, (), False)


def test_another_passage_of_the_article_is_about_the_question_without_an_answer(
    material: Material,
) -> None:
    changed = elsewhere(material)

    (asked,) = changed.asked
    assert changed.passages[asked.passage] == BRIDGE
    assert not asked.spans
    assert not asked.relevant


def test_a_definition_is_not_sought_in_another_passage(material: Material) -> None:
    (asked,) = material.asked
    who = Asked(id="2", question="Who is Ines Duarte?", passage=0, spans=asked.spans)

    changed = elsewhere(Material(name="own", passages=material.passages, asked=[who],
                                 heads=material.heads))  # fmt: skip

    assert not changed.asked


@pytest.mark.parametrize("number", range(20))
def test_one_thing_in_a_question_is_exchanged(material: Material, number: int) -> None:
    (asked,) = material.asked
    again = Asked(id=f"{number}", question=QUESTION, passage=0, spans=asked.spans)

    changed = swapped(Material(name="own", passages=[FERRY], asked=[again], heads=["Fog"]))

    (found,) = changed.asked
    before, after = QUESTION.rstrip("?").split(), found.question.rstrip("?").split()
    (pair,) = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert pair[0] in {"first", "Skagen", "2019"}
    assert not found.spans


def test_keywords_keep_the_answer_and_lose_the_words_between(material: Material) -> None:
    changed = keywords(material)

    (asked,) = changed.asked
    words = set(asked.question.lower().split())
    assert {"blamed", "fog", "delay", "skagen", "2019"} <= words
    assert not words & {"for", "the", "of", "in"}
    (span,) = asked.spans
    assert changed.passages[asked.passage][span.start : span.end] == "Ines Duarte"


def test_mistakes_are_in_one_or_two_longer_words(material: Material) -> None:
    changed = misspelt(material)

    (asked,) = changed.asked
    before, after = QUESTION.split(), asked.question.split()
    wrong = [one for one, other in zip(before, after, strict=True) if one != other]
    assert 1 <= len(wrong) <= 2
    assert all(len(word) >= 5 for word in wrong)
    assert asked.spans == material.asked[0].spans


def test_a_set_is_always_changed_in_the_same_way(material: Material) -> None:
    for change in CHANGES.values():
        assert change(material) == change(material)
    assert set(CHANGES) > UNANSWERED
