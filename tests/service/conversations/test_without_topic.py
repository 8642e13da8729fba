"""A topic that nobody typed, left out where somebody said nothing on it."""

import pytest
from msgspec import structs

from service.conversations.without_topic import without_added_topic
from service.questions.followups.resolution import Act, Narrowing, Replaced, Resolution

TOPIC = "the Heron Bridge"


def _meant(words: str, meaning: str = TOPIC, discussed: tuple[str, ...] = ("a",)) -> Resolution:
    return Resolution(
        act=Act.ASK,
        searched="What did Bo Lind say about the Heron Bridge?",
        replaced=(Replaced(words=words, meaning=meaning, turn=1),),
        discussed=discussed,
    )


@pytest.mark.parametrize("words", ["", "it", "that"])
def test_an_added_topic_gives_way_to_the_articles_under_discussion(words: str) -> None:
    wider = without_added_topic(_meant(words))

    assert wider is not None
    assert wider.searched == "What did Bo Lind say?"
    assert wider.narrowing == Narrowing(article_ids=("a",))


def test_a_pronoun_that_stands_for_nothing_named_gives_way() -> None:
    meant = structs.replace(_meant("she", "Bo Lind"), searched="What did Bo Lind say about it?")

    wider = without_added_topic(meant)

    assert wider is not None
    assert wider.searched == "What did Bo Lind say?"


@pytest.mark.parametrize(
    "meant",
    [
        _meant("he", "Bo Lind"),
        _meant("", "What did Elena Ruiz say about the Heron Bridge"),
        _meant("it", discussed=()),
    ],
)
def test_a_topic_that_was_typed_or_kept_stays(meant: Resolution) -> None:
    assert without_added_topic(meant) is None
