"""What sort of words a question asks for."""

import pytest

from service.questions.kinds.expected_types import types_asked_for
from service.questions.understand import Kind, understand


@pytest.mark.parametrize(
    ("question", "types"),
    [
        ("How long was the road closed?", "duration"),
        ("For how long was the ferry out of service?", "duration"),
        ("how many weeks did the strike last", "duration"),
        ("How long is the new bridge?", "distance duration"),
        ("How far is the shelter from the school?", "distance"),
        ("How tall is the tower?", "distance"),
        ("How old is the chapel?", "age"),
        ("At what age did he retire?", "age"),
        ("How hot was it in Phoenix?", "temperature"),
        ("What was the temperature on Monday?", "temperature"),
        ("What share of voters stayed home?", "share"),
        ("How many per cent agreed?", "share"),
        ("What was the final score?", "score"),
        ("By how much did rents rise?", "difference"),
        ("How much more does the new ticket cost?", "difference"),
        ("How much cheaper is the bus?", "difference"),
        ("How much is a ticket?", "money"),
        ("What is the price of a ticket?", "money"),
        ("What did the house cost?", "money"),
        ("How many boats were lost?", "count"),
        ("How many of the boats were lost?", "count share"),
        ("How many tickets were sold?", "count"),
        ("How many drivers were fined after the race?", "count"),
        ("How many million euros did the tram cost?", "money"),
        ("How many posts will be cut?", "count difference"),
        ("How many more ferries are needed?", "difference"),
        ("What time does the pool open?", "time"),
        ("Pilots Herons kick-off time", "time"),
        ("Which day did it open?", "date"),
        ("Since when has it been closed?", "date time"),
        ("Until when is the bridge closed?", "date time"),
        ("Is it known when the bridge will reopen?", "date time"),
    ],
)
def test_its_words_tell_the_type_of_the_answer(question: str, types: str) -> None:
    assert sorted(types_asked_for(question)) == types.split()


@pytest.mark.parametrize(
    "question",
    [
        "What drove prices up?",
        "What was the price war about?",
        "Did 40 percent of voters stay home?",
        "What happened when it closed?",
        "Did he resign when the report came out?",
        "Which film won in 2023?",
        "What time zone is it in?",
        "How did the fire start?",
        "How high are mortgage rates?",
    ],
)
def test_other_questions_ask_for_words_of_any_type(question: str) -> None:
    assert not types_asked_for(question)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What happened when it closed?", Kind.OTHER),
        ("Who was mayor when the bridge fell?", Kind.WHO),
        ("What was the temperature on Monday?", Kind.NUMBER),
        ("What was the final score?", Kind.NUMBER),
        ("What time does the pool open?", Kind.WHEN),
    ],
)
def test_the_type_tells_the_kind(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind
