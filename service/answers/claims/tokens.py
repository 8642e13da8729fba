"""The tokens of a quote for comparison: inflected words, numbers, dates, pauses."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from functools import cache
from itertools import pairwise

from msgspec import Struct, structs

from index.text.datelines import dateline_end
from index.text.dates.named_days import Day, named_days, resolve
from service.answers.claims.quantities import numbers
from service.answers.claims.tenses import lies_ahead
from service.answers.claims.vocabulary import Form, form, guards, invariable, phrases, words


class Sort(Enum):
    """What a token is."""

    WORD = "word"
    GUARD = "guard"
    """A word that changes what is asserted: a negation, a modal verb, a quantifier."""
    NUMBER = "number"
    DAY = "day"
    PAUSE = "pause"
    """A comma, semicolon, dash or bracket."""


class Token(Struct, frozen=True):
    """One word, number, day or pause."""

    sort: Sort
    key: Form
    written: str = ""
    """A word as the article has it."""
    day: Day | None = None

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital, as names do."""
        return self.written[:1].isupper()


PAUSE = Token(Sort.PAUSE, Form(",", ""))
_TOKEN = re.compile(
    r"(?P<word>[^\W_]+(?:[’'.&/][^\W_]+)*(?:['’](?=\s|$))?|[%$€£#+])|(?P<pause>[,;:()\[\]]|\s[-–—]+\s|—)"
)


def _without_points(match: re.Match[str]) -> str:
    return match[0].replace(".", "")


_SHORT = (
    (re.compile(r"\bwon't\b", re.IGNORECASE), "will not"),
    (re.compile(r"\b(?:can't|cannot)\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bshan't\b", re.IGNORECASE), "shall not"),
    (re.compile(r"n't\b", re.IGNORECASE), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"(?<=\bI)'m\b"), " am"),
    (re.compile(r"(?<=[a-z])'d\b"), " would"),
    (re.compile(r"\b([Hh]e|[Ss]he|[Ii]t|[Tt]hat|[Tt]here|[Ww]ho|[Ww]hat)'s\b"), r"\1 is"),
    (re.compile(r"(?<=\d)\s*[-–](?=\d)"), " to "),
    (re.compile(r"\b(?:[A-Za-z]\.){2,}"), _without_points),
    (re.compile(r"\b([Rr]e|[Cc]o|[Nn]on|[Aa]nti|[Pp]re)-(?=[a-z])"), r"\1"),
)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00ad": None,
                        "\u200b": None, "„": '"', "‑": "-", "−": "-"})  # fmt: skip
_ON = frozenset(("on", "in", "at", "of", "during"))
_NAMES = frozenset(("May", "Will"))
_BE = {
    "is": "s",
    "are": "s",
    "am": "s",
    "was": "d",
    "were": "d",
    "be": "",
    "been": "n",
    "being": "g",
}
# The past of "be" in "has been closed" is that of "was closed".
_WAS = Form("be", "d")


