"""The data for fitting: a reader's candidates per question, labelled right or wrong.

Each question is asked again where nothing answers it (`negatives.py`), so that the weights learn
what no answer looks like.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.progress import track

from eval.components.inquiry_of_case import inquiry_of_case
from eval.questions import Case
from eval.sets.layouts.common import OF_ANOTHER_TIME
from eval.training.confidence.answer_matcher import AnswerMatcher
from eval.training.confidence.negatives import (
    Asked,
    LegibleSentences,
    Searched,
    negatives,
    searched,
)
from eval.training.data.written import SAID
from index.errors import UnreadableFileError
from service.candidates import Candidate
from service.engine import Engine
from service.questions.asked_person import resolve_person
from service.questions.inquiry import Inquiry
from service.questions.understand import Kind, Question
from service.reading.confidence import ConfidenceModel, Features
from service.reading.definitions.candidates import DEFINED
from service.reading.ranking import answering_words
from service.reading.sentence_reader import WEIGHTS_FILE, Model
from service.reading.span_reader import SpanReader
from service.settings import load as load_settings

KINDS = ("sentence", "statement", "span", "within", "said")
OF_SPANS = {"span": "confidence", "within": "within", "said": "statements"}
"""The span reader's kinds, and where its file keeps them."""

_MOST_OF_A_QUESTION = 40
# What alone decides about somebody's words that the network has read.
_OF_WORDS = ("said", "inside")


class CandidateList(Struct, frozen=True, kw_only=True):
    """The candidates of one question, and which of them hold an answer."""

    question: str
    """The question's id; the same question without its answer has the same."""
    features: list[Features]
    labels: list[bool]
    """Whether the quote holds the answer literally: what ranks candidates is fitted on these."""
    lenient: list[bool] = []
    """Whether it is as good as the answer: see `AnswerMatcher`. What decides is fitted on these, or
    on the labels if there are none."""
    words: list[str] = []
    """The words that each candidate answers with: see `answering_words`."""
    answerable: bool
    asked: Asked = Asked.AS_IT_IS
    weight: float = 1.0
    """How much it counts in fitting."""

    @property
    def number(self) -> int:
        """A number by which questions are shared out, the same at every run."""
        return int(hashlib.sha256(self.question.encode()).hexdigest(), 16)

    @property
    def as_asked(self) -> bool:
        """Whether it was asked as people ask it: nothing was taken away on purpose."""
        return self.asked in {Asked.AS_IT_IS, Asked.UNDATED}

    @property
    def deciding(self) -> list[bool]:
        """The labels that what decides is fitted on."""
        return self.lenient or self.labels

    @property
    def held_out(self) -> bool:
        """Whether it is used for reports only, not for fitting."""
        return self.number % 2 == 0


class Saved(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Candidates in a file: reading takes minutes, fitting seconds."""

    kind: str
    made_of: list[str]
    """Question sets and libraries."""
    lists: list[CandidateList]


def load_lists(path: Path, kind: str, made_of: list[str]) -> list[CandidateList]:
    """Load what `save_lists` wrote.

    Raises:
        UnreadableFileError: the file is damaged, or was made of something else.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Saved)
    except msgspec.DecodeError as exc:
        raise UnreadableFileError(f"{path}: {exc}; delete it to read again") from exc
    if (found.kind, found.made_of) != (kind, made_of):
        made = f"kind {found.kind}, made of {', '.join(found.made_of)}"
        raise UnreadableFileError(f"{path}: holds other candidates ({made}); name another file")
    return found.lists


def save_lists(path: Path, kind: str, made_of: list[str], lists: list[CandidateList]) -> None:
    """Write candidates."""
    path.write_bytes(msgspec.json.encode(Saved(kind=kind, made_of=made_of, lists=lists)))


def open_engine(data: str, kind: str) -> Engine:
    """An open library; for spans with a reader that always reads all windows."""
    if kind not in OF_SPANS:
        return Engine(load_settings({}, data=data, reader="sentence"))
    engine = Engine(load_settings({}, data=data, reader="span"))
    reader = engine.reader
    assert isinstance(reader, SpanReader)  # noqa: S101
    model = msgspec.json.decode(WEIGHTS_FILE.read_bytes(), type=Model)
    everything = msgspec.structs.replace(reader.budget, first=reader.budget.windows)
    unfitted = ConfidenceModel(features=dict.fromkeys(_OF_WORDS, 0.0))
    confidences = reader.confidences._replace(quotations=unfitted)
    engine.reader = SpanReader(
        reader.network,
        reader.pairs,
        everything,
        confidences,
        LegibleSentences(model, reader.fingerprint),
        reader.fingerprint,
    )
    return engine


