"""A folder of questions with their articles as files: questions.jsonl and articles/.

The articles are read as `dateline add` reads them, in any of its formats. An article in a file of
its own is identified by its path under articles/, one of several in a file by its own id.
"""

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
    """Whether the folder contains questions and a folder of articles."""
    questions = sample.member("questions.jsonl")
    return (
        questions is not None
        and (sample.path / _ARTICLES).is_dir()
        and any("question" in row for row in questions.rows)
    )


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read questions and articles."""
    questions = Sample(path).member("questions.jsonl")
    if questions is None:
        raise fatal(path, "expected questions.jsonl and articles/")
    folder = path / _ARTICLES
    read_questions = common.read if common.recognises(questions) else own.read
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return structs.replace(
        read_questions(questions.path, faults),
        name=name_of(path),
        documents=_documents(folder, faults),
        sha256=digest([questions.path, *files]),
    )


def _documents(folder: Path, faults: Faults) -> list[Document]:
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
