"""Grammar of French, German and Spanish follow-ups: closed word classes, as patterns."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert

from service.questions.language.detection import ENGLISH, language_of


class Kind(StrEnum):
    """What a pronoun may refer to, judging by its form."""

    HE = "he"
    SHE = "she"
    IT = "it"
    THEY = "they"
    OWNER = "owner"
    """Of a possessive whose owner may be anybody."""
    THERE = "there"


class Pronoun(Struct, frozen=True):
    """A pronoun in its surroundings, and what is written instead."""

    pattern: re.Pattern[str]
    kind: Kind
    instead: str = "{name}"
    """With the groups of the pattern, and `{name}`."""


class Words(frozenset[str]):
    """Words of a closed class."""


class Grammar(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The closed classes of one language, as its file in this folder has them."""

    asking: re.Pattern[str]
    """Words that ask, at the beginning of a question."""
    what: re.Pattern[str]
    """Other words that questions are asked with, wherever they stand."""
    who: re.Pattern[str]
    """Those that ask for a name."""
    opening: re.Pattern[str]
    """What links a message to the one before it."""
    prepositions: Words
    topical: Words
    """Prepositions that begin nothing but a topic."""
    speech: re.Pattern[str]
    """A question for somebody's words; `who` is missing if nobody is named."""
    articles: dict[str, str]
    """Articles, and the kinds of pronouns that may stand for what follows them."""
    noun: re.Pattern[str]
    """A noun behind its article, with what belongs to it."""
    pronouns: tuple[Pronoun, ...]
    verb_second: bool = False
    """Whether the verb comes before the subject in questions."""


_TAGS = ("fr", "de", "es")
_LINKS = {"et": "fr", "und": "de", "y": "es"}
"""Words that follow-ups of two or three words begin with."""


@cache
def _grammars() -> dict[str, Grammar]:
    folder = files("service.questions.followups.languages")
    stored = {tag: tomllib.loads((folder / f"{tag}.toml").read_text("utf-8")) for tag in _TAGS}
    return convert(stored, dict[str, Grammar], dec_hook=_read)


def _read(kind: type, stored: object) -> object:
    """A pattern, which may be written in parts, or words with spaces between them."""
    if kind is Words:
        return Words(str(stored).split())
    return re.compile("".join(stored if isinstance(stored, list) else [str(stored)]), re.I)


def grammar_of(message: str) -> Grammar | None:
    """The grammar of a message; None if it is in none of these languages."""
    language = language_of(message)
    if language == ENGLISH:
        return None
    grammars = _grammars()
    known = grammars.get(language or "")
    plain = message.strip(" ?!.¿¡")
    if known is None and plain:
        known = grammars.get(_LINKS.get(plain.split()[0].lower(), ""))
    return known or next((g for g in grammars.values() if asks(plain, g)), None)


def asks(text: str, grammar: Grammar) -> bool:
    """Whether a text begins with words that ask, or asks for somebody's words."""
    plain = text.strip(" ?!.¿¡")
    return bool(grammar.asking.match(plain) or grammar.speech.match(plain))


def is_whole(text: str, grammar: Grammar) -> bool:
    """Whether a text is a question by itself: it has words that ask, or a pronoun."""
    asking = re.compile(rf"(?<!\w)(?:{grammar.asking.pattern})", re.IGNORECASE)
    patterns = (asking, grammar.what, *(pronoun.pattern for pronoun in grammar.pronouns))
    return any(pattern.search(text) for pattern in patterns)
