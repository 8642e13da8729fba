"""Which parts of sentences may answer "who did it": none that names somebody who did not.

A network marks the name beside the verb of the question, whatever the sentence says of both. So it
is not shown the names that a denial clears, or those of the other side of a result.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.records import Article, Span
from index.text.segmentation.positions import sentence_at
from service.reading.culprits.asked_deeds import asked_deed
from service.reading.culprits.clauses import is_found_guilty
from service.reading.culprits.denials import denied_in, may_deny, verdicts
from service.reading.culprits.results import asks_to_win, may_tell_result, other_side

_FULL_NAME = re.compile(r"(?<![\w’'.-])[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'.-]+){1,3}")
_BEHIND = 80
"""So many characters behind a sentence tell whether the verdict follows."""
_LETTER = re.compile(r"\w")


class _Asked(NamedTuple):
    deed: re.Pattern[str] | None
    wins: bool | None
    cleared: frozenset[str]
    """The names of those whom the article says to be cleared of it."""


def markable(question: str, article: Article, sentences: Sequence[Span]) -> list[Span]:
    """The sentences of an article without the parts that name whoever did not do what is asked."""
    deed, wins = asked_deed(question), asks_to_win(question)
    if deed is None and wins is None:
        return list(sentences)
    cleared = _cleared(article, deed) if deed else frozenset[str]()
    asked, text = _Asked(deed, wins, cleared), article.text
    return [part for one in sentences for part in _without(one, _ruled_out(text, one, asked), text)]


def _ruled_out(text: str, at: Span, asked: _Asked) -> Iterator[Span]:
    """The parts of a sentence that name whoever did not."""
    sentence, behind = text[at.start : at.end], text[at.end : at.end + _BEHIND]
    if asked.deed and may_deny(sentence) and not is_found_guilty(sentence, behind):
        yield from denied_in(sentence, asked.deed)
    if asked.wins is not None and may_tell_result(sentence):
        yield from other_side(sentence, wins=asked.wins)
    named = [Span(*found.span()) for name in asked.cleared for found in _found(name, sentence)]
    # "Prosecutors had said that Lee burned it": the sentence names nobody else.
    yield from [Span(0, len(sentence))] if named and not _names_another(sentence, asked) else named


def _names_another(sentence: str, asked: _Asked) -> bool:
    names = _FULL_NAME.findall(sentence)
    return any(not any(one in name or name in one for one in asked.cleared) for name in names)


def _found(name: str, sentence: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"\b{re.escape(name)}\b", sentence)


def _cleared(article: Article, deed: re.Pattern[str]) -> frozenset[str]:
    """The people whom courts and the like clear in an article; by surname if nobody shares it."""
    text = article.text
    told = {article.sentences[sentence_at(article, at)] for at in verdicts(text)}
    names: set[str] = set()
    for sentence in {text[at.start : at.end] for at in told}:
        for part in denied_in(sentence, deed, only_verdicts=True):
            names.update(_FULL_NAME.findall(sentence[part.start : part.end]))
    if not names:
        return frozenset()
    # "Baker Lew Cobb" is Lew Cobb as well.
    names |= {" ".join(name.split()[-2:]) for name in names}
    last = {name.split()[-1] for name in names}
    others = (one.split() for one in set(_FULL_NAME.findall(text)))
    shared = {one[-1] for one in others if " ".join(one[-2:]) not in names}
    return frozenset(names | (last - shared))


def _without(sentence: Span, denied: Iterator[Span], text: str) -> Iterator[Span]:
    """What is left of a sentence between the parts that are denied."""
    start = sentence.start
    for part in sorted(one.moved(sentence.start) for one in denied):
        if part.start > start and _LETTER.search(text, start, part.start):
            yield Span(start, part.start)
        start = max(start, part.end)
    if start < sentence.end and _LETTER.search(text, start, sentence.end):
        yield Span(start, sentence.end)
