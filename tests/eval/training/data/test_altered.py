"""Questions about somebody else: another name or number of the passage, never an answer."""

import random

import pytest

from eval.training.data.altered import altered

PASSAGE = (
    "In 2024 the mayor, Ann Lee, opened the bridge with Carlos Diaz and Porto Builders. It cost 30 "
    "million euros, 12 more than planned. Officials praised Maria Silva for the design in 2019."
)


def _all(question: str, answers: list[str]) -> set[str]:
    found = (altered(question, PASSAGE, answers, random.Random(seed)) for seed in range(60))
    return {one for one in found if one is not None}


def test_a_name_becomes_another_name_of_the_passage() -> None:
    found = _all("What did Ann Lee open?", ["the bridge"])

    assert found == {
        "What did Carlos Diaz open?",
        "What did Porto Builders open?",
        "What did Maria Silva open?",
    }


def test_a_number_becomes_another_number() -> None:
    found = _all("what did the mayor open in 2024?", ["the bridge"])

    assert found == {f"what did the mayor open in {n}?" for n in ("30", "12", "2019")}


def test_no_answer_is_put_into_the_question() -> None:
    found = _all("Who opened the bridge with Maria Silva?", ["Carlos Diaz", "Ann Lee"])

    assert found == {"Who opened the bridge with Porto Builders?"}


@pytest.mark.parametrize("question", ["what was opened?", "", "Who?", "What did the mayor do?"])
def test_a_question_without_a_name_or_number_stays(question: str) -> None:
    assert _all(question, ["the bridge"]) == set()


def test_words_that_only_begin_a_sentence_are_no_names() -> None:
    assert not any("Officials" in found for found in _all("What did Ann Lee open?", []))
