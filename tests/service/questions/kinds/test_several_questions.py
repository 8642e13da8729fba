"""Which messages ask several questions, and where one ends."""

import pytest

from service.questions.kinds.several_questions import asked_of_two, divided

SEVERAL = """\
When does the pool reopen and who pays for it?
what was decided? and who voted against?
What did Carney say about tariffs and how does he see visas?
What happened in Kestrel Bay and how many people were injured?
How much did it cost, and who paid?
Who scored and who was sent off?
Was the bridge repaired and will the council pay for it?
Why did she resign and did the council accept it?
Is he married and does he have children?
Wann öffnet das Bad? Wer bezahlt es?"""

ONE = """\
Who wrote and directed it?
When and where was she born?
Who won and why?
What did Ruiz say about the levy and who pays for it?
Do you know what happened and who did it?
Who was mayor in 2024 and was the first woman in office?
Who said when and where the summit takes place?
What did Carney and what did Sheinbaum say?
Really? When did it open?
The Gannet Bridge? When does it open?
How do Ruiz and Okafor differ on the plan?
What is the difference between the ferry and what they have now?
Was it the bridge or the road that closed, and why?
What was decided? I read that nobody voted against it."""


@pytest.mark.parametrize("message", SEVERAL.splitlines())
def test_questions_with_a_verb_each_are_several(message: str) -> None:
    assert len(divided(message)) == 2


@pytest.mark.parametrize("message", ONE.splitlines())
def test_what_has_one_answer_is_one_question(message: str) -> None:
    assert divided(message) == [message]


def test_each_question_is_written_as_one() -> None:
    parts = divided("when was it closed? why? and who paid for the repair")

    assert parts == ["When was it closed?", "Why?", "Who paid for the repair?"]


def test_more_questions_than_are_answered_at_once_are_left_as_they_are() -> None:
    message = "Who won? Who lost? Who scored? Who was hurt?"

    assert divided(message) == [message]


_PEOPLE = {"Lee", "Ann Ray", "Ray", "Procter and Gamble"}


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("What did Lee and Ann Ray say?", ["What did Lee say?", "What did Ann Ray say?"]),
        (
            "what did Lee and Ray say about the bus station",
            ["what did Lee say about the bus station?", "what did Ray say about the bus station?"],
        ),
        ("What did Procter and Gamble say?", ["What did Procter and Gamble say?"]),
        ("What did Lee and the council say?", ["What did Lee and the council say?"]),
        ("What did Lee say and when?", ["What did Lee say and when?"]),
        ("What did Lee and Ray agree on?", ["What did Lee and Ray agree on?"]),
    ],
)
def test_two_peoples_words_are_two_questions(text: str, questions: list[str]) -> None:
    assert asked_of_two(text, _PEOPLE.__contains__) == questions
