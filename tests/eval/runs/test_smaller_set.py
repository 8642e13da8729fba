"""Samples: the same by seed, and never without the articles they need."""

import pytest

from eval.questions import Case, Evidence, Kind, QuestionSet
from eval.runs.smaller_set import one_part, smaller_set
from index.errors import InvalidFieldError
from index.records import Document


def _set(passage_given: bool = False) -> QuestionSet:
    return QuestionSet(
        name="some",
        kind=Kind.ANSWERS,
        cases=[
            Case(id=f"q{n}", question="?", evidence=[Evidence(article=f"a{n}")]) for n in range(100)
        ],
        documents=[Document(id=f"a{n}", text="Text.", format="txt", origin="") for n in range(300)],
        passage_given=passage_given,
    )


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    ids = [[case.id for case in smaller_set(_set(), 10, None, seed).cases] for seed in (1, 1, 2)]

    assert ids[0] == ids[1] != ids[2]
    assert len(set(ids[0])) == 10


def test_articles_with_evidence_come_first() -> None:
    chosen = smaller_set(_set(), 10, 25, seed=1)

    ids = {document.id for document in chosen.documents or ()}
    assert len(ids) == 25
    assert {evidence.article for case in chosen.cases for evidence in case.evidence} <= ids


def test_evidence_is_kept_even_beyond_the_number_asked_for() -> None:
    chosen = smaller_set(_set(), 10, 3, seed=1)

    assert len(chosen.documents or ()) == 10


def test_if_each_question_has_its_passage_only_those_are_indexed() -> None:
    assert len(smaller_set(_set(passage_given=True), 10, None, seed=1).documents or ()) == 10
    assert len(smaller_set(_set(passage_given=True), None, None, seed=1).documents or ()) == 300


def test_the_parts_of_a_set_have_no_question_in_common_and_miss_none() -> None:
    parts = [{case.id for case in one_part(_set(), f"{n}/3").cases} for n in (1, 2, 3)]

    assert sum(map(len, parts)) == 100
    assert len(set.union(*parts)) == 100
    assert all(parts)


@pytest.mark.parametrize("wanted", ["", "2", "0/2", "3/2", "a/b", "1/2/3", "-1/2"])
def test_an_invalid_part_is_refused(wanted: str) -> None:
    with pytest.raises(InvalidFieldError, match="part"):
        one_part(_set(), wanted)
