from eval.records import Record, Share
from eval.reports.worst import LIMIT, Failure, worst
from tests.eval.reports.samples import record


def test_the_worst_cases_are_ordered_by_harm() -> None:
    records = [
        record("fine", right=True, confidence=0.9),
        record("rightly refused", right=False, answered=False, answerable=False),
        record("missed refusal", right=False, confidence=0.7, answerable=False),
        record("held back wrong", right=False, confidence=0.3, answered=False),
        record("held back right", right=True, confidence=0.2, answered=False),
        record("a little wrong", right=False, confidence=0.4),
        record("very wrong", right=False, confidence=0.95),
        record("failed", right=True, error="timed out"),
    ]

    found = worst(records)

    assert [(case.record.id, case.failure) for case in found] == [
        ("failed", Failure.ERROR),
        ("very wrong", Failure.WRONG),
        ("missed refusal", Failure.WRONG),
        ("a little wrong", Failure.WRONG),
        ("held back right", Failure.REFUSED),
        ("held back wrong", Failure.REFUSED),
    ]


def test_each_case_says_why_it_is_there() -> None:
    records = [
        record("a", right=False, confidence=0.95, lost="wrong span"),
        record("b", right=False, confidence=0.7, answerable=False),
        record("c", right=True, confidence=0.2, answered=False, reason="too unsure"),
        record("d", right=True, error="timed out"),
    ]

    found = {case.record.id: case.why for case in worst(records)}

    assert found == {
        "a": "Answered wrongly with confidence .950; lost at the stage “wrong span”.",
        "b": "Answered wrongly with confidence .700, although the articles contain no answer.",
        "c": "Refused: the best candidate was right, with confidence .200; "
        "the service said: too unsure.",
        "d": "timed out",
    }


def test_no_more_than_the_limit_is_shown() -> None:
    records = [record(str(n), right=False, confidence=n / 100) for n in range(80)]

    found = worst(records)

    assert len(found) == LIMIT
    assert found[0].record.id == "79"


def test_without_judgements_the_lowest_scores_are_the_worst() -> None:
    pages = [Record(id=f"{f1}", question="", scores={"body F1": Share(f1)}) for f1 in (1, 0.2, 0.9)]

    found = worst(pages, "body F1")

    assert [(case.record.id, case.failure) for case in found] == [
        ("0.2", Failure.LOW),
        ("0.9", Failure.LOW),
    ]
    assert found[0].why == "body F1 is .200."


def test_a_known_loss_counts_where_there_is_no_notion_of_an_answer() -> None:
    lost = Record(id="1", question="", lost="outranked")

    (found,) = worst([lost, Record(id="2", question="")])

    assert (found.record.id, found.failure) == ("1", Failure.MISSED)


def test_a_refusal_is_false_only_where_an_answer_is_known() -> None:
    nobody_knows = Record(id="1", question="", answered=False)
    known_loss = Record(id="2", question="", answered=False, lost="not read")

    found = worst([nobody_knows, known_loss])

    assert [case.record.id for case in found] == ["2"]


def test_what_is_held_out_is_never_listed() -> None:
    records = [record("a", right=False, group="dev"), record("b", right=False, group="held_out")]

    assert [case.record.id for case in worst(records)] == ["a"]
