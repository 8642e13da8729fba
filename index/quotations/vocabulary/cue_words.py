"""Cue words, such as "said" and "according to", with the measured precision of each use."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import inflected, irregular_forms


class CueWord(NamedTuple):
    """One form of a cue word."""

    lemma: str
    ending: str
    """"base", "s", "past" or "ing" for a verb, "adjective", or "" for "according" and ":"."""


class CueTable(NamedTuple):
    """Every form of every cue word, and the precision of each of its uses."""

    forms: Mapping[str, CueWord]
    precisions: Mapping[str, float]
    """By "lemma voice frame": how often that use was an attribution, between 0 and 1."""
    least: float = 0.5
    """The lowest precision accepted for an attribution without a quotation."""
    least_quoted: float = 0.65
    """The lowest precision accepted for an attribution with a quotation."""

    def trusts(self, precision: float, *, quoted: bool) -> bool:
        """Whether an attribution of that precision is accepted."""
        return precision >= (self.least_quoted if quoted else self.least)

    def precision(self, use: str, circumstances: Iterable[str] = ()) -> float:
        """Return how often a use is an attribution, under the circumstances."""
        shift = sum(self.precisions.get(name, 0.0) for name in circumstances)
        return _shifted(self._usual(use), shift)

    def _usual(self, use: str) -> float:
        """The measured precision, or an estimate from other uses of the verb and the frame."""
        known = self.precisions.get(use)
        if known is not None:
            return known
        lemma, frame = use.split(" ", 1)
        usual = self.precisions.get("* " + frame)
        return 0.01 if usual is None else _shifted(usual, self.precisions.get(lemma + " *", 0.0))


def _shifted(precision: float, logit: float) -> float:
    return 1 / (1 + (1 / precision - 1) * exp(-logit))


ENDINGS = ("base", "s", "past", "ing")


def forms_of(lemma: str) -> list[tuple[str, str]]:
    """Return the forms of a cue word, each with its ending."""
    if lemma in word_list("adjectives that cue"):
        return [(lemma, "adjective")]
    if lemma in (":", "according"):
        return [(lemma, "")]
    listed = irregular_forms().get(lemma)
    if not listed:
        return list(zip(inflected(lemma), ENDINGS, strict=True))
    if not any(ending == "past" for ending in map(_ending, listed[1:])):
        return [(lemma, "past"), *((form, _ending(form)) for form in listed[1:])]
    return [(lemma, "base"), *((form, _ending(form)) for form in listed[1:])]


def _ending(form: str) -> str:
    if form.endswith("ing"):
        return "ing"
    return "s" if form.endswith("s") else "past"


def all_forms(lemmas: Sequence[str]) -> dict[str, CueWord]:
    """Return all forms of the cue words in lower case; a shared form goes to the first lemma."""
    found: dict[str, CueWord] = {}
    for lemma in lemmas:
        for form, ending in forms_of(lemma):
            found.setdefault(form, CueWord(lemma, ending))
    return found


@cache
def measured_cues() -> CueTable:
    """Return the cue words shipped with Dateline, as measured on PolNeAR."""
    precisions = read_table(
        files("index.quotations.vocabulary").joinpath("cues.txt").read_text("utf-8")
    )
    lemmas = [name.removesuffix(" *") for name in precisions if name.endswith(" *")]
    return CueTable(all_forms(lemmas), precisions)


def read_table(text: str) -> dict[str, float]:
    """Parse a cue file into `CueTable.precisions`.

    The precision of "say that" is under "say subj that", a verb's shift under "say *", a frame's
    precision under "* subj that", a circumstance's shift under "~source it".
    """
    table: dict[str, float] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, *fields = line.split()
            if not name.startswith(("*", "~")):
                table[f"{name} *"] = float(fields.pop(0))
            for field in fields:
                key, value = field.rsplit("=", 1)
                table[f"{name} {key.replace(':', ' ')}"] = float(value)
    return table
