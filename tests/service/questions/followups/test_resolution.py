"""What is read of a question that was made to stand alone."""

import pytest

from service.questions.followups.resolution import Act, Replaced, Resolution


@pytest.mark.parametrize(
    ("searched", "words", "meaning", "read"),
    [
        ("When was it built (the mill)?", "", "the mill", "When was it built?"),
        ("Who led it (the mill, Bo Lind)", "", "the mill", "Who led it"),
        ("How did sales (cereals) develop (biscuits)?", "biscuits", "biscuits", None),
        ("What is the EU (European Union)?", "it", "the EU (European Union)", None),
        ("Who won (the cup)?", "", "the league", None),
        ("Who built the mill?", "", "the mill", None),
    ],
)
def test_a_topic_that_nobody_typed_is_searched_for_and_not_read(
    searched: str, words: str, meaning: str, read: str | None
) -> None:
    replaced = (Replaced(words=words, meaning=meaning, turn=1),)

    meant = Resolution(act=Act.ASK, searched=searched, replaced=replaced)

    assert meant.read == (searched if read is None else read)
    assert bool(meant.unread_topic) is (read is not None)
