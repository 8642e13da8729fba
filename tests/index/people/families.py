"""Made-up articles about people who share a surname, each quotation with its true speaker."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from index.people.joining import joined
from index.people.registry import Registry
from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import load_tagging
from index.text.segmentation.sentences import split_sentences

_WOMEN = "Lena Nadia Sofia Anna Rosa Emma Clara Ingrid Orla Tamsin Zelda Bryony".split()
_MEN = "Erik Tom Marco Pieter Felix Hugo Carl Omar Cormac Torvald Anton Lucas".split()
_NICKNAMES = {"Emma": "Mina", "Anna": "Nan", "Tom": "Tip", "Carl": "Kit", "Felix": "Flip"}
_SURNAMES = (
    "Voss Brandt Quill Lund Ober Hale Fenwick McAllister O'Rourke Berg Cruz Masri Faisal Leyen Pen"
).split()
_PARTICLES = {
    "Berg": "van den Berg",
    "Cruz": "de la Cruz",
    "Masri": "al-Masri",
    "Faisal": "bin Faisal",
    "Leyen": "von der Leyen",
    "Pen": "Le Pen",
    "Ober": "von Ober",
}
_JOBS = ("mayor farmer judge nurse baker pilot teacher novelist swimmer engineer sheriff").split()
_KIN = {("m", "m"): "brother", ("m", "f"): "sister", ("f", "m"): "husband", ("f", "f"): "sister"}
_TITLES = {"m": "Mr", "f": "Ms"}


class Bearer(NamedTuple):
    """One of a family."""

    given: str
    surname: str
    gender: str
    job: str
    age: int

    @property
    def full(self) -> str:
        """The name as articles introduce it."""
        return f"{self.given} {self.surname}"

    @property
    def at_the_start(self) -> str:
        """The surname where a sentence begins with it."""
        return self.surname[0].upper() + self.surname[1:]


class Story(NamedTuple):
    """An article, and who truly said the quotation that has each number in it."""

    text: str
    speakers: dict[str, str]


class Verdict(NamedTuple):
    """How well the people of some articles are told apart."""

    quotations: int
    named: int
    """Of them, those with a speaker."""
    people: int
    merged: list[str]
    """What is one person although two or more said it."""
    split: list[str]
    """Who is two or more people."""


def stories(seed: int, families: int) -> Iterator[Story]:
    """Some articles about each of so many families; no two people have one full name."""
    chance = random.Random(seed)
    named: set[str] = set()
    for number in range(families):
        one, other = _family(chance, named)
        for turn in range(4):
            both = [one, other] if turn % 2 == 0 else [chance.choice((one, other))]
            chance.shuffle(both)
            yield _story(chance, both, f"{number}n{turn}")


def judge(told: list[Story]) -> Verdict:
    """Find the quotations, join the names, and compare with who truly spoke."""
    spoken: dict[str, set[str]] = {}
    quotes = [find_quotes(s.text, split_sentences(s.text), (), load_tagging()) for s in told]
    rows = [
        (at, quote.speaker, story.text[quote.source.start : quote.source.end])
        for at, (story, found) in enumerate(zip(told, quotes, strict=True))
        for quote in found
        if quote.speaker and quote.source
    ]
    registry = Registry(joined(rows))
    entries: dict[str, set[str]] = {}
    count = named = 0
    for story, found in zip(told, quotes, strict=True):
        for quote in found:
            content = story.text[quote.content[0].start : quote.content[-1].end]
            true = next((who for key, who in story.speakers.items() if key in content), None)
            count += true is not None
            person = registry.speaking(quote.speaker) if quote.speaker else None
            if true and person:
                named += 1
                spoken.setdefault(person.id, set()).add(true)
                entries.setdefault(true, set()).add(person.id)
    merged = [f"{id}: {sorted(who)}" for id, who in spoken.items() if len(who) > 1]
    split = [f"{who}: {sorted(ids)}" for who, ids in entries.items() if len(ids) > 1]
    return Verdict(count, named, len(entries), merged, split)


def _family(chance: random.Random, named: set[str]) -> tuple[Bearer, Bearer]:
    surname = chance.choice(_SURNAMES)
    genders = chance.choice(("mf", "fm", "mm", "ff"))
    made: list[Bearer] = []
    for gender in genders:
        own = _PARTICLES.get(surname, surname) if chance.random() < 0.4 else surname
        given = _given(chance, gender, surname, named)
        job = chance.choice([job for job in _JOBS if job not in {one.job for one in made}])
        made.append(Bearer(given, own, gender, job, chance.randint(20, 90)))
    return made[0], made[1]


def _given(chance: random.Random, gender: str, surname: str, named: set[str]) -> str:
    names = _MEN if gender == "m" else _WOMEN
    given = chance.choice([name for name in names if f"{name} {surname}" not in named])
    named.add(f"{given} {surname}")
    return given


def _story(chance: random.Random, people: list[Bearer], key: str) -> Story:
    speakers: dict[str, str] = {}
    paragraphs = [f"Town meets, {key}", _introduction(chance, people)]
    for number in range(chance.randint(2, 5)):
        who = chance.choice(people)
        token = f"k{key}x{number}"
        speakers[token] = f"{who.full}, {who.job}"
        paragraphs.append(_quotation(chance, who, token, is_alone=len(people) == 1))
    return Story("\n\n".join(paragraphs), speakers)


def _introduction(chance: random.Random, people: list[Bearer]) -> str:
    first = _introduced(chance, people[0])
    if len(people) == 1:
        return f"{first[0].upper()}{first[1:]} spoke to the council on Friday."
    owner, other = people
    kin = _KIN[owner.gender, other.gender]
    their = "his" if owner.gender == "m" else "her"
    second = _introduced(chance, other)
    joint = f"and {their} {kin} {second}" if chance.random() < 0.7 else f"and {second}"
    return f"{first[0].upper()}{first[1:]} {joint} spoke to the council on Friday."


def _introduced(chance: random.Random, who: Bearer) -> str:
    name = who.full
    if who.given in _NICKNAMES and chance.random() < 0.4:
        name = chance.choice(("{} “{}” {}", "{} ({}) {}", "{} '{}' {}")).format(
            who.given, _NICKNAMES[who.given], who.surname
        )
    return chance.choice(
        (f"{name}, the {who.job},", f"{name}, {who.age}, a {who.job},", f"the {who.job} {name}")
    )


def _quotation(chance: random.Random, who: Bearer, token: str, *, is_alone: bool) -> str:
    words = f"The plan {token} will cost us the old mill"
    title = _TITLES[who.gender]
    name = chance.choice(
        (who.full, f"{title} {who.surname}", f"{title} {who.surname}")
        if not is_alone
        else (who.surname, who.surname, f"{title} {who.surname}", who.full)
    )
    return chance.choice(
        (
            f"“{words},” {name} said.",
            f"“{words},” said {name}.",
            f"{name[0].upper()}{name[1:]} said that {words[0].lower()}{words[1:]}.",
        )
    )
