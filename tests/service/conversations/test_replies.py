"""Replies without a search, in the reader's language."""

import pytest

from prompts import languages, say
from service.conversations.replies import ask_back, chat_back
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import OfferedChoice
from tests.conftest import Shelf, story


@pytest.mark.short(8)
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("topic", ["greeting", "thanks", "goodbye", "help"])
def test_courtesies_are_returned(shelf: Shelf, topic: str, language: str) -> None:
    meant = Resolution(act=Act.CHAT, searched="hi", topic_of_chat=topic)

    answer = chat_back(meant, shelf.opened(), language)

    assert (answer.status, answer.reason) == ("no_answer", topic)
    assert answer.text == say(f"answer_{topic}", language)


@pytest.mark.short(6)
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("topic", ["who", "person", "how", "origins", "privacy", "languages"])
def test_questions_about_us_get_a_sentence_of_ours(shelf: Shelf, topic: str, language: str) -> None:
    meant = Resolution(act=Act.CHAT, searched="who are you", topic_of_chat=topic)

    answer = chat_back(meant, shelf.opened(), language)

    assert (answer.status, answer.reason) == ("no_answer", "help")
    assert answer.text == say(f"answer_us_{topic}", language)


def test_how_many_articles_there_are_is_counted(shelf: Shelf) -> None:
    shelf.add(story("one", "A bridge closed.", published="2025-03-04"), story("two", "It opened."))
    meant = Resolution(act=Act.CHAT, searched="how many", topic_of_chat="holdings")

    dated = chat_back(meant, shelf.opened(), "en").text
    shelf.library.remove(shelf.collection, "one")
    undated = chat_back(meant, shelf.opened(), "en").text

    assert dated == "Articles in this collection: 2. Published: 2025-03-04."
    assert undated == "Articles in this collection: 1."


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
