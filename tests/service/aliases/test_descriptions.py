"""What articles call a thing besides its name, and somebody's words about it under that."""

from pathlib import Path

import pytest

from service.aliases.descriptions import Described, described
from service.aliases.names import load
from service.engine import Engine
from service.settings import load as load_settings
from service.wire.asking import AskRequest
from tests.conftest import Shelf, story

_COMPACT = (
    "TARNOW — Five counties renewed the Brellin Compact, the water treaty that they signed in 1974,"
    " on Monday.\n\n"
    "Their delegates had met for two days in a hotel, where it rained through the roof.\n\n"
    "A choir sang before dinner, and the mayors of four towns gave speeches.\n\n"
    "“This treaty has kept the river full in every dry summer since,” said Ada Okafor, who leads"
    " the water office of Tarnow. She had come by train.\n\n"
    "The counties will meet again in May."
)
_OTHER = (
    "Ada Okafor opened a swimming pool in Velden on Friday.\n\n"
    "“The treaty of the two swimming clubs is a joy,” Okafor said."
)


@pytest.mark.short(4)
@pytest.mark.parametrize(
    ("text", "topic", "expected"),
    [
        (
            "They renewed the Brellin Compact, the water treaty of five counties, on Monday.",
            "the Brellin Compact",
            ["the water treaty"],
        ),
        (
            "They renewed the Brellin Compact, the water treaty of five counties, on Monday.",
            "the Brellin Compact talks",
            ["the water treaty talks"],
        ),
        ("Mayor Ada Okafor came by train.", "Ada Okafor", ["the Mayor"]),
        ("The museum's director, Auberon Pike, left.", "Auberon Pike", ["the director"]),
        ("“The Plover is the pride of this town,” he said.", "the Plover", []),
        ("The new Brellin law took effect.", "Brellin", []),
        ("They renewed the Brellin Compact on Monday.", "the Brellin Compact", []),
        ("They renewed it.", "the Brellin Compact", []),
        ("They renewed it.", "water", []),
    ],
)
def test_a_thing_is_called_what_its_articles_call_it(
    shelf: Shelf, tmp_path: Path, text: str, topic: str, expected: list[str]
) -> None:
    shelf.add(story("a", text), story("b", "The water treaty of two clubs was torn up."))

    found = described(topic, shelf.opened(), load(tmp_path))

    assert found == [Described(one, ("a",)) for one in expected]


@pytest.mark.model
def test_words_about_a_thing_are_found_under_what_its_article_calls_it(tmp_path: Path) -> None:
    engine = Engine(load_settings({}, data=str(tmp_path)))
    stories = [story("compact", _COMPACT), story("pool", _OTHER)]
    list(engine.ingester.add(engine.collection(None), stories))
    question = "What did Okafor say about the Brellin Compact?"

    answer = engine.answerer.answer(AskRequest(question=question))
    as_typed = engine.answerer.answer(AskRequest(question=question, spelling=False))
    engine.close()

    assert answer.answers[0].quote.startswith("“This treaty has kept")
    assert {one.article_id for one in answer.citations} == {"compact"}
    assert answer.corrected is not None
    assert answer.corrected.question == "What did Okafor say about the water treaty?"
    assert as_typed.corrected is None
