"""Replies without a search, in the reader's language."""

import pytest

from prompts import languages, say
from service.conversations.replies import ask_back, chat_back
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import OfferedChoice


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("topic", ["greeting", "thanks", "goodbye", "help"])
def test_courtesies_are_returned(topic: str, language: str) -> None:
    meant = Resolution(act=Act.CHAT, searched="hi", topic_of_chat=topic)

    answer = chat_back(meant, language)

    assert (answer.status, answer.reason) == ("no_answer", topic)
    assert answer.text == say(f"answer_{topic}", language)


def test_of_several_meanings_each_is_a_choice_to_ask() -> None:
    meant = Resolution(
        act=Act.CHOOSE,
        searched="which fire?",
        choices=(
            OfferedChoice(name="the fire of March", question="How big was the fire of March?"),
            OfferedChoice(name="the fire of May", question="How big was the fire of May?"),
        ),
    )

    answer = ask_back(meant, "en")

    assert answer.reason == "which_meaning"
    assert "“the fire of March”, “the fire of May”" in answer.text
    assert [choice.question for choice in answer.choices] == [
        "How big was the fire of March?",
        "How big was the fire of May?",
    ]
