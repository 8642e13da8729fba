"""A folder of questions with their articles: questions.jsonl, and corpus.jsonl or articles/.

The questions are in our layout or in the common one, and the articles are read as `dateline add`
reads them. In a corpus each has its id. Under articles/ they are in any of its formats: an article
in a file of its own is identified by its path there, one of several in a file by its own id.
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

_ARTICLES = "articles"


def recognises(sample: Sample) -> bool:
    """Whether the folder contains questions, and a corpus of texts or a folder of articles."""
    questions = sample.member("questions.jsonl")
    if questions is None or not any("question" in row for row in questions.rows):
        return False
    corpus = sample.member("corpus.jsonl")
    has_texts = corpus is not None and any("text" in row for row in corpus.rows)
    return has_texts or (sample.path / _ARTICLES).is_dir()


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read questions and articles."""
    sample = Sample(path)
    questions, corpus = sample.member("questions.jsonl"), sample.member("corpus.jsonl")
    if questions is None:
        raise fatal(path, "expected questions.jsonl")
    read_questions = common.read if common.recognises(questions) else own.read
    found = structs.replace(read_questions(questions.path, faults), name=name_of(path))
    if corpus is None or not any("text" in row for row in corpus.rows):
        folder = path / _ARTICLES
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return structs.replace(
            found,
            documents=_in_files(folder, faults),
            sha256=digest([questions.path, *files]),
        )
    documents = list(_in_corpus(corpus.path, faults))
    return structs.replace(
        found,
        cases=common.retype_by_date(found.cases, documents),
        documents=documents,
        sha256=digest([corpus.path, questions.path]),
    )


def _in_corpus(path: Path, faults: Faults) -> Iterator[Document]:
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


def _in_files(folder: Path, faults: Faults) -> list[Document]:
    found: dict[str, Document] = {}
    for item in read_paths([folder]):
        if isinstance(item, Rejected):
            faults.report(Fault(Path(item.origin), None, "", item.reason))
        else:
            document = _named(folder, item)
            # A later version of the same article replaces the earlier one.
            found[document.id or ""] = document
    return list(found.values())


def _named(folder: Path, document: Document) -> Document:
    """The document with its path as id, unless it is one of several in a file and has an id."""
    origin = Path(document.origin)
    if document.id is not None and not origin.is_file():
        return document
    return structs.replace(document, id=origin.relative_to(folder).as_posix())
