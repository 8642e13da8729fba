"""Made-up articles that quote people of one full name, each quotation with its true speaker."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from index.people.joining import joined
from index.people.registry import Registry
from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import load_tagging
from index.text.introductions import SEPARATOR, introduction
from index.text.segmentation.sentences import split_sentences

_NAMES = (
    "John Smith,Maria Lund,Peter Hale,Anna Berg,Tom Fenwick,Rosa de la Cruz,Hugo O'Rourke,"
    "Clara McAllister,Omar al-Masri,Emma van den Berg,Felix Quill,Ingrid Voss"
).split(",")
_FAMILIES = (
    "nurse midwife paramedic",
    "judge magistrate",
    "farmer rancher",
    "pilot",
    "teacher principal",
    "swimmer runner",
    "sheriff detective",
    "poet novelist",
    "baker chef",
    "mayor governor senator",
)
_PLACES = "Redmill Tarnow Brellin Ashford Velden Kestrel Marrick Stowe".split()


class Bearer(NamedTuple):
    """One of those who have a name."""

    name: str
    number: int
    jobs: tuple[str, ...]
    age: int
    place: str


class Story(NamedTuple):
    """An article, who is quoted in it, and whether it says anything about this person."""

    text: str
    bearer: Bearer
    is_told: bool


class Verdict(NamedTuple):
    """How well people of one name are told apart."""

    people: int
    merged: list[str]
    split: list[str]
    asked: int
    """Articles that say nothing, and whose person is a further entry."""


def stories(seed: int, *, are_several: bool) -> Iterator[Story]:
    """Articles about the bearers of each name: two or three of them, or only one."""
    chance = random.Random(seed)
    for name in _NAMES:
        bearers = list(_bearers(chance, name, chance.randint(2, 3) if are_several else 1))
        for bearer in bearers:
            for number in range(chance.randint(1, 5)):
                yield _story(chance, bearer, is_told=number == 0 or chance.random() < 0.8)


def judge(told: list[Story]) -> Verdict:
    """Find the quotations, tell the people apart, and compare with who truly spoke."""
    spoken: list[tuple[int, str, str]] = []
    quoted: list[str] = []
    for at, story in enumerate(told):
        found = find_quotes(story.text, split_sentences(story.text), (), load_tagging())
        rows = [
            (at, quote.speaker, story.text[quote.source.start : quote.source.end])
            for quote in found
            if quote.speaker and quote.source
        ]
        assert rows, story.text
        first, *others = rows
        around = introduction(story.text, first[1])
        spoken += [(*first[:2], SEPARATOR.join((first[2], around))), *others]
        quoted.append(first[1])
    registry = Registry(joined(spoken))
    entries: dict[str, set[Bearer]] = {}
    people: dict[Bearer, set[str]] = {}
    asked = 0
    for at, (story, speaker) in enumerate(zip(told, quoted, strict=True)):
        person = registry.speaking(speaker, str(at))
        assert person is not None
        if story.is_told:
            entries.setdefault(person.id, set()).add(story.bearer)
            people.setdefault(story.bearer, set()).add(person.id)
        else:
            asked += person.only_in != frozenset() and not person.told
    merged = [f"{id}: {sorted(who)}" for id, who in entries.items() if len(who) > 1]
    split = [f"{who}: {sorted(ids)}" for who, ids in people.items() if len(ids) > 1]
    return Verdict(len(people), merged, split, asked)


def _bearers(chance: random.Random, name: str, count: int) -> Iterator[Bearer]:
    families = chance.sample(_FAMILIES, count)
    places = chance.sample(_PLACES, count)
    ages = chance.sample(range(20, 90, 15), count)
    for number, (family, place, age) in enumerate(zip(families, places, ages, strict=True)):
        yield Bearer(name, number, tuple(family.split()), age, place)


def _story(chance: random.Random, who: Bearer, *, is_told: bool) -> Story:
    introduced = _introduced(chance, who) if is_told else f"{who.name} spoke at the meeting."
    surname = who.name.partition(" ")[2]
    name = chance.choice((who.name, surname, surname))
    words = f"The plan for the old mill in {chance.choice(_PLACES)} will cost us dearly"
    paragraphs = [
        chance.choice(("A long night", "Town meets", "What now?")),
        introduced,
        chance.choice((f"“{words},” {name} said.", f"“{words},” said {name}.")),
    ]
    return Story("\n\n".join(paragraphs), who, is_told)


def _introduced(chance: random.Random, who: Bearer) -> str:
    """A sentence that gives the job, mostly with age or place."""
    job = chance.choice(who.jobs)
    return chance.choice(
        (
            f"{who.name}, {who.age}, a {job}, spoke at the meeting.",
            f"{who.name}, a {job} from {who.place}, spoke at the meeting.",
            f"The {job} {who.name} spoke at the meeting.",
            f"The meeting was opened by {job} {who.name}.",
            f"A {job}, {who.name}, spoke at the meeting.",
            f"{who.name} of {who.place}, a {who.age}-year-old {job}, spoke at the meeting.",
            f"Among those who came was {who.name} ({who.age}), a {job}.",
            f"The {who.age}-year-old {job} {who.name} spoke at the meeting.",
        )
    )
