"""Turns replies into records, by the same measures for every system."""

from collections.abc import Iterator, Mapping, Sequence

from eval.metrics import ranking, spans
from eval.metrics.matching import holds
from eval.peers.process import PeerError
from eval.peers.protocol import PeerAnswer, PeerPassage, TimedReply
from eval.peers.shared_sample import SharedSample
from eval.questions import Case
from eval.records import Record, Share, ShownAnswer
from index.records import Document

_DEPTHS = (1, 5, 10)
_STORED = 5
_BROKEN = "failed: "


def judge_replies(sample: SharedSample, replies: Sequence[TimedReply | PeerError]) -> list[Record]:
    """One record per question; an error in place of a reply counts as no answer."""
    documents = {item.id or "": item for item in sample.documents}
    every_answer = [answer for reply in replies for answer in _answers(reply)]
    with_context = any("context" in answer for answer in every_answer)
    pairs = zip(sample.cases, replies, strict=True)
    return [_record(case, reply, documents, with_context=with_context) for case, reply in pairs]


def _answers(reply: TimedReply | PeerError) -> list[PeerAnswer]:
    return [] if isinstance(reply, PeerError) else reply["answers"]


def _passages(reply: TimedReply | PeerError) -> list[PeerPassage]:
    return [] if isinstance(reply, PeerError) else reply["passages"]


def _record(
    case: Case,
    reply: TimedReply | PeerError,
    documents: Mapping[str, Document],
    *,
    with_context: bool,
) -> Record:
    """Judge a reply; a question on which the system failed counts as answered wrongly."""
    answers = _answers(reply)
    right = [holds(answer["quote"], case.answers) for answer in answers]
    return Record(
        id=case.id,
        question=case.question,
        type=case.type,
        expected=case.answers,
        found=[
            _shown(answer, documents.get(answer["article"]), right=is_right)
            for answer, is_right in zip(answers[:_STORED], right[:_STORED], strict=True)
        ],
        scores=dict(_scores(case, reply, right, with_context=with_context)),
        answerable=case.answerable,
        answered=bool(answers),
        right=any(right[:1]),
        reason=f"{_BROKEN}{reply}" if isinstance(reply, PeerError) else None,
        timings_ms={} if isinstance(reply, PeerError) else {"total": reply["ms"]},
    )


def _scores(
    case: Case, reply: TimedReply | PeerError, right: Sequence[bool], *, with_context: bool
) -> Iterator[tuple[str, Share]]:
    answers = _answers(reply)
    yield from _recalls("answer", right)
    if with_context:
        contexts = [holds(answer.get("context", ""), case.answers) for answer in answers]
        yield from _recalls("context", contexts)
    passages = [holds(passage["text"], case.answers) for passage in _passages(reply)]
    yield from _recalls("passage", passages)
    first = answers[0]["text"] if answers else ""
    yield "exact match", Share(spans.exact_match(first, case.answers))
    yield "token F1", Share(spans.token_f1(first, case.answers))


def _recalls(what: str, right: Sequence[bool]) -> Iterator[tuple[str, Share]]:
    gains = [float(is_right) for is_right in right]
    for k in _DEPTHS:
        yield f"{what} recall@{k}", Share(ranking.hit_at(gains, k))


def _shown(answer: PeerAnswer, article: Document | None, *, right: bool) -> ShownAnswer:
    """An answer as shown in reports; its start is -1 if the article does not contain the quote."""
    quote = answer["quote"]
    start = article.text.find(quote) if article else -1
    return ShownAnswer(
        quote=quote,
        highlight=answer["text"] if answer["text"] != quote else None,
        article=answer["article"],
        title=article.title if article else None,
        start=start,
        end=start + len(quote) if start >= 0 else -1,
        confidence=answer["score"],
        right=right,
    )
