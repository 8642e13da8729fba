"""Measures every use of every cue word of quotations.

    python -m eval.training.cue_words > index/quotations/cues.txt

Every verb the rules know is tried as a cue on PolNeAR train. A reading is right where source and
content agree with one gold attribution at overlap. What is written are single words and numbers.

The model is a logit with few parts: a frame's usual odds, a verb's shift, their own odds together
where there are enough cases, and a shift for each circumstance. Every part is pulled towards the
one it refines by as many imagined cases as `_PULL` says.
"""

import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log
from pathlib import Path
from typing import NamedTuple

from eval.components.polnear import ENOUGH, Article, attribution, overlap, read_articles, units_of
from eval.components.quotations import DATA
from index.quotations.attributions.rules import find_attributions
from index.quotations.attributions.values import Attribution
from index.quotations.sentences.units import Unit
from index.quotations.vocabulary.cue_words import CueTable, all_forms, measured_cues
from index.quotations.vocabulary.word_classes import listed_verbs

_PULL = {"frame": 3.0, "lemma": 1.0, "use": 6.0, "circumstance": 3.0}
_FEWEST_CASES = 4
"""A use with fewer cases is left to its verb and its frame."""
_FIT_ROUNDS = 4
_STEPS = 12
_BY_QUOTE = frozenset(("back", "quote", "paren"))

Observation = tuple[float, bool]
"""The logit that all other parts give a case, and whether it was an attribution."""


class Case(NamedTuple):
    """One reading of a cue in train."""

    lemma: str
    frame: str
    """Voice and frame: "subj that"."""
    circumstances: tuple[str, ...]
    right: bool


class Fit(NamedTuple):
    """The parts of the model, as logits."""

    frames: dict[str, float]
    lemmas: dict[str, float]
    uses: dict[tuple[str, str], float]
    circumstances: dict[str, float]

    def logit(self, case: Case) -> float:
        """The whole of a case."""
        return self.uses[case.lemma, case.frame] + self.shift(case)

    def shift(self, case: Case) -> float:
        """What the circumstances add."""
        return sum(self.circumstances[name] for name in case.circumstances)


def measure(articles: Sequence[Article], lemmas: Sequence[str]) -> tuple[Fit, list[Case]]:
    """Read and fit, twice: which readings are accepted changes what others borrow from them."""
    forms = all_forms(lemmas)
    first = _all_cases(articles, CueTable(forms, {}, least=0.0, least_quoted=0.0))
    cases = _all_cases(articles, CueTable(forms, precisions(fit_cases(first))))
    return fit_cases(cases), cases


def _all_cases(articles: Sequence[Article], table: CueTable) -> list[Case]:
    return [case for article in articles for case in _cases(article, table)]


def _cases(article: Article, table: CueTable) -> Iterator[Case]:
    for unit in units_of(article.text):
        rejected: list[Attribution] = []
        for reading in (*find_attributions(unit, table, rejected), *rejected):
            if reading.content:
                frame = f"{reading.voice} {reading.frame}"
                right = _is_right(article, unit, reading)
                yield Case(reading.lemma, frame, reading.circumstances, right)


def _is_right(article: Article, unit: Unit, reading: Attribution) -> bool:
    source = [unit.span(*reading.source)] if reading.source else []
    content = [unit.span(*phrase) for phrase in reading.content]
    found = attribution(article, source, [], content)
    for gold in article.gold:
        if overlap(found.source, gold.source) < ENOUGH and reading.voice != "lead":
            continue
        if overlap(found.content, gold.content) >= ENOUGH:
            return True
        # The sentences in which a quotation continues are found later.
        if reading.frame in _BY_QUOTE and found.content <= gold.content and found.content:
            return True
    return False


def fit_cases(cases: Sequence[Case]) -> Fit:
    """Fit the parts in turn, each given the others."""
    fit = Fit({}, {}, {}, defaultdict(float))
    usual = _logit(sum(case.right for case in cases) / len(cases))
    for _ in range(_FIT_ROUNDS):
        frames = _grouped((case.frame, fit.shift(case), case.right) for case in cases)
        for frame, seen in frames.items():
            fit.frames[frame] = usual + _solve([(usual + o, r) for o, r in seen], _PULL["frame"])
        lemmas = _grouped(
            (case.lemma, fit.frames[case.frame] + fit.shift(case), case.right) for case in cases
        )
        for lemma, seen in lemmas.items():
            fit.lemmas[lemma] = _solve(seen, _PULL["lemma"])
        _fit_uses(cases, fit)
        _fit_circumstances(cases, fit)
    return fit


