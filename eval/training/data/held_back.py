"""The held-out tenth of a question set, and a command that writes it as a set.

    python -m eval.training.data.held_back DATA/newsqa/dev.json.gz --out NEWSQA --questions 250

The reader's confidence must be fitted on questions that are new to its network: see
`eval.training.confidence.fit`.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from eval.questions import QuestionSet
from eval.runs.smaller_set import smaller_set
from eval.sets import load
from eval.sets.writing import write_set
from index.errors import DatelineError, UnreadableFileError
from index.records import Document

_COMMAND = "python -m eval.training.data.held_back"


def is_held_back(document: Document) -> bool:
    """Whether an article belongs to the tenth that is never trained on, by a hash of its title."""
    return is_held_back_text(document.title or document.text[:200])


def is_held_back_text(name: str) -> bool:
    """The same by what identifies an article: its title, or how it begins."""
    return hashlib.sha256(name.encode()).digest()[0] % 10 == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the set; exit status 1 if it is empty."""
    parser = argparse.ArgumentParser(prog=_COMMAND, description=__doc__)
    parser.add_argument("set", type=Path, help="question set with its articles")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--questions", type=int, metavar="N", help="only N, always the same ones")
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
    """The held-out articles of a set, with all questions about them or a sample.

    Raises:
        UnreadableFileError: the set comes without articles.
    """
    if asked.documents is None:
        raise UnreadableFileError("comes without articles of its own; name a set that has them")
    documents = [document for document in asked.documents if is_held_back(document)]
    ids = {document.id for document in documents}
    cases = [case for case in asked.cases if any(e.article in ids for e in case.evidence)]
    found = structs.replace(asked, cases=cases, documents=documents)
    return smaller_set(found, questions, None, seed=0)


if __name__ == "__main__":
    sys.exit(main())
