"""SQuAD 2.0's best-threshold figures, from records."""

from eval.questions import Case
from eval.records import Record, Shown
from eval.runs.squad import best_threshold


def _record(id: str, text: str, confidence: float) -> Record:
    shown = Shown(
        quote=text, article="a", start=0, end=len(text), confidence=confidence, right=False
    )
    return Record(id=id, question="?", found=[shown], confidence=confidence)


def test_the_best_threshold_refuses_what_has_no_answer() -> None:
    cases = [
        Case(id="1", question="?", answers=["two red cats"], answerable=True),
        Case(id="2", question="?", answers=["dogs"], answerable=True),
        Case(id="3", question="?", answerable=False),
    ]
    records = [_record("1", "two red", 0.9), _record("2", "dogs", 0.7), _record("3", "cats", 0.4)]

    exact, f1 = best_threshold(cases, records)

    # Answering 1 and 2 and refusing 3: exact 0 + 1 + 1; F1 of "two red" is 2*2/(2+3) = 0.8.
    assert exact.value == 2 / 3
    assert f1.value == (0.8 + 1 + 1) / 3


def test_sets_without_unanswerable_questions_have_no_threshold() -> None:
    cases = [Case(id="1", question="?", answers=["dogs"], answerable=True)]

    assert best_threshold(cases, [_record("1", "dogs", 0.5)]) == []