def _fit_uses(cases: Sequence[Case], fit: Fit) -> None:
    uses: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for case in cases:
        expected = fit.frames[case.frame] + fit.lemmas[case.lemma]
        uses[case.lemma, case.frame].append((expected + fit.shift(case), case.right))
    for (lemma, frame), seen in uses.items():
        own = _solve(seen, _PULL["use"]) if len(seen) >= _FEWEST_CASES else 0.0
        fit.uses[lemma, frame] = fit.frames[frame] + fit.lemmas[lemma] + own


def _fit_circumstances(cases: Sequence[Case], fit: Fit) -> None:
    for index in range(len(cases[0].circumstances)):
        named = (
            (name, fit.logit(case) - fit.circumstances[name], case.right)
            for case in cases
            for name in case.circumstances[index : index + 1]
        )
        for name, seen in _grouped(named).items():
            fit.circumstances[name] = _solve(seen, _PULL["circumstance"])


def _grouped(observed: Iterable[tuple[str, float, bool]]) -> dict[str, list[Observation]]:
    groups: dict[str, list[Observation]] = defaultdict(list)
    for name, logit, right in observed:
        groups[name].append((logit, right))
    return groups


def _solve(seen: Sequence[Observation], pull: float) -> float:
    """Return the shift that explains the cases best, pulled towards 0 (Newton's steps)."""
    shift = 0.0
    for _ in range(_STEPS):
        slope, curve = -pull * shift, pull
        for logit, right in seen:
            chance = _chance(shift + logit)
            slope += right - chance
            curve += chance * (1 - chance)
        step = max(-1.0, min(1.0, slope / curve))
        shift += step
        if abs(step) < 1e-3:
            break
    return shift


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def _two_digits(chance: float) -> float:
    """Keep a precision from being written as impossible or certain."""
    return min(max(chance, 0.01), 0.99)


def _logit(chance: float) -> float:
    return log(chance / (1 - chance))


def precisions(fit: Fit) -> dict[str, float]:
    """Return the fit as `CueTable` looks it up."""
    table = {f"{lemma} {frame}": _chance(logit) for (lemma, frame), logit in fit.uses.items()}
    table.update({f"* {frame}": _chance(logit) for frame, logit in fit.frames.items()})
    table.update({f"{lemma} *": shift for lemma, shift in fit.lemmas.items()})
    table.update(fit.circumstances)
    return table


def written(fit: Fit, cases: Sequence[Case], lemmas: Iterable[str]) -> str:
    """Return the file: uses with enough cases, and the parts that make up the others."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for case in cases:
        counts[case.lemma, case.frame] += 1
    uses: dict[str, dict[str, float]] = defaultdict(dict)
    for (lemma, frame), logit in fit.uses.items():
        if counts[lemma, frame] >= _FEWEST_CASES:
            uses[lemma][frame.replace(" ", ":")] = _two_digits(_chance(logit))
    frames = {
        frame.replace(" ", ":"): _two_digits(_chance(logit)) for frame, logit in fit.frames.items()
    }
    lines = [_HEAD, _line("*", frames), *_circumstance_lines(fit.circumstances)]
    lines += [_line(f"{lemma} {fit.lemmas.get(lemma, 0.0):.2f}", uses[lemma]) for lemma in lemmas]
    return "\n".join(lines) + "\n"


_HEAD = """\
# Cue words of English and how far each use of them can be trusted, measured on PolNeAR train by
# `python -m eval.training.cue_words`, which writes this file.
#   * voice:frame=p ...             how often such a use is an attribution, of verbs taken together
#   ~kind name=s ...                how a circumstance shifts the odds (natural logarithm)
#   verb s voice:frame=p ...        the verb's own shift, and its uses that are frequent enough"""


def _line(name: str, values: Mapping[str, float]) -> str:
    return " ".join([name, *(f"{key}={value:.2f}" for key, value in sorted(values.items()))])


def _circumstance_lines(shifts: Mapping[str, float]) -> list[str]:
    kinds: dict[str, dict[str, float]] = defaultdict(dict)
    for name, shift in shifts.items():
        kind, value = name.split(" ", 1)
        kinds[kind][value] = shift
    return [_line(kind, values) for kind, values in sorted(kinds.items())]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the file of cue words."""
    parser = ArgumentParser(prog="python -m eval.training.cue_words", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args(arguments)
    known = {cue.lemma for cue in measured_cues().forms.values()}
    lemmas = ["say", "according", *sorted((known | listed_verbs()) - {"say", "according"})]
    fit, cases = measure(list(read_articles(given.data / "polnear" / "train.jsonl.gz")), lemmas)
    print(written(fit, cases, lemmas), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
