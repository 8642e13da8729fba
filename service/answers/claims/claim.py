"""What a quote claims, independent of its wording.

"On Tuesday the plan was approved by the council, the mayor said"
-> council approve/d plan    day: Tuesday    source: mayor
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct, structs

from index.quotations.vocabulary.lists import word_list
from service.answers.claims.tokens import PAUSE, Sort, Token, tokens
from service.answers.claims.vocabulary import Form, form, words

_LONGEST_ATTRIBUTION = 14
_FARTHEST_VERB = 7
_LONGEST_OPENING = 9
_ASIDE = frozenset("in to on statement interview his her".split()) | {form("according").stem}
_NO_SOURCE = frozenset(
    "and but or which who whom after while because when where then so as".split()
)
_NOT_AGENTS = frozenset(("hand", "law", "far", "accident", "then", "mistake", "mail", "phone"))


class Claim(Struct, frozen=True):
    """A quote prepared for comparison."""

    tokens: tuple[Token, ...]
    """In the active voice, without articles, without who said it, and, if it is one, the day."""
    day: Token | None = None
    """The only day it names, wherever that stands."""
    source: tuple[Token, ...] | None = None
    """The words that name who said it; None if nobody did."""
    is_english: bool = True

    @property
    def numbers(self) -> frozenset[Form]:
        """Its numbers with their units."""
        return frozenset(token.key for token in self.tokens if token.sort is Sort.NUMBER)

    @property
    def guards(self) -> list[Form]:
        """Its words that change what is asserted, sorted."""
        return sorted(token.key for token in self.tokens if token.sort is Sort.GUARD)


@lru_cache(maxsize=256)
def claim(text: str, published: date | None, *, is_english: bool) -> Claim:
    """What a quote claims.

    If it is not known to be English, only its words are compared.
    """
    found = tokens(text, published, is_english=is_english)
    if not is_english:
        return Claim(tuple(_without_idle_pauses(found)), is_english=False)
    said, source = _without_source(found)
    said = _active(_opening_last(said))
    kept = [token for token in said if token.key.stem not in words("free")]
    kept, day = _without_day(kept)
    return Claim(tuple(_without_idle_pauses(kept)), day, None if source is None else tuple(source))


def is_preposition(token: Token) -> bool:
    """Whether a phrase begins here: "in", "after", "because"."""
    return token.sort in {Sort.WORD, Sort.GUARD} and token.key.stem in _openers()


def _openers() -> frozenset[str]:
    return word_list("prepositions", "subordinators") | {"to"}


def _without_day(found: list[Token]) -> tuple[list[Token], Token | None]:
    """The words without the day, and the day; "before June" is not "in June"."""
    places = [n for n, token in enumerate(found) if token.day]
    if len(places) != 1:
        return found, None
    at, day = places[0], found[places[0]]
    if at and is_preposition(found[at - 1]):
        day = structs.replace(day, key=Form("day", found[at - 1].key.stem))
        return [*found[: at - 1], *found[at + 1 :]], day
    return [*found[:at], *found[at + 1 :]], day


def _without_idle_pauses(found: Sequence[Token]) -> list[Token]:
    """No pause at an end, and no two in a row."""
    kept: list[Token] = []
    for token in found:
        if token is not PAUSE or (kept and kept[-1] is not PAUSE):
            kept.append(token)
    while kept and kept[-1] is PAUSE:
        kept.pop()
    return kept


def _without_source(found: list[Token]) -> tuple[list[Token], list[Token] | None]:
    """The words without the attribution before or behind them, and the words of that."""
    if len(found) > 2 and _is_according(found) and PAUSE in found:
        at = found.index(PAUSE)
        return found[at + 1 :], _named_source(found[:at])
    for at, token in enumerate(found):
        if token is PAUSE and len(found) - at <= _LONGEST_ATTRIBUTION:
            tail = found[at + 1 :]
            if _is_attribution(tail) and at > 1:
                return found[:at], _named_source(tail)
    return _without_opening_source(found)


def _is_attribution(tail: Sequence[Token]) -> bool:
    if not tail or tail[0].key.stem in _NO_SOURCE or any(t.sort is Sort.GUARD for t in tail):
        return False
    if _is_according(tail):
        return True
    return any(_is_telling(tail, at) for at in range(min(_FARTHEST_VERB, len(tail))))


def _is_telling(tail: Sequence[Token], at: int) -> bool:
    """Whether a verb of speech stands here without an object: not "Lee wrote the report"."""
    if not _is_speech(tail[at]):
        return False
    if at == 0 or at + 1 == len(tail) or tail[at].key.stem == form("tell").stem:
        return True
    following = tail[at + 1]
    is_addressee = following.key.stem in words("addressees")
    return bool(following.day) or following is PAUSE or is_addressee or is_preposition(following)


def _is_according(part: Sequence[Token]) -> bool:
    return [token.written.casefold() for token in part[:2]] == ["according", "to"]


def _is_speech(token: Token) -> bool:
    is_finite = token.key.tag in {"d", "s"} or token.written == "say"
    return is_finite and token.key.stem in _speech()


def _speech() -> frozenset[str]:
    return frozenset(form(word).stem for word in words("speech"))


def _without_opening_source(found: list[Token]) -> tuple[list[Token], list[Token] | None]:
    verb = next((n for n, t in enumerate(found[:_LONGEST_ATTRIBUTION]) if _is_speech(t)), 0)
    before = found[:verb]
    is_plain = all(t.sort in {Sort.WORD, Sort.DAY} or t is PAUSE for t in before)
    if not verb or not is_plain or before[-1].key.stem in {"be", "who", "which"}:
        return found, None
    if is_preposition(before[0]) or before[0].key.stem in _NO_SOURCE:
        return found, None
    rest = found[verb + 1 :]
    at = _that(rest)
    if at is not None:
        return rest[at + 1 :], [
            *_named_source(before),
            *(t for t in rest[:at] if t.sort is Sort.DAY),
        ]
    is_bare = found[verb].key.stem == form("say").stem
    return (rest, _named_source(before)) if is_bare and len(rest) > 2 else (found, None)


def _that(rest: Sequence[Token]) -> int | None:
    """Where "that" stands behind "told reporters on Tuesday"; None if it does not."""
    for at, token in enumerate(rest[:6]):
        if token.key.stem == "that":
            return at
        if token.sort in {Sort.GUARD, Sort.NUMBER}:
            return None
    return None


def _named_source(part: Sequence[Token]) -> list[Token]:
    """The words that name a source, without the verb and without whom it told."""
    aside = words("addressees") | words("free") | _ASIDE
    return [t for t in part if not _is_speech(t) and t.key.stem not in aside and t is not PAUSE]


def _opening_last(found: list[Token]) -> list[Token]:
    """Put "In Paris, Lee won" as "Lee won in Paris"."""
    if len(found) > 1 and found[0].day and found[1] is PAUSE:
        return [*found[2:], found[0]]
    if not found or not is_preposition(found[0]) or PAUSE not in found[:_LONGEST_OPENING]:
        return found
    at = found.index(PAUSE)
    return [*found[at + 1 :], *found[:at]] if len(found) > at + 2 else found


def _active(found: list[Token]) -> list[Token]:
    """Put "the plan was approved by the council" as "the council approved the plan"."""
    be = next(
        (n for n, t in enumerate(found) if t.key.stem == "be" and n and t.key.tag != "g"), None
    )
    if be is None:
        return found
    verb = next(
        (n for n in range(be + 1, min(be + 4, len(found))) if _is_participle(found[n])), None
    )
    if verb is None:
        return found
    by = next((n for n in range(verb + 1, len(found)) if found[n].key.stem == "by"), None)
    if by is None or any(t is PAUSE for t in found[verb:by]):
        return found
    end = next((n for n in range(by + 1, len(found)) if _ends_agent(found, n)), len(found))
    agent = found[by + 1 : end]
    if not agent or agent[0].sort in {Sort.NUMBER, Sort.DAY} or agent[0].key.tag == "g":
        return found
    if agent[0].key.stem in _NOT_AGENTS or any(t is PAUSE for t in found[:be]):
        return found
    start = be
    while start and found[start - 1].sort is Sort.GUARD:
        start -= 1
    # "is approved" in the active voice is "approves", "was not approved" is "did not approve".
    active = structs.replace(found[verb], key=Form(found[verb].key.stem, found[be].key.tag))
    asserted = [*found[start:be], *found[be + 1 : verb], active]
    return [*agent, *asserted, *found[:start], *found[verb + 1 : by], *found[end:]]


def _is_participle(token: Token) -> bool:
    return token.sort in {Sort.WORD, Sort.GUARD} and token.key.tag == "d"


def _ends_agent(found: Sequence[Token], at: int) -> bool:
    token = found[at]
    if token is PAUSE or token.sort is Sort.DAY:
        return True
    return is_preposition(token) and token.key.stem != "of"
