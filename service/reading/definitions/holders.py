"""Office holders in a sentence: "the Pilots' coach, Ines Carvalho", "Mayor Ruiz".

The deputy mayor is not the mayor, the former one neither, and the coach of another club is not the
one asked about: nobody whom the sentence itself introduces so is the answer.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import structs

from index.people.names import words_of
from index.records import Article, Span
from service.candidates import Candidate
from service.questions.kinds.definitions import Asked, Wanted, role_of
from service.reading.confidence import Features
from service.reading.definitions.mentions import names_in
from service.reading.definitions.structures import Defining, defining

_ENOUGH_LETTERS = 4
"""Length of the common prefix of a country and its demonym: Germany, German."""
_LONG_CHARACTERS = 100
_NEAR_CHARACTERS = 60
_OWNER = re.compile(r"[A-ZÀ-Þ][\w.-]{0,40}['’](?:s\b|(?=\s))|\b(?:of|for|at)\s+(?:the\s+)?[A-ZÀ-Þ]")
_NOT_NOW = frozenset("former ex then deputy vice late assistant acting ousted".split())
_OTHER_OFFICE = frozenset("deputy vice assistant shadow honorary".split())
_OTHER_TIME = frozenset("former ex then late ousted next incoming future previous".split())
_FORMER = frozenset("former ex previous".split())
_UNTIL = re.compile(r"\b(?:until|from)\s+(?:\w+\s+)?(?:1[5-9]|20)\d\d\b", re.IGNORECASE)
_OTHERS_SHARE = 0.2
"""What is left of the confidence in somebody whom the sentence gives another office."""


def holders(asked: Asked, text: str, article: Article) -> Iterator[tuple[Defining, Features]]:
    """The names that the sentence gives the office."""
    sentence, own = words_of(text), set(words_of(asked.name))
    if _share(asked.whose, words_of(f"{article.title or ''} {article.text}")) < 1:
        return
    for mention in names_in(text):
        for one in defining(text, mention):
            words = words_of(text[one.span.start : one.span.end])
            if (at := _role_at(asked.roles, words)) is None or _has_other(asked, words[:at]):
                continue
            around = text[one.span.start : one.span.end + _LONG_CHARACTERS]
            if _is_of_other_time(asked, words[:at], text, one) or _is_owners(asked, around):
                continue
            behind = words_of(text[mention.name.end : mention.name.end + _NEAR_CHARACTERS])
            name = Span(mention.name.start, mention.name.end)
            near = [*words, *(behind if one.form == "title" else ())]
            yield (
                Defining(one.form, name),
                {
                    "whose": 1.0 if asked.whose else 0.0,
                    "named_there": _share(asked.whose, near),
                    "in_sentence": _share(asked.whose, sentence),
                    "in_article": 1.0,
                    "not_now": 1.0 if _NOT_NOW & set(words[:at][-1:]) - own else 0.0,
                    "other": 1.0 if _is_of_another(asked, one, text, near) else 0.0,
                },
            )


def without_other_offices(asked: Asked, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, less sure of those whom their own sentence gives another office."""
    if asked.wanted is not Wanted.HOLDER:
        return list(candidates)
    return [
        structs.replace(c, confidence=c.confidence * _OTHERS_SHARE)
        if _has_another_office(asked, c)
        else c
        for c in candidates
    ]


def _has_another_office(asked: Asked, candidate: Candidate) -> bool:
    """Whether the sentence says what office the marked person has, and it is not this one."""
    marked, quote = candidate.highlight, candidate.quote
    if marked is None:
        return False
    text = candidate.article.text[quote.start : quote.end]
    suits = [
        _suits(asked, text, one)
        for mention in names_in(text)
        if quote.start + mention.name.start < marked.end
        and marked.start < quote.start + mention.name.end
        for one in defining(text, mention)
        if _names_office(text, one)
    ]
    return bool(suits) and not any(suits)


def _names_office(text: str, one: Defining) -> bool:
    words = words_of(text[one.span.start : one.span.end])
    return any(role_of(words[at : at + 1]) for at in range(len(words)))


def _suits(asked: Asked, text: str, one: Defining) -> bool:
    """Whether a description is of the office asked about, now, and not that of another place."""
    words = words_of(text[one.span.start : one.span.end])
    at = _role_at(asked.roles, words)
    if (
        at is None
        or _has_other(asked, words[:at])
        or _is_of_other_time(asked, words[:at], text, one)
    ):
        return False
    behind = words_of(text[one.span.end : one.span.end + _NEAR_CHARACTERS])
    return not _is_of_another(asked, one, text, [*words, *behind])


def _has_other(asked: Asked, before: Sequence[str]) -> bool:
    """Whether it is another office: the deputy mayor is not the mayor, nor the mayor the deputy."""
    return _OTHER_OFFICE & set(before[-2:]) != _OTHER_OFFICE & set(words_of(asked.name))


def _is_of_other_time(asked: Asked, before: Sequence[str], text: str, one: Defining) -> bool:
    """Whether somebody had the office, or will have it, while its holder is asked for.

    Where a former holder is asked for, whether nothing says that it is over.
    """
    is_over = _UNTIL.search(text, one.span.start, one.span.end) is not None
    if _FORMER & set(words_of(asked.name)):
        return not (is_over or _FORMER & set(before[-3:]))
    other = _OTHER_TIME & set(before[-3:]) - set(words_of(asked.name))
    return not asked.is_past and (is_over or bool(other))


def _is_owners(asked: Asked, description: str) -> bool:
    """Whether the office is of something that belongs to it: "president of Norland's club"."""
    return bool(asked.whose) and any(
        re.search(
            rf"\b(?:of|for|at)\s+(?:the\s+)?{re.escape(word)}['’]s?\s+[a-z]", description, re.I
        )
        for word in asked.whose[-1:]
    )


def _role_at(roles: frozenset[str], words: list[str]) -> int | None:
    """The place of the office in a description; "vice president" is not "president"."""
    for at in range(len(words)):
        for size in (2, 1):
            role = role_of(words[at : at + size])
            # "deputy mayor" is no office of two words that ends with "mayor".
            is_whole = role is not None and (size == 2) is ("-" in role)
            if role in roles and is_whole and (size == 2 or not _is_part(words, at)):
                return at
    return None


def _is_part(words: Sequence[str], at: int) -> bool:
    """Whether the word is part of an office of two words: "vice president"."""
    pairs = (words[max(0, at - 1) : at + 1], words[at : at + 2])
    return any(len(pair) > 1 and "-" in (role_of(list(pair)) or "") for pair in pairs)


def _is_of_another(asked: Asked, one: Defining, text: str, near: Sequence[str]) -> bool:
    """Whether a description names its own place, and the question another."""
    has_place = _OWNER.search(text, one.span.start, one.span.end) is not None
    return bool(asked.whose) and has_place and not _share(asked.whose, near)


def _share(wanted: Sequence[str], words: Sequence[str]) -> float:
    """How many of the wanted words are there: itself, or that of the same country."""
    if not wanted:
        return 1.0
    there = set(words)
    return sum(any(_is_alike(one, other) for other in there) for one in wanted) / len(wanted)


def _is_alike(one: str, other: str) -> bool:
    n = _ENOUGH_LETTERS
    return one == other or (len(one) > n and len(other) > n and one[: n + 1] == other[: n + 1])
