"""Sentences as the rules read them: words with flags, each quoted stretch a single word."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.quotations.cues import PARENTHETIC, forms_of
from index.quotations.marks import Quoted
from index.quotations.words import (
    AUXILIARY,
    COMMA,
    DETERMINER,
    GENITIVE,
    NAME,
    NOUN,
    NUMBER,
    POINT,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
    classify_unlisted,
    word_classes,
)
from index.records import Span

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., D.C.
    r"|[@#]?\w+(?:[-/&]\w+|['’](?!(?:s|S|d|ll|ve|re|m)\b)\w+|[.,](?=\d)\d+)*"
    r"|['’](?:s|S|d|ll|ve|re|m)\b|--+|\S"
)
_PUNCTUATION = {
    **dict.fromkeys(";:()[]{}—–―…!?-|•", STOP),
    "--": STOP,
    ",": COMMA,
    "，": COMMA,
    ".": POINT,
    **dict.fromkeys(("'s", "'"), GENITIVE),
}
_CLOSED = DETERMINER | PREPOSITION | SUBORDINATOR | RELATIVE | AUXILIARY | SUBJECT | TIME
_NAMES_WHEN_CAPITAL = frozenset(
    ("will", "may", "can", "might", "no", "march", "so", "down", "well")
)
_NAMES_IN_CAPITALS = frozenset(("us", "it", "who", "am", "as", "or", "in", "me", "we"))
_MONTHS_THAT_ARE_WORDS = frozenset(("march", "may"))
_CLOSING = frozenset("\"”“’'»«`‘„＂) \t\r\n\xa0")
_SENTENCE_ENDS = frozenset(".?!…—–-")
_NEAR = 20
"""How many words behind "?”" its "she asked" is looked for."""
_ENOUGH_WORDS = 4
_MOSTLY = 0.6
_LONG_SMALL_WORD = 4
"""Titles in capitals leave small only words like "with" and "from"."""


@dataclass(slots=True)
class Unit:
    """One sentence; several where a quotation holds them together. The lists run in parallel."""

    start: int
    end: int
    paragraph: int
    words: list[str]
    """In lower case, apostrophes straight; a quoted stretch is its opening mark."""
    kinds: list[int]
    starts: list[int]
    ends: list[int]
    is_title: bool = False
    """Nearly every word begins with a capital, so that capitals tell nothing."""

    def span(self, first: int, last: int) -> Span:
        """The offsets of the words from `first` up to `last`, which is excluded."""
        return Span(self.starts[first], self.ends[last - 1])


def split_units(
    text: str, sentences: Sequence[Span], paragraphs: Sequence[Span], quoted: Sequence[Quoted]
) -> list[Unit]:
    """Return the units in order. No unit cuts a quoted stretch or crosses a paragraph break."""
    begins = [paragraph.start for paragraph in paragraphs]
    units: list[Unit] = []
    index = 0
    for span in _bounds(text, _cut(sentences, paragraphs), quoted):
        while index < len(quoted) and quoted[index].end <= span.start:
            index += 1
        first = index
        while index < len(quoted) and quoted[index].end <= span.end:
            index += 1
        paragraph = bisect_right(begins, span.start) - 1
        units.extend(_split_after_quotes(text, _read(text, span, quoted[first:index], paragraph)))
    return units


def _cut(sentences: Sequence[Span], paragraphs: Sequence[Span]) -> Iterator[Span]:
    """Cut the sentences at paragraph breaks; what lies in no paragraph is left out."""
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
    """Widen and join pieces until none cuts a quoted stretch, or its "she asked" from it."""
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
    """Whether a sentence that ended with a quotation may go on: ",” said" always, "?” Lee" perhaps."""
    if not index or quoted[index - 1].end != held.end or quoted[index - 1].goes_on:
        return False
    last = last_letter(text, quoted[index - 1].start, held.end)
    return last in ",?!…" and "\n" not in text[held.end : piece.start]


def _read(text: str, span: Span, quoted: Sequence[Quoted], paragraph: int) -> Unit:
    unit = Unit(span.start, span.end, paragraph, [], [], [], [])
    at = span.start
    for stretch in quoted:
        _read_words(text, at, stretch.start, unit)
        unit.words.append(text[stretch.start])
        unit.kinds.append(QUOTED | _closing_kind(text, stretch))
        unit.starts.append(stretch.start)
        unit.ends.append(stretch.end)
        at = stretch.end
    _read_words(text, at, span.end, unit)
    return _mend(text, unit)


def _closing_kind(text: str, stretch: Quoted) -> int:
    """A quotation that ends in a comma, or ends a sentence, ends a clause outside as well."""
    last = last_letter(text, stretch.start, stretch.end)
    return COMMA if last == "," else STOP if last in _SENTENCE_ENDS else 0


def last_letter(text: str, start: int, end: int) -> str:
    """Return the last character of a quotation before its closing mark, "\0" if there is none."""
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return text[end - 1] if end > start else "\0"


def _read_words(text: str, start: int, end: int, unit: Unit) -> None:
    words, kinds, starts, ends = unit.words, unit.kinds, unit.starts, unit.ends
    opens = not words
    for match in _WORD.finditer(text, start, end):
        low, kind = _look_up(match[0])
        words.append(low)
        kinds.append(kind)
        first, last = match.span()
        starts.append(first)
        ends.append(last)
    if opens and words:
        kinds[0] = _opening_kind(text[starts[0] : ends[0]], words[0])


@lru_cache(maxsize=1 << 16)
def _look_up(raw: str) -> tuple[str, int]:
    """Return a word in lower case, with a straight apostrophe, and its flags within a sentence."""
    small = raw.lower()
    low = small.replace("’", "'")
    return low, kind_of(low) if raw == small else _capital_kind(raw, low)


@lru_cache(maxsize=1 << 16)
def kind_of(low: str) -> int:
    """Return the flags of a word or punctuation mark, given in lower case."""
    if low in _MONTHS_THAT_ARE_WORDS:
        return word_classes()[low] & ~TIME
    listed = word_classes().get(low, _PUNCTUATION.get(low))
    if listed is not None:
        return listed
    if low[0].isdigit():
        return NUMBER
    return classify_unlisted(low) if low[0].isalpha() or low[0] in "@#$€£%" else STOP


def _capital_kind(raw: str, low: str) -> int:
    if raw.isupper() and low in _NAMES_IN_CAPITALS:
        return NAME
    if low in _MONTHS_THAT_ARE_WORDS:
        return TIME
    kind = kind_of(low)
    return kind if kind & _CLOSED and low not in _NAMES_WHEN_CAPITAL else NAME


def _opening_kind(raw: str, low: str) -> int:
    """Return the flags of a sentence's first word: its capital tells little."""
    if low in _MONTHS_THAT_ARE_WORDS or raw == raw.lower() or low in word_classes():
        return _look_up(raw)[1] if low in _MONTHS_THAT_ARE_WORDS else kind_of(low)
    return kind_of(low) | NAME


