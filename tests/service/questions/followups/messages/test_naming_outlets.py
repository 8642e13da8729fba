"""Questions for what one outlet reported."""

import pytest

from tests.service.questions.followups.conftest import Talk


@pytest.mark.parametrize(
    ("message", "searched", "outlet"),
    [
        (
            "How much did the bridge cost, according to the Harbor Ledger?",
            "How much did the bridge cost?",
            "Harbor Ledger",
        ),
        ("According to the Ledger, who was 91?", "who was 91?", "Harbor Ledger"),
        ("who voted against it, only in the Tidewater Wire", "who voted against it?", None),
        ("What did the Wire report about kelp?", "tell me about kelp", "Tidewater Wire"),
        ("what did the harbor ledger write about the bridge", "tell me about the bridge", None),
    ],
)
def test_a_first_question_is_limited_to_the_outlet_that_it_names(
    talk: Talk, message: str, searched: str, outlet: str | None
) -> None:
    found = talk.ask(message)

    assert found.searched == searched
    assert len(found.narrowing.outlets) == 1
    assert outlet is None or found.narrowing.outlets == (outlet,)


@pytest.mark.parametrize(
    "message",
    [
        "How many died, according to the union of dockers?",
        "What did Elena Ruiz say about kelp?",
        "What did the council report about kelp?",
        "Who voted against it, according to the mayor?",
        "What did the daily news write about kelp?",
    ],
)
def test_what_is_no_outlet_limits_nothing(talk: Talk, message: str) -> None:
    found = talk.ask(message)

    assert found.searched == message
    assert found.narrowing.outlets == ()
