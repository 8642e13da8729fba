"""Which kinds of replies count as right, where the words quoted do not decide it."""

import pytest
from msgspec import structs

from eval.conversations import Expect
from eval.questions import Case
from eval.records import Share
from eval.runs.asking import ask
from eval.runs.correctness import QuotedSpan, as_replied, has_right_kind, is_right
from eval.runs.judging import Judge
from eval.runs.targets import InProcess
from service.wire.answer import Answer, Choice
from tests.eval.replies import REFUSED

_HELP = structs.replace(REFUSED, reason="help")
_FOREIGN = structs.replace(REFUSED, reason="other_language")
_WHICH = structs.replace(REFUSED, choices=[Choice(name="Ada Holm"), Choice(name="Piet Vos")])

_TO_THE_SERVICE = Case(id="1", question="who are you", expect=Expect.CHATTER)
_AMBIGUOUS = Case(
    id="2", question="who is it", expect=Expect.CHOICES, answers=["Ada Holm", "Piet Vos"]
)
_GERMAN = Case(
    id="3", question="Wann?", answers=["Friday"], answerable=True, refusals=["other_language"]
)
_PLAIN = Case(id="4", question="When?", answers=["Friday"], answerable=True)


@pytest.mark.parametrize(
    ("case", "reply", "is_right", "expected"),
    [
        (_TO_THE_SERVICE, _HELP, False, True),
        (_TO_THE_SERVICE, REFUSED, False, False),
        (_AMBIGUOUS, _WHICH, False, True),
        (_AMBIGUOUS, REFUSED, False, False),
        (_GERMAN, _FOREIGN, False, True),
        (_GERMAN, REFUSED, False, False),
        (_GERMAN, REFUSED, True, True),
        (_PLAIN, _FOREIGN, False, None),
    ],
)
def test_the_set_says_which_kinds_of_replies_are_right(
    case: Case, reply: Answer, *, is_right: bool, expected: bool | None
) -> None:
    assert has_right_kind(case, reply, is_right=is_right) is expected


def test_a_refusal_that_is_as_good_as_an_answer_is_no_missing_answer() -> None:
    assert as_replied(_GERMAN, _FOREIGN).answerable is None
    assert as_replied(_GERMAN, REFUSED).answerable is True
    assert as_replied(_PLAIN, _FOREIGN).answerable is True


def test_an_answer_that_says_yes_where_the_words_say_no_is_wrong() -> None:
    case = Case(id="1", question="Will it end?", answers=["will not end"], verdict="no")
    words = QuotedSpan("The strike will not end.", "ferry", 0, 24)

    verdicts = {
        verdict: is_right(structs.replace(words, verdict=verdict), case)
        for verdict in (None, "no", "yes")
    }

    assert verdicts == {None: True, "no": True, "yes": False}


def test_a_question_to_the_service_is_wrong_when_an_article_answers_it(target: InProcess) -> None:
    case = structs.replace(_TO_THE_SERVICE, question="How many million euros did it cost?")

    record = Judge(target, None).record(case, ask(target, case, None))

    assert (record.answered, record.right, record.lost) == (True, False, "another kind of reply")
    assert record.scores["right kind of reply"].part == 0
    assert "answer recall@1" not in record.scores


def test_the_items_of_a_list_that_are_shown_are_counted(target: InProcess) -> None:
    case = Case(
        id="1",
        question="How many million euros did it cost?",
        answers=["41 million euros", "a toll"],
        together=True,
        answerable=True,
    )

    record = Judge(target, None).record(case, ask(target, case, None))

    assert record.scores["list items shown"] == Share(1, 2)
    assert record.scores["answer recall@1"] == Share(1)
