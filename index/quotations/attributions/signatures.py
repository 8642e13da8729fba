"""Signed quotations: "“... .” — Ann Lee, 34, of Flint", on the same line or the next.

Only a whole sentence can be signed: "“Guernica” — Pablo Picasso" is not a signed quotation.
"""

from typing import NamedTuple

from index.quotations.sentences.units import Phrase, Unit
from index.quotations.sentences.word_kinds import is_dash
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    COMMA,
    CONJUNCTION,
    NAME,
    POINT,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
)

PRECISION = 0.95
"""Measured on PolNeAR train: `python -m eval.components.quotations --split train`."""
_JOINTS = frozenset(("de", "del", "da", "di", "la", "van", "von", "der", "al", "bin", "&"))
_LONGEST_NAME = 8
_LONGEST_DESCRIPTION = 12
_NOT_DESCRIBED_BY = AUXILIARY | SUBJECT | RELATIVE | QUOTED | STOP


class Signature(NamedTuple):
    """A signature, as words of the unit."""

    cue: Phrase
    """The dash."""
    source: Phrase


def signature(unit: Unit) -> Signature | None:
    """Return the signature at the end of a unit, or None if it ends in something else."""
    at = 0
    while at < len(unit.kinds) and unit.kinds[at] & (QUOTED | CONJUNCTION):
        at += 1
    if at == len(unit.words) or not is_dash(unit.words[at]):
        return None
    if at and not unit.kinds[at - 1] & STOP:
        return None
    name = _name_end(unit, at + 1)
    if name == at + 1 or not _is_described_to_the_end(unit, name):
        return None
    return Signature(Phrase(at, at + 1), Phrase(at + 1, name))


def _name_end(unit: Unit, first: int) -> int:
    """Return where the name that begins at word `first` ends; `first` itself if no name does."""
    if first == len(unit.words) or not unit.kinds[first] & NAME:
        return first
    end = first
    while end < len(unit.words) and end - first < _LONGEST_NAME:
        if not (unit.kinds[end] & (NAME | POINT) or unit.words[end] in _JOINTS):
            break
        end += 1
    return end


def _is_described_to_the_end(unit: Unit, at: int) -> bool:
    """Whether nothing follows but a description such as ", 34, of Flint"."""
    if at == len(unit.words):
        return True
    described = unit.kinds[at] & COMMA and len(unit.words) - at <= _LONGEST_DESCRIPTION
    return bool(described) and not any(kind & _NOT_DESCRIBED_BY for kind in unit.kinds[at:])
