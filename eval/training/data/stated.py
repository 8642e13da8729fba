"""Rule-generated questions that articles answer explicitly: "who is X", "which film ...".

People's question sets have few of these, and news is full of their answers: appositions ("Ines
Duarte, the captain of the ferry, said ..."), nouns before names ("the film Oppenheimer"), titles
("Chancellor N"), copulas, reasons ("because ...") and durations ("closed for two years").
"""

import random
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from eval.training.data.material import Asked, Material, parts_of
from eval.training.data.statement_patterns import (
    APPOSITION,
    COPULA,
    HEAD_ENDS,
    LASTED,
    PERSON_BEFORE_NAME,
    PERSONS,
    REASON,
    THING_BEFORE_NAME,
    THINGS,
    TITLED,
)
from index.records import Document, Span
from index.text.segmentation.sentences import split_sentences
from service.questions.language.function_words import function_words

_RANKS = frozenset(
    "Former Vice Assistant Deputy Acting Then-President Interim Rep Sen Mr Mrs Ms".split()
)
_ARTICLES = frozenset(("The", "A", "An"))
_DEFINED = re.compile(r"(?:Who|What) (?:is|was) ")
_EVERY = 4
"""Questions of one article, at most."""


class _Question(NamedTuple):
    text: str
    answer: Span
    """In the sentence."""


def stated(documents: Iterable[Document], name: str) -> Material:
    """Questions made of some articles, each of the part of its article that answers it."""
    passages: list[str] = []
    heads: list[str] = []
    asked: list[Asked] = []
    for document in documents:
        rng = random.Random(document.id)  # noqa: S311
        text = document.text[:6000]
        made = [
            (part, question)
            for part in parts_of(text)
            for question in _of_part(text[part.start : part.end], rng)
        ]
        for part, question in _chosen(made, rng):
            name_of = f"{document.id}-{len(asked)}"
            spans = (question.answer,)
            asked.append(
                Asked(id=name_of, question=question.text, passage=len(passages), spans=spans)
            )
            passages.append(text[part.start : part.end])
            heads.append(document.title or "")
    return Material(name=name, passages=passages, asked=asked, heads=heads)


def _chosen(made: list[tuple[Span, _Question]], rng: random.Random) -> list[tuple[Span, _Question]]:
    """A few, at most one of which asks who somebody is."""
    rng.shuffle(made)
    defined = [one for one in made if _DEFINED.match(one[1].text)]
    others = [one for one in made if not _DEFINED.match(one[1].text)]
    return [*others[: _EVERY - 1], *defined[:1]]


def _of_part(text: str, rng: random.Random) -> Iterator[_Question]:
    for sentence in split_sentences(text):
        own = text[sentence.start : sentence.end].strip()
        offset = text.index(own, sentence.start)
        for question, answer in _of_sentence(own, rng):
            yield _Question(question, answer.moved(offset))


def _of_sentence(text: str, rng: random.Random) -> Iterator[tuple[str, Span]]:
    for found in chain(APPOSITION.finditer(text), COPULA.finditer(text)):
        yield from _described(found, rng)
    for found in chain(THING_BEFORE_NAME.finditer(text), PERSON_BEFORE_NAME.finditer(text)):
        yield from _which(found, _without_function_words(found["noun"]), rng)
    for found in TITLED.finditer(text):
        yield from _titled(found, rng)
    for asks, pattern in (("Why", REASON), ("How long", LASTED)):
        said = pattern.match(text)
        if said and not _is_vague(_named(said["who"])):
            question = f"{asks} {said['be']} {_inside(said['who'])} {said['rest']}?"
            yield question, _span(said, "answer")


def _described(found: re.Match[str], rng: random.Random) -> Iterator[tuple[str, Span]]:
    name, what = found["name"], found["what"]
    noun = _head(found["noun"])
    last = noun.split()[-1] if noun else ""
    is_person = last in PERSONS or re.search(r"\bwho\b", what) is not None
    if not noun or _is_vague(name):
        return
    if found.groupdict().get("rest"):
        yield from _which(found, noun, rng)
    if not (is_person or last in THINGS):
        return
    asks = "Who" if is_person else "What"
    yield f"{asks} {rng.choice(('is', 'was'))} {name}?", _span(found, "what")
    is_known = what.startswith("the ") and len(what.split()) > 3
    if is_known:
        asked = "Who" if is_person else f"{rng.choice(('Which', 'What'))} {last}"
        yield f"{asked} is {what}?", _span(found, "name")


def _which(found: re.Match[str], noun: str, rng: random.Random) -> Iterator[tuple[str, Span]]:
    after = found.string[found.end("rest") : found.end("rest") + 2]
    # A dot within a number or an abbreviation is not the end.
    if (after[:1] == "." and after[1:].strip()) or re.search(r"\b[A-Z]$", found["rest"]):
        return
    asked = rng.choice((noun, noun, noun.split()[-1]))
    rest = _until_clause(found["rest"])
    yield f"{rng.choice(('Which', 'What'))} {asked} {rest}?", _span(found, "name")


def _titled(found: re.Match[str], rng: random.Random) -> Iterator[tuple[str, Span]]:
    of, office = found["of"], found["office"]
    if _is_vague(of) or of.split()[0] in _RANKS:
        return
    yield f"Who is {found['name']}?", _span(found, "what")
    asked = (f"{of}'s {office.lower()}", f"the {office.lower()} of {of}", f"the {of} {office}")
    yield f"Who is {rng.choice(asked)}?", _span(found, "name")


def _head(described: str) -> str:
    """The noun that says what something is, with one word before it; empty if there is none."""
    words = HEAD_ENDS.split(described, maxsplit=1)[0].split()
    kept = words[-2:] if len(words) > 1 and words[-2].islower() else words[-1:]
    return " ".join(kept) if kept and kept[-1].islower() else ""


def _without_function_words(noun: str) -> str:
    return " ".join(word for word in noun.split() if not _is_vague(word))


def _until_clause(rest: str) -> str:
    """What is said, up to the next comma, as far as it is long enough to ask for."""
    first = rest.split(",")[0].strip()
    return first if len(first.split()) >= 4 else rest.strip().rstrip(",")


def _inside(who: str) -> str:
    """A subject within a question: "The ferry" becomes "the ferry"."""
    first, _, others = who.partition(" ")
    return f"{first.lower()} {others}" if first in _ARTICLES else who


def _named(who: str) -> str:
    """A subject without its article."""
    first, _, others = who.partition(" ")
    return others if first in _ARTICLES and others else who


def _is_vague(words: str) -> bool:
    return words.split()[0].lower() in function_words()


def _span(found: re.Match[str], group: str) -> Span:
    return Span(*found.span(group))
