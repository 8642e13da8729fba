"""The law is checked from outside: a checker that cannot fail would be worth nothing."""

from typing import Any

import pytest
from msgspec import structs

from eval.runs.law import Law
from eval.runs.targets import InProcess
from service.wire.answer import Answer, Highlight
from service.wire.asking import AskRequest

QUESTION = AskRequest(question="What did the bridge cost?", max_answers=1)


def test_every_answer_keeps_the_law(target: InProcess) -> None:
    answer = target.ask(QUESTION)

    assert answer.citations
    assert Law(target, None).violations(answer) == []


@pytest.mark.short(3)
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"start": 1}, "the article has other words at these offsets"),
        ({"quote": "It cost 40 million euros."}, "the article has other words at these offsets"),
        ({"version": "0" * 64}, "no such article and version"),
        ({"article_id": "nowhere"}, "no such article and version"),
        ({"start_utf16": 0}, "in UTF-16, not 0"),
        ({"sha256": "0" * 64}, "the hash does not match the quote"),
    ],
)
def test_a_changed_citation_breaks_it(
    target: InProcess, change: dict[str, Any], fault: str
) -> None:
    answer = target.ask(QUESTION)
    changed = structs.replace(answer.citations[0], **change)

    found = Law(target, None).violations(structs.replace(answer, citations=[changed]))

    assert any(fault in words for words in found), found


def test_an_answer_that_cites_other_words_or_nothing_breaks_it(target: InProcess) -> None:
    answer = target.ask(QUESTION)

    assert _faults(target, answer, quote="Other words.") == [
        "answer 1: its first citation has another quote"
    ]
    assert _faults(target, answer, citations=[]) == ["answer 1: nothing is cited"]
    assert _faults(target, answer, highlight=Highlight(0, 3, "New")) == [
        "answer 1: its highlight is not among its highlights"
    ]


def test_highlights_stand_in_the_quote_one_after_another(target: InProcess) -> None:
    answer = target.ask(QUESTION)
    start, quote = answer.citations[0].start, answer.answers[0].quote
    first, second = (Highlight(start + a, start + b, quote[a:b]) for a, b in ((0, 3), (5, 8)))
    fault = ["answer 1: the highlights are not in the quote, in order"]

    assert _faults(target, answer, highlight=None, highlights=[first, second]) == []
    assert _faults(target, answer, highlight=None, highlights=[second, first]) == fault
    assert _faults(target, answer, highlight=None, highlights=[first, first]) == fault
    assert _faults(target, answer, highlight=None, highlights=[Highlight(0, 3, "New")]) == fault


def _faults(target: InProcess, answer: Answer, **change: Any) -> list[str]:
    item = structs.replace(answer.answers[0], **change)
    return Law(target, None).violations(structs.replace(answer, answers=[item]))
