"""Rewords a question with another name for its subject, as used in the articles."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.followers.open_collection import OpenCollection
from index.text.matching.folding import WORD, folded, spelled_out
from index.text.matching.plain import plain
from service.aliases.learning import learned, passages_with
from service.aliases.names import Aliases
from service.questions.language.function_words import function_words
from service.questions.spelling.common_words import is_common

_MOST = 3
_ACRONYM = re.compile(r"(?<![\w.])(?:[A-Z]{2,6}|(?:[A-Z]\.){2,6})(?![\w.])")
_TWO_LETTERS = re.compile(r"([aou])e", re.IGNORECASE)
_UMLAUT = re.compile(r"\b\w*(?:[äöüåø]|[aou]e)\w*\b", re.IGNORECASE)
_WITH_NUMBER = re.compile(r"\b([^\W\d_]{3,40})(\d{1,9})(?!\w)")


class Rewording(NamedTuple):
    """A question with another name."""

    question: str
    is_needed: bool
    """Whether no article uses the name that was typed."""


def rewordings(question: str, opened: OpenCollection, aliases: Aliases) -> list[Rewording]:
    """The question with other names that articles use, at most three, the likeliest first."""
    found: dict[str, Rewording] = {}
    for one in _all(question, opened, aliases):
        if one.question != question:
            found.setdefault(one.question, one)
        if len(found) == _MOST:
            break
    return list(found.values())


def may_be_reworded(question: str, aliases: Aliases) -> bool:
    """Whether a question has an abbreviation or a name with others, whatever articles use."""
    return any(_other_spellings(question)) or any(aliases.named_in(question))


def _all(question: str, opened: OpenCollection, aliases: Aliases) -> Iterator[Rewording]:
    def named(start: int, end: int, name: str) -> Rewording:
        is_needed = not _is_used(question[start:end], opened)
        return Rewording(question[:start] + name + question[end:], is_needed)

    for start, end, name in _other_spellings(question):
        if _is_used(name, opened):
            yield named(start, end, name)
    yield Rewording(_UMLAUT.sub(lambda word: _as_used(word[0], opened), question), is_needed=True)
    for there in aliases.named_in(question):
        for name in filter(None, (form for one in there.others for form in (one, _dotted(one)))):
            if _is_used(name, opened):
                yield named(there.start, there.end, name)
    for name, other in learned(question, opened):
        start = question.index(name)
        yield named(start, start + len(name), other)


def _other_spellings(question: str) -> Iterator[tuple[int, int, str]]:
    """Abbreviations with and without full stops, numbers set apart: "covid-19"."""
    for match in _ACRONYM.finditer(question):
        other = match[0].replace(".", "") if "." in match[0] else _dotted(match[0])
        if other:
            yield *match.span(), other
    for match in _WITH_NUMBER.finditer(question):
        yield *match.span(), f"{match[1]}-{match[2]}"


def _as_used(word: str, opened: OpenCollection) -> str:
    """A word with its umlauts in one or in two letters, if articles have only that."""
    spelt = _TWO_LETTERS.sub(r"\1", word)
    other = spelt if spelt != word else spelled_out(word)
    is_unknown = opened.lexical.terms(word) and not _is_used(word, opened)
    if not is_unknown or folded(word) in function_words() or not _is_used(other, opened):
        return word
    return next(_spelt_alike(word, other, opened), word)


def _spelt_alike(word: str, other: str, opened: OpenCollection) -> Iterator[str]:
    """How articles write it: "Müller" for "mueller", but never "dos" or "dös" for "does"."""
    wanted, is_common_word = spelled_out(word), is_common(folded(word))
    for located in passages_with(other, opened):
        for found in WORD.findall(plain(located.passage.text).text):
            # A common word may be a name too, as "mueller" is: only a name with a capital is meant.
            is_meant = found[0].isupper() or not is_common_word
            if is_meant and spelled_out(found) == wanted:
                yield found


def _dotted(name: str) -> str | None:
    """The name with full stops, "E.U."; None if it is no abbreviation."""
    return "".join(f"{letter}." for letter in name) if _ACRONYM.fullmatch(name) else None


def _is_used(name: str, opened: OpenCollection) -> bool:
    """Whether a passage has all words of a name."""
    terms = opened.lexical.terms(name)
    return bool(terms) and opened.lexical.holds_together(terms)