def _mend(text: str, unit: Unit) -> Unit:
    """Settle what needs neighbours: titles in capitals, "'s" for "is", the point at the end."""
    words, kinds = unit.words, unit.kinds
    unit.is_title = _is_headline(text, unit)
    if unit.is_title:
        unit.kinds = kinds = [
            _headline_kind(word, kind) for word, kind in zip(words, kinds, strict=True)
        ]
    for at in range(1, len(words)):
        if kinds[at] == GENITIVE and kinds[at - 1] & (SUBJECT | RELATIVE):
            kinds[at] = AUXILIARY
        elif (
            kinds[at] == POINT
            and len(words[at - 1]) == 1
            and kinds[at - 1] & (DETERMINER | SUBJECT)
        ):
            kinds[at - 1] = NAME  # an initial: "James A. Baker"
    while words and words[-1] in ".!?…*•|":
        for column in (unit.words, unit.kinds, unit.starts, unit.ends):
            column.pop()
    return unit


def _headline_kind(word: str, kind: int) -> int:
    if kind & QUOTED:
        return kind
    kind = kind_of(word)
    return kind | NAME if kind & NOUN and not kind & VERB else kind


def _is_headline(text: str, unit: Unit) -> bool:
    """Whether nearly every word begins with a capital, so that capitals tell nothing."""
    letters = capitals = 0
    for start, end in zip(unit.starts, unit.ends, strict=True):
        if text[start].isupper():
            capitals += 1
        elif text[start].isalpha() and end - start > _LONG_SMALL_WORD:
            return False
        letters += text[start].isalpha()
    return letters >= _ENOUGH_WORDS and capitals >= _MOSTLY * letters


def _split_after_quotes(text: str, unit: Unit) -> list[Unit]:
    """Split where a quotation ends a sentence, whatever the sentence splitter made of it."""
    cuts = [
        at + 1
        for at in range(len(unit.words) - 1)
        if unit.kinds[at] & QUOTED and _ends_a_sentence(text, unit, at)
    ]
    if not cuts:
        return [unit]
    pieces = zip([0, *cuts], [*cuts, len(unit.words)], strict=True)
    return [_part(unit, first, last) for first, last in pieces]


def _ends_a_sentence(text: str, unit: Unit, at: int) -> bool:
    """Whether the quotation at word `at` ends a sentence: ".”" does, "?”" unless "she asked"."""
    last = last_letter(text, unit.starts[at], unit.ends[at])
    if last not in ".?!…" or last == "\0":
        return False
    if unit.kinds[at + 1] & QUOTED:
        return True
    if not text[unit.starts[at + 1]].isupper():
        return False
    return last == "." or not _goes_on_with_a_cue(unit, at + 1)


@cache
def _finite_cues() -> frozenset[str]:
    """Forms like "asked" and "says" of the verbs that can follow what was said."""
    lemmas = PARENTHETIC | {"question", "press", "chant", "interrupt"}
    forms = (pair for lemma in lemmas for pair in forms_of(lemma))
    return frozenset(form for form, ending in forms if ending in ("s", "past"))


def _goes_on_with_a_cue(unit: Unit, at: int) -> bool:
    for index in range(at, min(at + _NEAR, len(unit.words))):
        if unit.words[index] in _finite_cues():
            return True
        if unit.kinds[index] & (AUXILIARY | STOP | QUOTED):
            return False
    return False


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
