"""A folder of questions with their articles: questions.jsonl and corpus.jsonl, gzipped or not.

The questions are in our layout or in the common one; the corpus is read as `dateline add` reads it.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from eval.questions import QuestionSet
from eval.sets.layouts import common, own
from eval.sets.steps.faults import Fault, Faults, fatal
from eval.sets.steps.files import Sample, digest, name_of
from index.formats import read_paths
from index.records import Document, Rejected


def recognises(sample: Sample) -> bool:
    """Whether the folder contains questions and a corpus of texts."""
    questions, corpus = sample.member("questions.jsonl"), sample.member("corpus.jsonl")
    return (
        questions is not None
        and corpus is not None
        and any("question" in row for row in questions.rows)
        and any("text" in row for row in corpus.rows)
    )


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read questions and corpus."""
    sample = Sample(path)
    questions, corpus = sample.member("questions.jsonl"), sample.member("corpus.jsonl")
    if questions is None or corpus is None:
        raise fatal(path, "expected questions.jsonl and corpus.jsonl")
    read_questions = common.read if common.recognises(questions) else own.read
    found = read_questions(questions.path, faults)
    documents = list(_documents(corpus.path, faults))
    return structs.replace(
        found,
        name=name_of(path),
        cases=common.retype_by_date(found.cases, documents),
        documents=documents,
        sha256=digest([corpus.path, questions.path]),
    )


def _documents(path: Path, faults: Faults) -> Iterator[Document]:
    seen: set[str] = set()
    for item in read_paths([path]):
        if isinstance(item, Rejected):
            faults.report(Fault(path, _line(item.origin), "", item.reason))
        elif item.id is None:
            faults.report(Fault(path, _line(item.origin), "id", "is missing"))
        elif item.id in seen:
            faults.report(Fault(path, _line(item.origin), "id", f"{item.id!r} is used twice"))
        else:
            seen.add(item.id)
            yield item


def _line(origin: str) -> int | None:
    """The line number at the end of an origin, after ", line "."""
    number = origin.rpartition(", line ")[2]
    return int(number) if number.isdecimal() else None
