"""What weights are fitted on: a reader's candidates for each question, and which of them answer.

Each question is asked twice, the second time without the articles that hold its answer, so that the
weights learn what no answer looks like.
"""

import hashlib
from collections.abc import Sequence, Set
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
from index.search import Found, search, search_words_of
from service.engine import Engine
from service.readers import Candidate
from service.readers.sentence import Features
from service.readers.spans.reading import Confidence, SpanReader
from service.settings import load as load_settings
from service.understand import Kind, Question
from service.whose import whose_words

KINDS = ("sentence", "statement", "span", "within", "said")
OF_SPANS = {"span": "confidence", "within": "within", "said": "statements"}
"""The span reader's kinds, and where its file keeps them."""

_MOST_A_READING = 40
# Of somebody's words that the network has read, all that it is judged by.
_OF_WORDS = ("said", "inside")


class Reading(Struct, frozen=True, kw_only=True):
    """The candidates of one question, and which of them hold an answer."""

    question: str
    """The question's id; a question and itself without its answer share it."""
    features: list[Features]
    labels: list[bool]
    answerable: bool
    weight: float = 1.0
    """How much it counts in fitting."""

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
    unfitted = Confidence(features=dict.fromkeys(_OF_WORDS, 0.0))
    confidences = reader.confidences._replace(statements=unfitted)
    engine.reader = reader.reading_so(reader.network, everything, confidences)
    return engine


def collect(engine: Engine, cases: Sequence[Case], kind: str) -> list[Reading]:
    """Ask each question with and without its answer, those that are of this kind."""
    engine.open()
    readings: list[Reading] = []
    for case in track([c for c in cases if c.answerable is not None], kind):
        only = _article(case) if kind == "within" else ()
        question, query = understood(case, engine.settings.collection, only)
        is_statement = question.kind is Kind.STATEMENT and question.speaker is not None
        if is_statement == (kind in {"statement", "said"}):
            readings += _read(engine, case, question, query)
    engine.close()
    return readings if kind != "said" else [_heard(reading) for reading in readings]


def balanced(sets: Sequence[Sequence[Reading]]) -> list[Reading]:
    """Readings of several question sets, each set counting as much as any other."""
    whole = sum(len(own) for own in sets) / max(1, len(sets))
    return [
        msgspec.structs.replace(reading, weight=whole / len(own)) for own in sets for reading in own
    ]


def _heard(reading: Reading) -> Reading:
    """Of candidates that are somebody's words those that the network has read."""
    kept = [
        ({name: features[name] for name in _OF_WORDS}, label)
        for features, label in zip(reading.features, reading.labels, strict=True)
        if "inside" in features
    ]
    return msgspec.structs.replace(
        reading, features=[f for f, _ in kept], labels=[label for _, label in kept]
    )


def _article(case: Case) -> tuple[str, ...]:
    return tuple(evidence.article for evidence in case.evidence[:1] if evidence.article)


def _read(engine: Engine, case: Case, question: Question, query: Query) -> list[Reading]:
    opened = engine.catalogue.get(query.collection)
    vector = engine.embedder.embed_questions([case.question])
    if question.speaker is not None:
        whose = whose_words(question.speaker, opened)
        speakers = whose.speakers or whose.all_speakers
        question = msgspec.structs.replace(question, speakers=speakers)
    found = _searched(opened, query, vector, question.speakers)
    candidates = engine.reader.read(question, vector, found, opened)
    reading = _reading(candidates, case)
    if not case.answerable:
        return [reading]
    without = found_without(opened, query, vector, found, case, question.speakers)
    if not without or without is found:
        return [reading]
    others = engine.reader.read(question, vector, without, opened)
    return [reading, _reading(others, msgspec.structs.replace(case, answers=[], answerable=False))]


def _searched(
    opened: OpenCollection, query: Query, vector: Vectors, speakers: Set[str]
) -> Sequence[Found]:
    if speakers:
        return search_words_of(opened, query, vector, sorted(speakers))
    return search(opened, query, vector)


def found_without(
    opened: OpenCollection,
    query: Query,
    vector: Vectors,
    found: Sequence[Found],
    case: Case,
    speakers: Set[str] = frozenset(),
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
        limited = msgspec.structs.replace(query, filters=Filters(article_ids=left))
        found = _searched(opened, limited, vector, speakers)
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
