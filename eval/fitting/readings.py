"""What weights are fitted on: a reader's candidates for each question, and which of them answer.

Each question is asked twice, the second time without the articles that hold its answer, so that the
weights learn what no answer looks like.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.progress import track

from eval.matching import holds
from eval.questions import Case
from eval.understood import understood
from index.collections import OpenCollection
from index.errors import UnreadableFileError
from index.records import Filters, Query, Vectors
from index.search import Found, search
from service.engine import Engine
from service.readers import Candidate
from service.readers.sentence import Features
from service.readers.spans.reading import SpanReader
from service.settings import load as load_settings
from service.understand import Kind, Question

KINDS = ("sentence", "statement", "span", "within")
OF_SPANS = {"span": "confidence", "within": "within"}
"""The span reader's kinds, and where its file keeps them."""

_MOST_A_READING = 40


class Reading(Struct, frozen=True, kw_only=True):
    """The candidates of one question, and which of them hold an answer."""

    question: str
    """The question's id; a question and itself without its answer share it."""
    features: list[Features]
    labels: list[bool]
    answerable: bool

    @property
    def number(self) -> int:
        """By which questions are shared out: always the same, and of no order."""
        return int(hashlib.sha256(self.question.encode()).hexdigest(), 16)

    @property
    def held_out(self) -> bool:
        """Whether it is only looked at."""
        return self.number % 2 == 0


class Kept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Readings in a file: making them takes minutes, fitting them seconds."""

    kind: str
    made_of: list[str]
    """Question sets and libraries."""
    readings: list[Reading]


def kept(path: Path, kind: str, made_of: list[str]) -> list[Reading]:
    """Readings as `keep` wrote them.

    Raises:
        UnreadableFileError: the file is damaged, or holds readings of something else.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Kept)
    except msgspec.DecodeError as exc:
        raise UnreadableFileError(f"{path}: {exc}; delete it to read anew") from exc
    if (found.kind, found.made_of) != (kind, made_of):
        made = f"{found.kind} of {', '.join(found.made_of)}"
        raise UnreadableFileError(
            f"{path}: holds readings of another kind ({made}); name another file"
        )
    return found.readings


def keep(path: Path, kind: str, made_of: list[str], readings: list[Reading]) -> None:
    """Write readings."""
    path.write_bytes(msgspec.json.encode(Kept(kind=kind, made_of=made_of, readings=readings)))


def reading_engine(data: str, kind: str) -> Engine:
    """An open library; for spans with a reader that reads all windows whatever it finds."""
    if kind not in OF_SPANS:
        return Engine(load_settings({}, data=data, reader="sentence"))
    engine = Engine(load_settings({}, data=data, reader="span"))
    reader = engine.reader
    assert isinstance(reader, SpanReader)  # noqa: S101
    everything = msgspec.structs.replace(reader.reading, first=reader.reading.windows)
    engine.reader = reader.reading_so(reader.network, everything)
    return engine


def collect(engine: Engine, cases: Sequence[Case], kind: str) -> list[Reading]:
    """Ask each question with and without its answer, those that are of this kind."""
    engine.open()
    readings: list[Reading] = []
    for case in track([c for c in cases if c.answerable is not None], kind):
        only = _article(case) if kind == "within" else ()
        question, query = understood(case, engine.settings.collection, only)
        is_statement = question.kind is Kind.STATEMENT and question.speaker is not None
        if is_statement == (kind == "statement"):
            readings += _read(engine, case, question, query)
    engine.close()
    return readings


def _article(case: Case) -> tuple[str, ...]:
    return tuple(evidence.article for evidence in case.evidence[:1] if evidence.article)


def _read(engine: Engine, case: Case, question: Question, query: Query) -> list[Reading]:
    opened = engine.catalogue.get(query.collection)
    vector = engine.embedder.embed_questions([case.question])
    found = search(opened, query, vector)
    candidates = engine.reader.read(question, vector, found, opened)
    reading = _reading(candidates, case)
    without = found_without(opened, query, vector, found, case) if case.answerable else found
    if not without or without is found:
        return [reading]
    others = engine.reader.read(question, vector, without, opened)
    return [reading, _reading(others, msgspec.structs.replace(case, answers=[], answerable=False))]


def found_without(
    opened: OpenCollection, query: Query, vector: Vectors, found: Sequence[Found], case: Case
) -> Sequence[Found]:
    """What is found where no article holds an answer; `found` itself where none does.

    The search is made again: what remained of the old one would keep scores that are low only
    beside those of the articles taken away, and so tell that something is missing.
    """
    if query.filters != Filters():
        return found
    gone: set[str] = set()
    while holding := {item.located.article.id for item in found if _holds_answer(item, case)}:
        gone |= holding
        left = tuple(id for id in _article_ids(opened) if id not in gone)
        if not left:
            return []
        found = search(
            opened, msgspec.structs.replace(query, filters=Filters(article_ids=left)), vector
        )
    return found


@lru_cache(maxsize=1)
def _article_ids(opened: OpenCollection) -> tuple[str, ...]:
    """The ids of all articles of a collection."""
    return tuple(article.id for article in opened.library.all_articles(opened.collection))


def _reading(candidates: Sequence[Candidate], case: Case) -> Reading:
    chosen = candidates[:_MOST_A_READING]
    return Reading(
        question=case.id,
        features=[candidate.features for candidate in chosen],
        labels=[_is_right(candidate, case) for candidate in chosen],
        answerable=bool(case.answerable),
    )


def _is_right(candidate: Candidate, case: Case) -> bool:
    text = candidate.article.text[candidate.quote.start : candidate.quote.end]
    return bool(case.answerable) and holds(text, case.answers)


def _holds_answer(item: Found, case: Case) -> bool:
    return holds(item.located.article.text, case.answers)
