"""Synthetic conversations from questions about one article: thousands of free labels.

Questions in SQuAD and NewsQA stand alone. Several about one article, with their answers, make a
conversation; a phrase that the last question shares with its context is then replaced by a pronoun
("she", "their") or dropped ("when did it begin?" for "when did the siege begin in Warsaw?"). The
original question is the rewrite. Some questions stay unchanged: those that need nothing must get
nothing.
"""

import gzip
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from eval.training.terms.conversations import Asked
from service.questions.followups.terms.context import Earlier, Part
from service.questions.followups.terms.words import is_content

SETS = (
    "newsqa/dev.json.gz",
    "squad_train/articles44.json.gz",
    "squad/squad11_dev.json.gz",
)
_NEAR = 8
"""Maximum distance, in questions, between the questions of a conversation."""
_LEFT_ALONE = 0.15
_DROPPED = 0.3
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")
_CONNECTING = frozenset("of the and de du von".split())
_BEFORE = frozenset("in of at for about on by to from with during".split())
_DETERMINERS = frozenset("the a an this that these those his her its their".split())


class Pair(NamedTuple):
    """A question and its answer."""

    question: str
    answer: str


def made(data: Path, most: int, seed: int) -> list[Asked]:
    """At most so many questions at the end of made conversations, in random order."""
    rng = random.Random(seed)  # noqa: S311
    found = [
        one
        for name in SETS
        for title, pairs in _articles(data / name)
        for one in _of_article(title, pairs, rng)
    ]
    rng.shuffle(found)
    return found[:most]


def _articles(path: Path) -> Iterator[tuple[str, list[Pair]]]:
    with gzip.open(path, "rb") as file:
        rows = msgspec.json.decode(file.read())["data"]
    for row in rows:
        pairs = [
            Pair(asked["question"].strip(), asked["answers"][0]["text"])
            for paragraph in row["paragraphs"]
            for asked in paragraph["qas"]
            if asked["answers"]
        ]
        yield row.get("title", "").replace("_", " "), pairs


def _of_article(title: str, pairs: Sequence[Pair], rng: random.Random) -> Iterator[Asked]:
    headline = title if "(CNN)" not in title else ""
    for at, last in enumerate(pairs):
        near = [pair for pair in pairs[max(0, at - _NEAR) : at + _NEAR] if pair != last]
        history = rng.sample(near, min(len(near), rng.randint(1, 4)))
        earlier = tuple(_earlier(headline if rng.random() < 0.4 else "", history, rng))
        message = last.question if rng.random() < _LEFT_ALONE else _said(last, earlier, rng)
        if message:
            yield Asked(
                id=f"{title}-{at}",
                group=title,
                message=message,
                rewrite=last.question,
                earlier=earlier,
            )


def _earlier(headline: str, pairs: Sequence[Pair], rng: random.Random) -> Iterator[Earlier]:
    if headline:
        yield Earlier(headline, 0, Part.HEADLINE)
    with_answers = rng.random() < 0.7
    for turn, pair in enumerate(pairs, 1):
        yield Earlier(pair.question, turn)
        if with_answers:
            yield Earlier(pair.answer, turn, Part.QUOTE)


def _said(last: Pair, earlier: Sequence[Earlier], rng: random.Random) -> str | None:
    """The question without a phrase that it shares with an earlier text; None if it has none."""
    words = _WORD.findall(last.question)
    known = {word for one in earlier for word in _WORD.findall(one.text.lower())}
    phrases = list(_shared(words, known))
    if not phrases:
        return None
    first, end = rng.choice(phrases)
    return _joined([*words[:first], *_instead(words, first, end, rng), *words[end:]], first, rng)


def _shared(words: Sequence[str], known: set[str]) -> Iterator[tuple[int, int]]:
    """Whole names, and phrases after a determiner, that an earlier text has."""
    at = 1
    while at < len(words):
        end = at
        if words[at][0].isupper() or words[at].lower() in _DETERMINERS:
            end = _end_of_phrase(words, at)
        phrase = [w.lower() for w in words[at:end] if is_content(w.lower())]
        if phrase and all(word.removesuffix("'s") in known or word in known for word in phrase):
            yield at, end
        at = max(end, at + 1)


def _end_of_phrase(words: Sequence[str], at: int) -> int:
    end = at + 1
    named = words[at][0].isupper()
    while end < len(words):
        word = words[end]
        joins = (
            word.lower() in _CONNECTING
            and words[end + 1 : end + 2]
            and (words[end + 1][0].isupper())
        )
        if word[0].isupper() or joins:
            named = True
        elif named or not word[0].isalpha() or not is_content(word.lower()) or end > at + 2:
            break
        end += 1
    return end


def _instead(words: Sequence[str], first: int, end: int, rng: random.Random) -> list[str]:
    """What is said instead of the words: nothing at the end of a question, or a pronoun."""
    is_name = words[first][0].isupper()
    if words[end - 1].lower().endswith(("'s", "’s")):
        return [rng.choice(("his", "her", "its", "their") if is_name else ("its", "their"))]
    ends = end >= len(words) - 1
    if ends and words[first - 1].lower() in _BEFORE and rng.random() < _DROPPED:
        return []
    if words[first - 1].lower() in _BEFORE or ends:
        return [rng.choice(("him", "her", "it", "them") if is_name else ("it", "them", "that"))]
    subject = ("he", "she", "it", "they") if is_name else ("it", "they", "it", "this")
    return [rng.choice(subject)]


def _joined(words: list[str], first: int, rng: random.Random) -> str:
    dropped = first < len(words) and words[first] == "?" and words[first - 1].lower() in _BEFORE
    if dropped:
        del words[first - 1]
    text = re.sub(r" ([?.,;:!)])", r"\1", " ".join(words))
    return text.removesuffix("?") if rng.random() < 0.05 else text
