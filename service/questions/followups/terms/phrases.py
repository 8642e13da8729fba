"""Phrases formed by the selected earlier words, and the message rewritten with them.

wanted words -> phrases, as they stand in an earlier text -> in place of pronouns, or last
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from service.questions.followups.grammar.rewriting import Edit, Reading, edited, genitive
from service.questions.followups.resolution import Replaced
from service.questions.followups.terms.scores import AskedWord, ScoredWord, Scores
from service.questions.followups.terms.words import is_content

LEAST = 0.4
"""The least probability of a wanted word."""
_LEAST_OF_PRONOUN = 0.15
"""The same where a pronoun has nothing else to stand for."""
_LEAST_LITTLE = 0.3
"""That of words like "of" next to it."""
_LEAST_GOES = 0.5
_GAP = " \u00a0-–.'’,&/"
_POSSESSIVES = frozenset(("his", "her", "hers", "its", "their", "theirs"))
_ARTICLES = frozenset(("the", "a", "an"))
_OTHERS = re.compile(r"\b(?:other|others|else|another|any ?(?:thing )?more)\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:besides|than|aside|except|addition)\b", re.IGNORECASE)
_END = re.compile(r"[\s?!.]*$")


class Phrase(NamedTuple):
    """Words next to each other in an earlier text."""

    text: str
    turn: int
    place: int
    start: int
    probability: float
    """The largest of its words."""


def important_phrases(scores: Scores, least: float = LEAST) -> list[Phrase]:
    """What the message leaves out; nothing that it says already, and nothing twice."""
    said = {asked.word.lower() for asked in scores.message}
    best = {
        name: chance
        for name, chance in chances_of(scores).items()
        if chance >= least and is_content(name) and name not in said
    }
    runs = sorted(_runs(scores, best), key=lambda run: _worth(run, best), reverse=True)
    chosen = []
    for run in runs:
        names = {word.word.lower() for word in run} & best.keys()
        if names:
            chosen.append(_phrase(scores, run))
            for name in names:
                del best[name]
    return chosen


def _worth(run: Sequence[ScoredWord], best: dict[str, float]) -> tuple[float, int]:
    names = {word.word.lower() for word in run} & best.keys()
    return sum(best[name] for name in names), run[0].place


def _runs(scores: Scores, wanted: dict[str, float]) -> Iterator[list[ScoredWord]]:
    """Stretches of wanted words, with the little words between and before them."""
    run: list[ScoredWord] = []
    for word in scores.earlier:
        name = word.word.lower()
        little = not is_content(name) and word.probability >= _LEAST_LITTLE
        if run and not (
            word.place == run[-1].place and _is_gap(scores.texts[word.place].text, run[-1], word)
        ):
            yield from _ended(run, wanted)
            run = []
        if name in wanted or little:
            run.append(word)
        else:
            yield from _ended(run, wanted)
            run = []
    yield from _ended(run, wanted)


def _ended(run: list[ScoredWord], wanted: dict[str, float]) -> Iterator[list[ScoredWord]]:
    while run and run[-1].word.lower() not in wanted:
        run = run[:-1]
    if run:
        yield run


def _is_gap(text: str, before: ScoredWord, word: ScoredWord) -> bool:
    between = text[before.end : word.start]
    return len(between) <= 2 and not between.strip(_GAP)


def _phrase(scores: Scores, run: Sequence[ScoredWord]) -> Phrase:
    text = scores.texts[run[0].place].text[run[0].start : run[-1].end]
    return Phrase(text, run[0].turn, run[0].place, run[0].start, max(w.probability for w in run))


def chances_of(scores: Scores) -> dict[str, float]:
    """The probability of each earlier word, in lower case."""
    chances: dict[str, float] = {}
    for word in scores.earlier:
        name = word.word.lower()
        chances[name] = max(chances.get(name, 0.0), word.probability)
    return chances


def said_in_full(message: str, scores: Scores, least: float = LEAST) -> Reading:
    """The message with the phrases: in place of what goes, the rest behind it in brackets."""
    phrases = important_phrases(scores, least)
    going = list(_going(scores.message))
    if going and not phrases:
        phrases = important_phrases(scores, _LEAST_OF_PRONOUN)[:1]
    put = [_edit(run, phrase) for run, phrase in zip(going, phrases, strict=False)]
    rest = phrases[len(put) :]
    reading = edited(message, put)
    behind = tuple(Replaced(words="", meaning=phrase.text, turn=phrase.turn) for phrase in rest)
    return Reading(
        text=with_rest(reading.text, [phrase.text for phrase in rest]),
        replaced=reading.replaced + behind,
    )


def _edit(run: Sequence[AskedWord], phrase: Phrase) -> Edit:
    is_owner = run[0].word.lower() in _POSSESSIVES and not phrase.text.endswith(("'s", "’s"))
    return Edit(
        start=run[0].start,
        end=run[-1].end,
        new=genitive(phrase.text, is_person=True) if is_owner else phrase.text,
        meaning=phrase.text,
        turn=phrase.turn,
    )


def with_rest(text: str, rest: Sequence[str]) -> str:
    """A question with phrases behind it: "Any others besides the Kelp Plan?", "Why (the fine)?"."""
    if not rest:
        return text
    at = _END.search(text).start()  # type: ignore[union-attr]
    if _OTHERS.search(text) and not _EXCEPT.search(text):
        return f"{text[:at]} besides {' and '.join(rest)}{text[at:]}"
    return f"{text[:at]} ({', '.join(rest)}){text[at:]}"


def _going(words: Sequence[AskedWord]) -> Iterator[list[AskedWord]]:
    """Little words next to each other that the message, said in full, does not have."""
    goes = groupby(words, _is_going)
    return (list(run) for is_going, run in goes if is_going)


def _is_going(word: AskedWord) -> bool:
    """Whether a phrase may take its place; "the dam" is not "Carney dam"."""
    low = word.word.lower()
    return word.goes >= _LEAST_GOES and not is_content(low) and low not in _ARTICLES