def collect(engine: Engine, cases: Sequence[Case], kind: str) -> list[CandidateList]:
    """Ask each question of this kind with and without its answer.

    Questions of which nobody knows whether the articles answer them are asked as well if nothing
    that is found does: mostly their whole subject is missing, not only their answer.
    """
    engine.open()
    lists: list[CandidateList] = []
    for case in track([c for c in cases if c.answers or c.answerable is not None], kind):
        asked = inquiry_of_case(engine, case, _article(case) if kind == "within" else ())
        is_statement = asked.question.kind is Kind.STATEMENT and asked.question.speaker is not None
        if is_statement == (kind in {"statement", "said"}):
            lists += _read(engine, case, asked, kind)
    engine.close()
    return lists if kind != "said" else [_scored_by_network(found) for found in lists]


def _is_judged(case: Case) -> bool:
    """Whether it is known that the articles answer, or that they do not."""
    return case.answerable is not None and case.type != OF_ANOTHER_TIME


def balanced(sets: Sequence[Sequence[CandidateList]]) -> list[CandidateList]:
    """Candidates of several question sets, each set counting as much as any other.

    In each, the readings that can find an answer count as much as those that cannot, so that a
    confidence means the same however many of the latter were made.
    """
    whole = sum(len(own) for own in sets) / max(1, len(sets))
    shares: list[CandidateList] = []
    for own in sets:
        counts = Counter(found.answerable for found in own)
        weights = {known: whole / (len(counts) * number) for known, number in counts.items()}
        shares += [
            msgspec.structs.replace(found, weight=weights[found.answerable]) for found in own
        ]
    return shares


def _scored_by_network(found: CandidateList) -> CandidateList:
    """Only the candidates that the network has read, with the features that decide about them."""
    kept = [number for number, own in enumerate(found.features) if "inside" in own]
    return msgspec.structs.replace(
        found,
        features=[{name: found.features[n][name] for name in _OF_WORDS} for n in kept],
        labels=[found.labels[n] for n in kept],
        lenient=[found.deciding[n] for n in kept],
        words=[found.words[n] for n in kept],
    )


def _article(case: Case) -> tuple[str, ...]:
    return tuple(evidence.article for evidence in case.evidence[:1] if evidence.article)


def _read(engine: Engine, case: Case, asked: Inquiry, kind: str) -> list[CandidateList]:
    opened, vector = asked.opened, asked.vector
    question = _with_speakers(asked)
    found = searched(opened, asked.query, vector, question.speakers)
    is_marked = case.type in SAID
    if is_marked:
        # Nobody marked what the person says in other articles.
        found = [item for item in found if item.located.article.id in _article(case)]
    matcher = AnswerMatcher(case, opened.lexical)
    if not _is_judged(case):
        if any(matcher.is_in_article(item.located.article) for item in found):
            return []
        case = msgspec.structs.replace(case, answerable=False)
    candidates = engine.reader.read(question, vector, found, opened)
    lists = [_labelled(candidates, case, matcher)]
    if kind == "span" and case.answerable and case.asked_at is not None:
        lists.append(_read_undated(engine, case, matcher))
    if is_marked:
        return lists
    unanswerable = msgspec.structs.replace(case, answers=[], answerable=False)
    made = Searched(opened, asked.query, vector, found, question.speakers)
    for how, others in negatives(made, case, matcher, kind):
        if others and others is not found:
            candidates = engine.reader.read(question, vector, others, opened)
            lists.append(_labelled(candidates, unanswerable, matcher, how))
    return lists


def _with_speakers(asked: Inquiry) -> Question:
    question = asked.question
    if question.speaker is None:
        return question
    whose = resolve_person(question.speaker, asked.opened)
    return msgspec.structs.replace(question, speakers=whose.names or whose.possible_names)


def _read_undated(engine: Engine, case: Case, matcher: AnswerMatcher) -> CandidateList:
    """The same question from somebody who does not say when: most people do not."""
    asked = inquiry_of_case(engine, msgspec.structs.replace(case, asked_at=None))
    found = searched(asked.opened, asked.query, asked.vector, asked.question.speakers)
    candidates = engine.reader.read(asked.question, asked.vector, found, asked.opened)
    return _labelled(candidates, case, matcher, Asked.UNDATED)


def _labelled(
    candidates: Sequence[Candidate],
    case: Case,
    matcher: AnswerMatcher,
    asked: Asked = Asked.AS_IT_IS,
) -> CandidateList:
    # Those that define have weights of their own: `eval.training.definitions`.
    chosen = [c for c in candidates if DEFINED not in c.features][:_MOST_OF_A_QUESTION]
    return CandidateList(
        question=case.id,
        features=[candidate.features for candidate in chosen],
        labels=[bool(case.answerable) and matcher.is_in_quote(candidate) for candidate in chosen],
        lenient=[bool(case.answerable) and matcher.is_given_by(candidate) for candidate in chosen],
        words=[answering_words(candidate) for candidate in chosen],
        answerable=bool(case.answerable),
        asked=asked,
    )
