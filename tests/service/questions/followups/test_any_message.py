"""Laws that hold for every message, however odd."""

from hypothesis import given
from hypothesis import strategies as st

from index.followers.open_collection import OpenCollection
from service.questions.followups.resolution import Act
from tests.service.questions.followups.conftest import Talk

_WORDS = st.sampled_from(
    """and no what who how many why when was is did the a it he she they there that this only just
    not him her his second one mayor bridge ruiz lind kelp 2024 ledger say said about on in of from
    ? , . ... “ ” ( ) source sure thanks else both two et und y qu'a 🙏 's""".split()
)
_MESSAGES = st.lists(_WORDS, min_size=1, max_size=12).map(" ".join) | st.text(
    min_size=1, max_size=80
).map(lambda text: " ".join(text.split()) or "?")


@given(messages=st.lists(_MESSAGES, min_size=1, max_size=4))
def test_any_message_after_any_others_means_something(
    town: OpenCollection, messages: list[str]
) -> None:
    talk = Talk(town).shows(
        "what did elena ruiz say about the heron bridge", ("bridge", "$41 million")
    )

    for message in messages:
        found = talk.ask(message)
        talk.shows(message)

        assert found.searched.strip()
        assert all(0 < replaced.turn <= len(talk.turns) for replaced in found.replaced)
        assert (found.act is Act.CHOOSE) == bool(found.choices)


def test_long_messages_are_questions_of_their_own(talk: Talk) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", ("bridge", "$41 million"))
    message = "and what about this, " * 500

    found = talk.ask(message.strip())

    assert found.act is Act.ASK
