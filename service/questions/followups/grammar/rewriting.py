"""Substitutes words in a question, recording what stands for what."""

import re
from collections.abc import Iterable

from msgspec import Struct

from service.questions.followups.grammar.clauses import clause_of
from service.questions.followups.resolution import Replaced

_OPENING_MARKS = "¿¡"
_LINK = re.compile(r"^(?:and|but|so)\s+(?=\w+\s)", re.IGNORECASE)
_NO_QUESTION = re.compile(
    r"^(?:tell|show|give|summari[sz]e|timeline|everyone|list|find|explain|describe|compare|name)\b",
    re.IGNORECASE,
)


class Edit(Struct, frozen=True, kw_only=True):
    """`text[start:end]` is to become `new`."""

    start: int
    end: int
    new: str
    meaning: str
    """What the words stand for: `new` without its "'s"."""
    turn: int


class Reading(Struct, frozen=True, kw_only=True):
    """A question rewritten to stand alone."""

    text: str
    replaced: tuple[Replaced, ...] = ()


def edited(text: str, edits: Iterable[Edit]) -> Reading:
    """A text after its edits, none of which overlap."""
    ordered = sorted(edits, key=lambda edit: edit.start)
    parts: list[str] = []
    at = 0
    for edit in ordered:
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    replaced = tuple(
        Replaced(words=text[e.start : e.end], meaning=e.meaning, turn=e.turn) for e in ordered
    )
    return Reading(text="".join([*parts, text[at:]]), replaced=replaced)


def genitive(name: str, *, is_person: bool = True) -> str:
    """The name with "'s", or with an apostrophe after a plural's s: "the Pilots'"."""
    is_plural = name.endswith("s") and (name[:1].islower() or not is_person)
    return name + ("'" if is_plural else "'s")


def polished(text: str) -> str:
    """A rewritten question for display: single spaces, a capital first, a question mark."""
    text = re.sub(r"\s+([?!,.])", r"\1", " ".join(text.split())).strip(" ,")
    text = _LINK.sub("", text)
    bare = text.rstrip("?!. ")
    at = next((n for n, c in enumerate(bare) if c not in _OPENING_MARKS), 0)
    bare = bare[:at] + bare[at : at + 1].upper() + bare[at + 1 :]
    is_asked = clause_of(bare) is not None and not _NO_QUESTION.match(bare)
    return bare + "?" if is_asked or text.endswith("?") else bare
