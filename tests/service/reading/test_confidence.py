"""Probabilities of candidates from what ranks them and what decides."""

import pytest
from msgspec import structs

from index.records import Article, Span
from service.candidates import Candidate
from service.reading.confidence import SHARE, ConfidenceModel, Weights, shares

TEXT = "It cost 41 million. It cost 52 million. It rained."


def candidate(start: int, end: int, good: float) -> Candidate:
    article = Article(id="a", collection="c", version="v", text=TEXT, format="text", origin="a")
    return Candidate(article=article, version_pk=1, quote=Span(start, end), features={"good": good})


def test_shares_are_those_of_answers_not_of_their_places() -> None:
    assert shares([1.0, 1.0], ["a", "b"]) == pytest.approx([0.5, 0.5])
    assert shares([1.0, 1.0, 1.0], ["a", "b", "a"]) == pytest.approx([2 / 3, 1 / 3, 2 / 3])
    assert shares([800.0, -800.0], ["a", "b"]) == pytest.approx([1.0, 0.0])
    assert shares([], []) == []
    # "Lamb" and "a teacher, Lamb" are one answer; no words at all are another.
    assert shares([1.0] * 3, ["lamb", "teacher lamb", "of"]) == pytest.approx([2 / 3, 2 / 3, 1 / 3])


def test_the_first_is_less_sure_the_nearer_the_second() -> None:
    deciding = Weights(bias=-1.0, features={SHARE: 3.0})
    model = ConfidenceModel(bias=0.0, features={"good": 1.0}, deciding=deciding)

    clear = model.score([candidate(0, 19, 4.0), candidate(20, 39, 0.0)])
    close = model.score([candidate(0, 19, 4.0), candidate(20, 39, 3.9)])

    assert clear[0].confidence > close[0].confidence >= close[1].confidence


def test_what_overlaps_a_better_one_takes_no_share() -> None:
    deciding = Weights(bias=-1.0, features={SHARE: 3.0})
    model = ConfidenceModel(bias=0.0, features={"good": 1.0}, deciding=deciding)
    one, other = candidate(0, 19, 4.0), candidate(20, 39, 0.0)

    alone = model.score([one, other])
    beside = model.score([one, structs.replace(one, features={"good": 3.9}), other])

    assert [c.confidence for c in beside] == [c.confidence for c in alone]
