"""Fits readers' weights: `python -m eval.training.confidence.fit --questions FILE --data FOLDER`.

`--kind sentence` and `statement` are weights of the sentence reader; the others turn the scores of
the span reader's network into confidence: `span` for searches in a collection, `within` for a
question asked of its own article alone, `said` for somebody's words. For these three each question
set counts as much as any other. `said` gives each quotation its own probability: several of
somebody's quotations may answer.

The reader's own candidates for each question are labelled by whether they hold an answer. The same
question is then read again where nothing answers it (`negatives.py`: without the articles that do,
with the sentences that do blank, in another article), so that the weights learn what candidates
look like then. Two logistic regressions follow: one over all candidates ranks them, one over the
best candidate of each question sets the scale, so that an answer's confidence is the share of such
answers that are right. For `span` a conditional logit ranks instead: which of a question's
candidates is right, whatever those of other questions look like. For `span` and `within` a logistic
regression over the first ones decides how sure they are, from their features and from how far the
ranking puts them ahead; its scale is set by questions as people ask them, among which fewer have no
answer. Half of the questions (by a hash of their id) are used for reports only, `--folds 5` also
judges every question by weights fitted on the other folds; the reports show how often answers of
each confidence were right. `--candidates FILE` keeps what was read, and loads it from there the
next time.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from eval.sets import load
from eval.support.files import write_json
from eval.training.confidence.candidates import (
    KINDS,
    OF_SPANS,
    CandidateList,
    balanced,
    collect,
    load_lists,
    open_engine,
    save_lists,
)
from eval.training.confidence.regressions import settled
from eval.training.confidence.reports import Fitted, fitted, report, report_folds
from service.readers.span import FOLDER, MODEL
from service.readers.span import Model as SpanModel
from service.reading.confidence import ConfidenceModel, Weights
from service.reading.sentence_reader import WEIGHTS_FILE, Model


def main(arguments: Sequence[str] | None = None) -> None:
    """Collect, fit, report, and write the weights with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--data", nargs="+", required=True, help="a library for each set")
    parser.add_argument("--kind", choices=KINDS, default="sentence")
    parser.add_argument("--strength", type=float, default=1.0, help="less is more regularised")
    parser.add_argument("--candidates", type=Path, help="file that keeps what was read")
    parser.add_argument("--folds", type=int, metavar="N", help="also cross-validate in N parts")
    parser.add_argument(
        "--decision", action="store_true", help="fit what decides; what ranks stays as shipped"
    )
    parser.add_argument(
        "--scale", action="store_true", help="fit only the scale of what decides; its order stays"
    )
    parser.add_argument("--write", action="store_true", help="write what was fitted")
    options = parser.parse_args(arguments)
    lists = _lists(options.questions, options.data, options.kind, options.candidates)
    ranking = _ranking(options.kind) if options.decision else None
    half = [r for r in lists if not r.held_out]
    if options.scale:
        found = _scaled(options.kind, half)
    else:
        found = fitted(half, options.kind, options.strength, ranking)
    report(found, lists)
    if options.folds and not options.scale:
        report_folds(lists, options.kind, options.strength, options.folds, ranking)
    if options.write:
        names = ", ".join(path.parent.name + "/" + path.name for path in options.questions)
        _write(options.kind, *found, f"{names}: half of {len(lists)} readings")


def _lists(
    questions: Sequence[Path], data: Sequence[str], kind: str, file: Path | None
) -> list[CandidateList]:
    made_of = [*map(str, questions), *data]
    if file is not None and file.exists():
        return load_lists(file, kind, made_of)
    sets = [
        collect(open_engine(library, kind), load(path).cases, kind)
        for path, library in zip(questions, data, strict=True)
    ]
    lists = balanced(sets) if kind in OF_SPANS else [r for own in sets for r in own]
    if file is not None:
        save_lists(file, kind, made_of, lists)
    return lists


def _scaled(kind: str, lists: Sequence[CandidateList]) -> Fitted:
    """What comes with the span reader, on the scale that these lists show to be right."""
    ranking = _ranking(kind)
    return Fitted(ranking, settled(_shipped(kind).deciding or ranking, lists, ranking))


def _ranking(kind: str) -> Weights:
    """The weights that rank, as they come with the span reader."""
    shipped = _shipped(kind)
    return Weights(bias=shipped.bias, features=shipped.features)


def _shipped(kind: str) -> ConfidenceModel:
    model = msgspec.json.decode((FOLDER / MODEL).read_bytes(), type=SpanModel)
    shipped: ConfidenceModel = getattr(model, OF_SPANS[kind])
    return shipped


def _write(kind: str, weights: Weights, deciding: Weights | None, fitted_on: str) -> None:
    if kind in OF_SPANS:
        _write_span(OF_SPANS[kind], weights, deciding, fitted_on)
        return
    model = msgspec.json.decode(WEIGHTS_FILE.read_bytes(), type=Model)
    model = msgspec.structs.replace(
        model, **{kind: weights}, fitted_on={**model.fitted_on, kind: fitted_on}
    )
    data = msgspec.json.format(msgspec.json.encode(model), indent=2)
    WEIGHTS_FILE.write_bytes(data + b"\n")


def _write_span(name: str, weights: Weights, deciding: Weights | None, fitted_on: str) -> None:
    path = FOLDER / MODEL
    model = msgspec.json.decode(path.read_bytes(), type=SpanModel)
    confidence: ConfidenceModel = getattr(model, name)
    # When reading stops is chosen, not fitted: it stays.
    confidence = msgspec.structs.replace(
        confidence,
        bias=weights.bias,
        features=weights.features,
        fitted_on=fitted_on,
        deciding=deciding,
    )
    model = msgspec.structs.replace(model, **{name: confidence})
    write_json(path, model)


if __name__ == "__main__":
    main()
