"""What several wordings of a follow-up find."""

import pytest

from index.records import Article, Span
from service.answers.statements.wordings import agreed
from service.candidates import Candidate

_ARTICLE = Article(
    id="pool", collection="default", version="1", text="x" * 100, format="txt", origin="a"
)


def _candidate(start: int, confidence: float, version: int = 1) -> Candidate:
    return Candidate(
        article=_ARTICLE,
        version_pk=version,
        quote=Span(start, start + 10),
        confidence=confidence,
    )


def _told(found: list[Candidate]) -> list[tuple[int, float]]:
    return [(one.quote.start, round(one.confidence, 3)) for one in found]


def test_what_another_wording_finds_first_as_well_is_surer() -> None:
    found = agreed([_candidate(0, 0.5), _candidate(20, 0.4)], [_candidate(20, 0.6)])

    assert _told(found) == [(20, 0.696), (0, 0.25)]


def test_what_no_other_wording_finds_first_is_doubted() -> None:
    found = agreed([_candidate(0, 0.7)], [])

    assert _told(found) == [(0, 0.35)]


def test_what_only_the_others_find_is_a_candidate_too() -> None:
    found = agreed([], [_candidate(40, 0.5), _candidate(40, 0.5)])

    assert _told(found) == [(40, 0.65)]


def test_what_a_single_other_wording_finds_unsurely_is_doubted() -> None:
    found = agreed([], [_candidate(0, 0.4), _candidate(20, 0.7)])

    assert _told(found) == [(20, 0.7), (0, 0.2)]


def test_the_same_place_of_another_version_is_another_place() -> None:
    found = agreed([_candidate(0, 0.5)], [_candidate(0, 0.7, version=2)])

    assert _told(found) == [(0, 0.7), (0, 0.25)]


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_confidence_stays_between_nothing_and_certainty(confidence: float) -> None:
    (found,) = agreed([_candidate(0, confidence)], [_candidate(0, 1.0)])

    assert found.confidence == 1.0
