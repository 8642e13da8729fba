"""Fits what a quotation's fit to a topic is worth: `python -m eval.fit_statements [--write]`.

Questions "what did {source} say about {topic}", and some about people who did not speak on it, are
made from PolNeAR train as `eval.quote_questions` makes them from dev, and asked of a library of its
articles; the reader's candidates are labelled by whether they show half of a right content. The
weights follow as in `eval.fit_reader`; half of the questions are only looked at.
"""

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random

from eval.fit_reader import Reading, fit, report, write
from eval.quote_questions import HALF, Asked, Corpus, covered, make_questions, make_refusals, read
from eval.quotes import DATA
from eval.runs.progress import tracked
from index.collections import OpenCollection
from index.records import Vectors
from index.search import Found
from service.answering import Answerer, AnswerPolicy
from service.engine import Engine
from service.readers import Candidate, Reader
from service.settings import load
from service.understand import Question
from service.wire import AskRequest

_MOST_A_READING = 40


class _Overheard:
    """A reader whose last candidates are kept."""

    def __init__(self, reader: Reader) -> None:
        self.fingerprint = reader.fingerprint
        self.warm_up = reader.warm_up
        self.last: list[Candidate] = []
        self._reader = reader

    def read(
        self, question: Question, vector: Vectors, found: Sequence[Found], opened: OpenCollection
    ) -> list[Candidate]:
        """What the reader reads."""
        self.last = self._reader.read(question, vector, found, opened)
        return self.last


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the questions, read, fit, report, and write the weights with --write."""
    parser = ArgumentParser(prog="python -m eval.fit_statements", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--library", type=Path, help="keep the library of the articles here")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--refusals", type=int, default=1000)
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    corpus = read(options.data / "polnear" / "train.jsonl.gz")
    documents = corpus.documents[: options.articles]
    known = {document.id for document in documents}
    corpus = Corpus(documents, [said for said in corpus.said if said.article in known])
    Random(0).shuffle(corpus.said)  # noqa: S311
    asked = [
        *islice(make_questions(corpus), options.questions),
        *islice(make_refusals(corpus), options.refusals),
    ]
    with tempfile.TemporaryDirectory() as folder:
        readings = list(_readings(options.library or Path(folder), corpus, asked))
    weights = fit([reading for reading in readings if not reading.held_out], options.strength)
    report(weights, readings)
    if options.write:
        write("statement", weights, f"questions made of PolNeAR train: half of {len(readings)}")
    return 0


def _readings(folder: Path, corpus: Corpus, questions: Sequence[Asked]) -> Iterator[Reading]:
    engine = Engine(load({}, data=str(folder), reader="sentence"))
    added = engine.ingester.add(
        engine.collection(None), tracked(corpus.documents, "adding", len(corpus.documents))
    )
    for _ in added:
        pass
    engine.open()
    reader = _Overheard(engine.reader)
    answerer = Answerer(engine.catalogue, reader, AnswerPolicy())
    for asked in tracked(questions, "asking", len(questions)):
        reader.last = []
        answerer.answer(AskRequest(question=asked.question))
        chosen = [c for c in reader.last if "any_topic" in c.features][:_MOST_A_READING]
        if chosen:
            yield Reading(
                features=[candidate.features for candidate in chosen],
                labels=[_is_right(candidate, asked) for candidate in chosen],
                held_out=int(sha256(asked.question.encode()).hexdigest(), 16) % 2 == 0,
                answerable=bool(asked.right),
            )
    engine.close()


def _is_right(candidate: Candidate, asked: Asked) -> bool:
    shown = (candidate.quote.start, candidate.quote.end)
    return any(
        said.article == candidate.article.id and covered(said.spans, shown) >= HALF
        for said in asked.right
    )


if __name__ == "__main__":
    sys.exit(main())