def tokens(text: str, published: date | None, *, is_english: bool) -> list[Token]:
    """The tokens of a quote; weekdays count from the day on which it was published.

    Numbers, days and forms are understood in English alone.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_PLAIN))
    plain = plain[dateline_end(plain) :]
    if not is_english:
        return [*_plain_words(plain)]
    if plain.isupper():
        plain = re.sub(r"\b(?:Will|May)\b(?! \d)", lambda m: m[0].lower(), plain.title())
    for pattern, replacement in _SHORT:
        plain = pattern.sub(replacement, plain)
    return _tidied([*_scanned(plain, published)])


def _plain_words(text: str) -> Iterator[Token]:
    """Words as they are written, for languages without further knowledge."""
    for match in _TOKEN.finditer(text):
        if match["pause"]:
            yield PAUSE
        else:
            word = match["word"].casefold()
            sort = _sort(word)
            yield Token(sort, Form(word, ""), match["word"])


def _sort(word: str) -> Sort:
    if word[:1].isdigit():
        return Sort.NUMBER
    return Sort.GUARD if word in guards() else Sort.WORD


def _scanned(text: str, published: date | None) -> Iterator[Token]:
    """Days first, then numbers, then words: whatever is longest."""
    at = 0
    for named in named_days(text):
        yield from _with_numbers(text, at, named.start)
        is_ahead = lies_ahead(text[: named.start], text[named.end :])
        day = resolve(named, published, is_future=is_ahead)
        yield Token(Sort.DAY, Form("day", ""), day=day)
        at = named.end
    yield from _with_numbers(text, at, len(text))


def _with_numbers(text: str, start: int, end: int) -> Iterator[Token]:
    part = text[start:end]
    at = 0
    for number in numbers(part):
        yield from _worded(part[at : number.start])
        yield Token(Sort.NUMBER, Form(f"{number.value:.15g}", number.unit))
        at = number.end
    yield from _worded(part[at:])


def _worded(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match["pause"]:
            yield PAUSE
            continue
        written = match["word"].rstrip("'")
        word = written.casefold()
        if word.endswith("'s"):
            yield _word(word[:-2], written)
            yield Token(Sort.WORD, Form("'s", ""))
        elif written != match["word"]:
            yield _word(word, written)
            yield Token(Sort.WORD, Form("'s", ""))
        else:
            yield _word(word, written)


def _word(word: str, written: str) -> Token:
    if word in _BE:
        return Token(Sort.WORD, Form("be", _BE[word]))
    if word in guards() and written not in _NAMES:
        return Token(Sort.GUARD, Form(form(word).stem, form(word).tag))
    return Token(Sort.WORD, form(word), written)


def _tidied(found: Sequence[Token]) -> list[Token]:
    """Without words that say nothing here: "on" before a day, "have" before a participle."""
    kept = [*_with_phrases(found)]
    kept = [one for one, following in pairwise([*kept, PAUSE]) if not _is_idle(one, following)]
    kept = [*_without_do(kept)]
    around = zip([PAUSE, *kept], kept, [*kept[1:], PAUSE], strict=False)
    return [_settled(*three) for three in around]


def _with_phrases(found: Sequence[Token]) -> Iterator[Token]:
    """Phrases replaced by the word that means the same, in the form of their first word."""
    at = 0
    while at < len(found):
        length = next((n for n in (4, 3, 2) if _stems(found[at : at + n]) in phrases()), 0)
        if length:
            yield from _replaced(found[at : at + length])
            at += length
        else:
            yield found[at]
            at += 1


def _stems(found: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.key.stem for token in found)


def _replaced(found: Sequence[Token]) -> Iterator[Token]:
    tag = found[0].key.tag
    *before, last = phrases()[_stems(found)].split()
    for word in before:
        yield _word(word, word)
    token = _word(last, last)
    if found[0].is_capital:
        yield structs.replace(token, written=found[0].written)
    else:
        yield structs.replace(token, key=Form(token.key.stem, token.key.tag if before else tag))


def _is_idle(token: Token, following: Token) -> bool:
    if following.sort is Sort.DAY:
        return token.key.stem in _ON or token.sort is Sort.PAUSE
    is_participle = following.key.tag == "d" or following.key == Form("be", "n")
    return token.key.stem == "have" and token.key.tag != "g" and is_participle


def _without_do(found: Sequence[Token]) -> Iterator[Token]:
    """Put "did not sign" and "has not signed" as "not signed", as the passive voice has it."""
    at = 0
    while at < len(found):
        do, *rest = found[at : at + 3]
        is_denied = len(rest) == 2 and rest[0].key.stem in {"not", "never"}
        if is_denied and do.key.stem == "do":
            yield rest[0]
            yield structs.replace(rest[1], key=Form(rest[1].key.stem, do.key.tag))
            at += 3
        elif is_denied and do.key.stem == "have" and rest[1].key.tag in {"d", "n"}:
            at += 1
        else:
            yield do
            at += 1


def _settled(previous: Token, token: Token, following: Token) -> Token:
    """What only the words beside it tell: "plans to close" says less than "closes"."""
    if token.written.casefold() in invariable():
        is_infinitive = previous.sort is Sort.GUARD or previous.key.stem in {"to", "do"}
        return structs.replace(token, key=Form(token.key.stem, "" if is_infinitive else "d"))
    if token.key == Form("be", "n"):
        return structs.replace(token, key=_WAS)
    if following.sort is Sort.NUMBER and token.key.stem == "some":
        return structs.replace(token, key=form("about"))
    if following.key.stem == "to" and token.key in _leanings():
        return structs.replace(token, sort=Sort.GUARD)
    return token


@cache
def _leanings() -> frozenset[Form]:
    return frozenset(form(word) for word in words("leanings"))
