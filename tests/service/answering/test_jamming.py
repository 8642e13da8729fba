"""One outlet writes the same a hundred times: others keep their places, and their answers."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.engine import Engine
from service.wire.asking import AskRequest
from tests.conftest import story
from tests.service.conftest import settings_in

QUESTIONS = {
    "When did the new bridge in Redmill open?": "The new bridge in Redmill opened on Monday.",
    "How much did the new bridge in Redmill cost?": (
        "The new bridge in Redmill cost 41 million euros, the city said on Friday."
    ),
    "What did Elena Ruiz say about the bridge?": (
        "“It will halve the way to school,” said Mayor Elena Ruiz about the bridge."
    ),
}
NEWS = (
    *(story(f"n{n}", text, outlet="Redmill Post") for n, text in enumerate(QUESTIONS.values())),
    *(story(f"s{n}", f"Story {n} of the harbour began on Tuesday.") for n in range(10)),
)
TOWNS = "Arden Kessel Dundee Lorient Bergen Almere Gdansk Jerez Kavala Izmir".split()
_WORDS = "the new bridge in Redmill open cost much say Elena Ruiz about did when what how".split()


def _claims(number: int, chance: random.Random) -> str:
    town = chance.choice(TOWNS)
    return (
        f"The new bridge in Redmill opened on {chance.randint(1, 28)} May {1900 + number}, they "
        f"wrote in {town}. The new bridge in Redmill cost {number + 2} million euros. “I like "
        f"bridge number {number},” said Mayor Elena Ruiz about the bridge."
    )


def _lists(number: int, chance: random.Random) -> str:
    return " ".join(
        f"The new bridge in Redmill, bridge {number} of {chance.choice(TOWNS)}, Elena Ruiz, open, "
        f"cost, new bridge in Redmill."
        for _ in range(4)
    )


def _words(number: int, chance: random.Random) -> str:
    said = (chance.sample(_WORDS, len(_WORDS)) for _ in range(4))
    return " ".join(
        f"{' '.join(one)} {chance.choice(TOWNS)} {number}.".capitalize() for one in said
    )


ATTACKS = {"claims": _claims, "lists": _lists, "words": _words}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Some news."""
    made = Engine(settings_in(tmp_path))
    list(made.ingester.add(made.collection(None), NEWS))
    yield made
    made.close()


def _others_are_heard(engine: Engine, question: str) -> bool:
    """Whether the answer of another outlet is among five."""
    answer = engine.answerer.answer(AskRequest(question=question, max_answers=5))
    return QUESTIONS[question] in [cited.quote for cited in answer.citations]


@pytest.mark.gate
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hundred_articles_of_one_outlet_leave_others_their_answers(
    engine: Engine, attack: str
) -> None:
    chance = random.Random(1)
    jam = [story(f"j{n}", ATTACKS[attack](n, chance), outlet="Jam Gazette") for n in range(100)]
    list(engine.ingester.add(engine.collection(None), jam))

    assert [q for q in QUESTIONS if not _others_are_heard(engine, q)] == []


@pytest.mark.gate
def test_one_article_that_says_it_a_hundred_times_leaves_others_their_answers(
    engine: Engine,
) -> None:
    chance = random.Random(1)
    text = "\n\n".join(say(n, chance) for n in range(34) for say in ATTACKS.values())
    list(engine.ingester.add(engine.collection(None), [story("j", text, outlet="Jam Gazette")]))

    assert [q for q in QUESTIONS if not _others_are_heard(engine, q)] == []
