"""Questions about what lasts, which an old article answers as well as a new one."""

import pytest

from service.questions.time.lasting import asks_for_what_lasts


@pytest.mark.parametrize(
    "question",
    [
        "Who owns the Old Dry Dock?",
        "What is Concorde?",
        "What is New Glenn?",
        "who is nora quill",
        "What was Operation Overlord?",
        "When was the dry dock built?",
        "How old is the chapel?",
        "What does NATO stand for?",
    ],
)
def test_it_asks_for_what_lasts(question: str) -> None:
    assert asks_for_what_lasts(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the cup?",
        "Who is the new mayor?",
        "Who owns it now?",
        "What is Biden's plan?",
        "What is Apple planning?",
        "what is happening",
        "When was she found?",
        "What was built this week?",
        "Who founded the party in 2024?",
    ],
)
def test_news_and_named_times_do_not_last(question: str) -> None:
    assert not asks_for_what_lasts(question)
