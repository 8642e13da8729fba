"""Writes the tenth of a question set that is never trained on, as a set of its own.

    python -m eval.training.data.held_back DATA/newsqa/dev.json.gz --out NEWSQA
    python -m eval.training.data.held_back DATA/squad/squad20_dev.json.gz --out SQUAD --questions 250

What the reader's confidence is fitted on must be new to its network: see `eval.training.confidence.fit`.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from eval.building.keeping import write_set
from eval.questions import QuestionSet
from eval.runs.sampling import sample
from eval.sets import load
from eval.training.data.examples import is_held_back
from index.errors import DatelineError, UnreadableFileError


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the set; exit status 1 where there is none to write."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.training.data.held_back", description=__doc__
    )
    parser.add_argument("set", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--questions", type=int, help="so many of them, always the same")
    options = parser.parse_args(arguments)
    try:
        asked = held_back(load(options.set), options.questions)
    except DatelineError as exc:
        print(f"{options.set}: {exc}", file=sys.stderr)
        return 1
    documents = asked.documents or []
    write_set(options.out, asked.cases, documents)
    print(f"{len(asked.cases):,} questions about {len(documents):,} articles: {options.out}")
    return 0


def held_back(asked: QuestionSet, questions: int | None = None) -> QuestionSet:
    """The held-back articles of a set, and all questions about them or so many.

    Raises:
        UnreadableFileError: the set brings no articles.
    """
    if asked.documents is None:
        raise UnreadableFileError("brings no articles of its own; name a set that does")
    documents = [document for document in asked.documents if is_held_back(document)]
    ids = {document.id for document in documents}
    cases = [case for case in asked.cases if any(e.article in ids for e in case.evidence)]
    found = structs.replace(asked, cases=cases, documents=documents)
    return sample(found, questions, None, seed=0)


if __name__ == "__main__":
    sys.exit(main())
