"""Sentences split into units: words with flags, each quoted stretch a single word."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from index.interruption import steps
from index.quotations.sentences.marks import Quoted
from index.quotations.sentences.nicknames import find_nicknames
from index.quotations.sentences.units import Unit
from index.quotations.sentences.word_kinds import WORD, kind_in_title, look_up, look_up_first
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    GENITIVE,
    NAME,
    OBJECT,
    POINT,
    POSSESSIVE,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    verb_forms,
    word_classes,
)
from index.records import Span

_CLOSING = frozenset("\"”“’'»«`‘„＂) \t\r\n\xa0")
_SENTENCE_ENDS = frozenset(".?!…—–-")
_TRAILING = frozenset((".", "!", "?", "…", "*", "•", "|"))
_GLUED = re.compile(r"([a-z]{2,})[A-Z][a-z]+")
_NEAR = 20
"""How many words after "?”" we look for its "she asked"."""
_LONGEST = 400
"""The most words in a unit: longer ones are cut, so that no rule has to look far."""
_FEWEST_IN_TITLE = 4
_MOSTLY = 0.6
_SMALL = DETERMINER | PREPOSITION | CONJUNCTION | SUBORDINATOR | AUXILIARY | POSSESSIVE | OBJECT
"""Words that stay in lower case in a capitalised title."""


def split_units(
    text: str, sentences: Sequence[Span], paragraphs: Sequence[Span], quoted: Sequence[Quoted]
) -> list[Unit]:
    """Return the units in order. No unit splits a quoted stretch or crosses a paragraph break."""
    begins = [paragraph.start for paragraph in paragraphs]
    units: list[Unit] = []
    wholes = _with_nicknames(text, quoted)
    index = 0
    for span in steps(_bounds(text, _cut(sentences, paragraphs), quoted)):
        while index < len(wholes) and wholes[index].end <= span.start:
            index += 1
        first = index
        while index < len(wholes) and wholes[index].end <= span.end:
            index += 1
        paragraph = bisect_right(begins, span.start) - 1
        unit = _mend(text, _read(text, span, wholes[first:index], paragraph))
        units.extend(_parts(unit, _cuts(text, unit)))
    return units


def _cut(sentences: Sequence[Span], paragraphs: Sequence[Span]) -> Iterator[Span]:
    """Cut the sentences at paragraph breaks; text outside all paragraphs is dropped."""
    first = 0
    for sentence in sentences:
        while first < len(paragraphs) and paragraphs[first].end <= sentence.start:
            first += 1
        at = first
        while at < len(paragraphs) and paragraphs[at].start < sentence.end:
            start = max(sentence.start, paragraphs[at].start)
            yield Span(start, min(sentence.end, paragraphs[at].end))
            at += 1


def _bounds(text: str, pieces: Iterator[Span], quoted: Sequence[Quoted]) -> Iterator[Span]:
    """Join pieces until none splits a quoted stretch, or separates it from its "she asked"."""
    index = 0
    held: Span | None = None
    for piece in pieces:
        if held and (piece.start < held.end or _must_join(text, held, piece, quoted, index)):
            held = Span(held.start, max(held.end, piece.end))
        else:
            if held:
                yield held
            held = piece
        while index < len(quoted) and quoted[index].end <= held.start:
            index += 1
        while index < len(quoted) and quoted[index].start < held.end:
            held = Span(min(held.start, quoted[index].start), max(held.end, quoted[index].end))
            index += 1
    if held:
        yield held


def _must_join(text: str, held: Span, piece: Span, quoted: Sequence[Quoted], index: int) -> bool:
    """Whether a sentence that ended with a quotation continues: after ",”" always, "?”" maybe."""
    if not index or quoted[index - 1].end != held.end or quoted[index - 1].goes_on:
        return False
    last = last_letter(text, quoted[index - 1].start, held.end)
    return last in ",?!…" and "\n" not in text[held.end : piece.start]


def last_letter(text: str, start: int, end: int) -> str:
    """Return the last character of a quotation before its closing mark, or NUL."""
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return text[end - 1] if end > start else "\0"


def _with_nicknames(text: str, quoted: Sequence[Quoted]) -> list[Quoted | Span]:
    """The quoted stretches, and the nicknames outside them, which are words of a name."""
    ends = [stretch.end for stretch in quoted]
    found: list[Quoted | Span] = list(quoted)
    for nickname in find_nicknames(text):
        at = bisect_right(ends, nickname.start)
        if at == len(quoted) or nickname.end <= quoted[at].start:
            found.append(nickname)
    return sorted(found, key=lambda one: one.start)


def _read(text: str, span: Span, wholes: Sequence[Quoted | Span], paragraph: int) -> Unit:
    unit = Unit(span.start, span.end, paragraph, [], [], [], [])
    at = span.start
    for stretch in wholes:
        _read_words(text, at, stretch.start, unit)
        if isinstance(stretch, Quoted):
            unit.words.append(text[stretch.start])
            unit.kinds.append(QUOTED | _closing_kind(text, stretch))
        else:
            unit.words.append(text[stretch.start + 1 : stretch.end - 1].lower())
            unit.kinds.append(NAME)
        unit.starts.append(stretch.start)
        unit.ends.append(stretch.end)
        at = stretch.end
    _read_words(text, at, span.end, unit)
    return unit


def _closing_kind(text: str, stretch: Quoted) -> int:
    """A quotation that ends in a comma or ends a sentence also ends the clause around it."""
    last = last_letter(text, stretch.start, stretch.end)
    return COMMA if last == "," else STOP if last in _SENTENCE_ENDS else 0


def _read_words(text: str, start: int, end: int, unit: Unit) -> None:
    opens = not unit.words
    spans = [span for match in steps(WORD.finditer(text, start, end)) for span in _unglued(match)]
    known = [look_up(text[start:end]) for start, end in spans]
    unit.words += [word for word, _ in known]
    unit.kinds += [kind for _, kind in known]
    unit.starts += [start for start, _ in spans]
    unit.ends += [end for _, end in spans]
    if opens and spans:
        unit.words[0], unit.kinds[0] = look_up_first(text[slice(*spans[0])])


def _unglued(match: re.Match[str]) -> list[tuple[int, int]]:
    """The span of a word, or of two that a page glued together: "asDonald" for "as Donald"."""
    glued = _GLUED.fullmatch(match[0])
    if glued is None or glued[1] not in word_classes():
        return [match.span()]
    middle = match.start() + glued.end(1)
    return [(match.start(), middle), (middle, match.end())]


def _mend(text: str, unit: Unit) -> Unit:
    """Correct what depends on neighbours: titles in capitals, "'s" for "is", the final stop."""
    words, kinds = unit.words, unit.kinds
    unit.is_title = _is_title(text, unit)
    if unit.is_title:
        pairs = zip(words, kinds, strict=True)
        unit.kinds = kinds = [kind if kind & QUOTED else kind_in_title(low) for low, kind in pairs]
    if len(words) > 1 and kinds[1] & NAME and words[0] in word_list("men", "women"):
        kinds[0] = NAME  # "Mark Carney": "mark" is also a verb
    for at in range(1, len(words)):
        if kinds[at] == GENITIVE and kinds[at - 1] & (SUBJECT | RELATIVE):
            kinds[at] = AUXILIARY
        elif kinds[at] == POINT and _is_initial(unit, at - 1):
            kinds[at - 1] = NAME
    while words and words[-1] in _TRAILING:
        for column in (unit.words, unit.kinds, unit.starts, unit.ends):
            column.pop()
    return unit


def _is_initial(unit: Unit, at: int) -> bool:
    """Whether an "A" or "I" before a full stop is an initial: "James A. Baker"."""
    return len(unit.words[at]) == 1 and bool(unit.kinds[at] & (DETERMINER | SUBJECT))


def _is_title(text: str, unit: Unit) -> bool:
    """Whether all words but the smallest are capitalised, or all letters are capitals.

    "According to Bo Lind, “...”" is none, since it names who said so.
    """
    if any(one & COMMA and other & QUOTED for one, other in pairwise(unit.kinds)):
        return False
    letters = capitals = shouted = 0
    for start, end, kind in zip(unit.starts, unit.ends, unit.kinds, strict=True):
        if text[start].isupper():
            capitals += 1
            shouted += text[start:end].isupper()
        elif text[start].isalpha() and not kind & _SMALL:
            return False
        letters += text[start].isalpha()
    if letters >= _FEWEST_IN_TITLE and capitals >= _MOSTLY * letters:
        return True
    return letters > 1 and shouted == letters


def _cuts(text: str, unit: Unit) -> list[int]:
    """Return where to cut a unit: after a quotation that ends a sentence, and if it is too long."""
    found = [
        at + 1
        for at in range(len(unit.words) - 1)
        if unit.kinds[at] & QUOTED and _ends_a_sentence(text, unit, at)
    ]
    if len(unit.words) > _LONGEST:
        found = sorted({*found, *range(_LONGEST, len(unit.words), _LONGEST)})
    return found


def _ends_a_sentence(text: str, unit: Unit, at: int) -> bool:
    """Whether the quotation at word `at` ends a sentence: ".”" does, "?”" unless "she asked"."""
    last = last_letter(text, unit.starts[at], unit.ends[at])
    if last not in ".?!…":
        return False
    if unit.kinds[at + 1] & QUOTED:
        return True
    if not text[unit.starts[at + 1]].isupper():
        return False
    return last == "." or not _goes_on_with_a_cue(unit, at + 1)


def _goes_on_with_a_cue(unit: Unit, at: int) -> bool:
    for index in range(at, min(at + _NEAR, len(unit.words))):
        if unit.words[index] in _finite_cues():
            return True
        if unit.kinds[index] & (AUXILIARY | STOP | QUOTED):
            return False
    return False


@cache
def _finite_cues() -> frozenset[str]:
    """Forms like "asked" and "says" of the verbs that can follow a quotation."""
    lemmas = word_list("parenthetic verbs") | {"question", "press", "chant", "interrupt"}
    forms = (form for lemma in lemmas for form in verb_forms(lemma)[1:])
    return frozenset(form for form in forms if not form.endswith("ing"))


def _parts(unit: Unit, cuts: Sequence[int]) -> list[Unit]:
    if not cuts:
        return [unit]
    borders = zip([0, *cuts], [*cuts, len(unit.words)], strict=True)
    return [_part(unit, first, last) for first, last in borders]


def _part(unit: Unit, first: int, last: int) -> Unit:
    span = unit.span(first, last)
    return Unit(
        span.start,
        span.end,
        unit.paragraph,
        unit.words[first:last],
        unit.kinds[first:last],
        unit.starts[first:last],
        unit.ends[first:last],
        unit.is_title,
    )
