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
from eval.metrics.spans import token_f1
from eval.questions import Case
from eval.sets.common import OF_ANOTHER_TIME
from eval.understood import understood
from index.collections import OpenCollection
from index.errors import UnreadableFileError
from index.lexical import LexicalIndex
from index.records import Article, Filters, Query, Vectors
from index.search import Found, search, search_words_of
from service.engine import Engine
from service.readers import Candidate
from service.readers.sentence import Features
from service.readers.spans.reading import Confidence, SpanReader
from service.readers.words import weigh
from service.settings import load as load_settings
from service.understand import Kind, Question
from service.whose import whose_words

KINDS = ("sentence", "statement", "span", "within", "said")
OF_SPANS = {"span": "confidence", "within": "within", "said": "statements"}
"""The span reader's kinds, and where its file keeps them."""

_MOST_A_READING = 40
# Of somebody's words that the network has read, all that it is judged by.
_OF_WORDS = ("said", "inside")
_ALIKE = 0.5
# The largest share of passages that hold a word which, alone, tells an answer.
_RARE = 0.02


class Reading(Struct, frozen=True, kw_only=True):
    """The candidates of one question, and which of them hold an answer."""

    question: str
    """The question's id; a question and itself without its answer share it."""
    features: list[Features]
    labels: list[bool]
    """Whether the quote holds the answer, word for word: what ranks candidates is fitted on it."""
    alike: list[bool] = []
    """Whether it is as good as the answer: see `Giving`. What decides is fitted on it; empty: on
    the labels."""
    answerable: bool
    weight: float = 1.0
    """How much it counts in fitting."""

    @property
    def number(self) -> int:
        """By which questions are shared out: always the same, and of no order."""
        return int(hashlib.sha256(self.question.encode()).hexdigest(), 16)

    @property
    def good(self) -> list[bool]:
        """Whether each candidate answers, be it in other words."""
        return self.alike or self.labels

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
    """Ask each question with and without its answer, those that are of this kind.

    Those of which nobody knows whether the articles answer are asked as well, where nothing that is
    found does: what they are about is mostly missing, not only its answer.
    """
    engine.open()
    readings: list[Reading] = []
    for case in track([c for c in cases if c.answers or c.answerable is not None], kind):
        only = _article(case) if kind == "within" else ()
        question, query = understood(case, engine.settings.collection, only)
        is_statement = question.kind is Kind.STATEMENT and question.speaker is not None
        if is_statement == (kind in {"statement", "said"}):
            readings += _read(engine, case, question, query)
    engine.close()
    return readings if kind != "said" else [_heard(reading) for reading in readings]


def _is_judged(case: Case) -> bool:
    """Whether it is known that the articles answer, or that they do not."""
    return case.answerable is not None and case.type != OF_ANOTHER_TIME


def balanced(sets: Sequence[Sequence[Reading]]) -> list[Reading]:
    """Readings of several question sets, each set counting as much as any other."""
    whole = sum(len(own) for own in sets) / max(1, len(sets))
    return [
        msgspec.structs.replace(reading, weight=whole / len(own)) for own in sets for reading in own
    ]


def _heard(reading: Reading) -> Reading:
    """Of candidates that are somebody's words those that the network has read."""
    kept = [
        ({name: features[name] for name in _OF_WORDS}, label, good)
        for features, label, good in zip(
            reading.features, reading.labels, reading.good, strict=True
        )
        if "inside" in features
    ]
    return msgspec.structs.replace(
        reading,
        features=[features for features, _, _ in kept],
        labels=[label for _, label, _ in kept],
        alike=[good for _, _, good in kept],
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
    giving = Giving(case, opened.lexical)
    if not _is_judged(case):
        if any(giving.is_by(item.located.article) for item in found):
            return []
        case = msgspec.structs.replace(case, answerable=False)
    candidates = engine.reader.read(question, vector, found, opened)
    reading = _reading(candidates, case, giving)
    if not case.answerable:
        return [reading]
    without = found_without(opened, query, vector, found, giving, question.speakers)
    if not without or without is found:
        return [reading]
    others = engine.reader.read(question, vector, without, opened)
    unanswerable = msgspec.structs.replace(case, answers=[], answerable=False)
    return [reading, _reading(others, unanswerable, giving)]


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
    giving: "Giving",
    speakers: Set[str] = frozenset(),
) -> Sequence[Found]:
    """What is found where no article gives the answer; `found` itself where none does.

    The search is made again: what remained of the old one would keep scores that are low only
    beside those of the articles taken away, and so tell that something is missing.
    """
    if query.filters != Filters():
        return found
    gone: set[str] = set()
    while holding := {a.id for item in found if giving.is_by(a := item.located.article)}:
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


def _reading(candidates: Sequence[Candidate], case: Case, giving: "Giving") -> Reading:
    chosen = candidates[:_MOST_A_READING]
    return Reading(
        question=case.id,
        features=[candidate.features for candidate in chosen],
        labels=[bool(case.answerable) and giving.is_held_by(candidate) for candidate in chosen],
        alike=[bool(case.answerable) and giving.is_in(candidate) for candidate in chosen],
        answerable=bool(case.answerable),
    )


class Giving:
    """What gives a case's answer, in its words or in others.

    A quiz has "Lieutenant Uhura" for an answer where the article has "Lt. Nyota Uhura": words that
    are as good were called wrong, and to a question "without its answer" every second of the surest
    answers was right.
    """

    def __init__(self, case: Case, lexical: LexicalIndex) -> None:
        self._answers = case.answers
        self._terms_of = lexical.terms
        rare = range(1, int(lexical.count * _RARE) + 1)
        self._rarest: set[str] = set()
        for answer in case.answers:
            weights = weigh(answer, lexical).weights
            known = [term for term in weights if lexical.document_frequency(term) in rare]
            self._rarest.update(sorted(known, key=weights.__getitem__)[-1:])

    def is_by(self, article: Article) -> bool:
        """Whether the article holds the answer, or the rarest of its words."""
        return holds(article.text, self._answers) or self._names(
            f"{article.title or ''} {article.text}"
        )

    def is_held_by(self, candidate: Candidate) -> bool:
        """Whether the quote holds the answer."""
        quote = candidate.quote
        return holds(candidate.article.text[quote.start : quote.end], self._answers)

    def is_in(self, candidate: Candidate) -> bool:
        """Whether the quote holds the answer, or the highlight alone means the same."""
        if self.is_held_by(candidate):
            return True
        marked = candidate.highlight
        if marked is None:
            return False
        words = candidate.article.text[marked.start : marked.end]
        return token_f1(words, self._answers) >= _ALIKE or self._names(words)

    def _names(self, text: str) -> bool:
        return bool(self._rarest) and not self._rarest.isdisjoint(self._terms_of(text))
