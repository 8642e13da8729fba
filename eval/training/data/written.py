"""Our own questions about public articles, which train the reader and set its confidence.

    python -m eval.training.data.written ARTICLES ... --out SET

They were written by hand after reading each article: also in other words than the article's, as
typed into a search box, as a follow-up, with yes or no as an answer, about what somebody said, and
many that their article does not answer though it holds something of the kind. The files in
`questions/` hold them with offsets; nothing was trained on the unseen ones, though other questions
about most of their articles were. The articles are those of `news_corpus/articles.jsonl.gz` and
`newsqa/dev.json.gz`.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from eval.questions import Case, Evidence, Kind, QuestionSet
from eval.sets import load
from eval.sets.writing import write_set
from eval.training.data.held_back import is_held_back
from index.errors import DatelineError, UnreadableFileError
from index.formats import read_paths
from index.records import Document, Span

QUESTIONS = Path(__file__).with_name("questions")
UNSEEN = "unseen"
"""How the names of files end on which nothing was trained."""
FOLLOW_UP = "next"
"""The kind of those that make sense only after another question."""
SAID = frozenset(("said", "said_none"))
"""The kinds of those about somebody's words: all quotations that answer are marked."""


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question about an article."""

    question: str
    spans: list[Span]
    """Where the answers are; empty: the article does not answer."""
    kind: str


class AboutArticle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All questions about one article."""

    article: str
    sha256: str
    """Of its text, the first 16 digits."""
    asked: list[Question]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the questions and their articles as a set of our layout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+", help="files that hold the articles")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument(
        "--held-back", action="store_true", help="only those about articles never trained on"
    )
    parser.add_argument("--unseen", action="store_true", help="the unseen ones instead")
    parser.add_argument(
        "--said", action="store_true", help="those about somebody's words, instead of the others"
    )
    options = parser.parse_args(arguments)
    try:
        sets = [
            read_written(path, unseen=options.unseen, said=options.said)
            for path in options.articles
        ]
    except DatelineError as exc:
        print(exc, file=sys.stderr)
        return 1
    documents = [document for found in sets for document in found.documents or []]
    kept = {d.id for d in documents if is_held_back(d)} if options.held_back else None
    cases = [
        case
        for found in sets
        for case in found.cases
        if (kept is None or case.evidence[0].article in kept) and case.type != FOLLOW_UP
    ]
    write_set(options.out, cases, documents)
    print(f"{len(cases):,} questions about {len(documents):,} articles: {options.out}")
    return 0


def read_written(path: Path, *, unseen: bool = False, said: bool | None = None) -> QuestionSet:
    """The questions about the articles of one file, and these articles.

    With `unseen`, those on which nothing was trained, instead of the others. With `said`, those
    about somebody's words; if false, the others; None: both.

    Raises:
        UnreadableFileError: an article has another text than when the questions were written.
    """
    about = rows(unseen=unseen)
    documents = [document for document in _documents(path) if document.id in about]
    return QuestionSet(
        name=f"written/{path.parent.name}",
        kind=Kind.ANSWERS,
        cases=[
            case
            for d in documents
            for case in _cases(about[str(d.id)], d, path)
            if said is None or (case.type in SAID) is said
        ],
        documents=documents,
    )


def text_hash(text: str) -> str:
    """What tells whether a text is the one that the questions are about."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def rows(*, unseen: bool = False) -> dict[str, AboutArticle]:
    """The questions by their article's id."""
    decoder = msgspec.json.Decoder(AboutArticle)
    about: dict[str, AboutArticle] = {}
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        if path.stem.endswith(UNSEEN) is unseen:
            for row in decoder.decode_lines(path.read_bytes()):
                before = about[row.article].asked if row.article in about else []
                about[row.article] = msgspec.structs.replace(row, asked=[*before, *row.asked])
    return about


def _documents(path: Path) -> Iterator[Document]:
    if ".jsonl" in path.suffixes:
        yield from (item for item in read_paths([path]) if isinstance(item, Document))
    else:
        yield from load(path).documents or []


def _cases(row: AboutArticle, document: Document, path: Path) -> Iterator[Case]:
    if text_hash(document.text) != row.sha256:
        raise UnreadableFileError(f"{path}: article {row.article} has another text than expected")
    for number, asked in enumerate(row.asked):
        quotes = [document.text[span.start : span.end] for span in asked.spans]
        evidence = [
            Evidence(article=row.article, quote=quote, start=span.start)
            for quote, span in zip(quotes, asked.spans, strict=True)
        ]
        yield Case(
            id=f"{row.article}-{number}",
            question=asked.question,
            answers=list(dict.fromkeys(quotes)),
            evidence=evidence or [Evidence(article=row.article)],
            answerable=bool(quotes),
            type=asked.kind,
        )


if __name__ == "__main__":
    sys.exit(main())
