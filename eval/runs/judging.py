"""Turns the replies to a question into its record: all scores, and the stage of its loss."""

from collections.abc import Iterator, Sequence

from eval.conversations import Expect
from eval.metrics import ranking, spans
from eval.metrics.evidence import sentence_overlap
from eval.metrics.matching import holds
from eval.questions import Case
from eval.records import Record, Share, ShownAnswer
from eval.runs.asking import Replies
from eval.runs.correctness import (
    MATCHED,
    WRONG_KIND,
    QuotedSpan,
    annotated_evidence,
    as_replied,
    has_right_kind,
    has_right_speaker,
    holds_answer,
    is_known,
    is_named,
    is_relevant,
    is_right,
    matches_evidence,
    quoted_spans,
)
from eval.runs.law import Law
from eval.runs.losses import stage_of_loss
from eval.runs.targets import Target
from service.wire.answer import Answer
from service.wire.passages import FoundPassage

_ANSWER_DEPTHS = (1, 3, 5)
_PASSAGE_DEPTHS = (1, 5, 10)
_DEEP = 50
_ARTICLE_DEPTHS = (1, 5, 10)
_SHOWN = 3

Scores = dict[str, Share]


class Judge:
    """Judges the replies of one target."""

    def __init__(self, target: Target, collection: str | None) -> None:
        self._target = target
        self._collection = collection
        self._law = Law(target, collection)

    def record(self, case: Case, replies: Replies) -> Record:
        """Judge the replies to one question."""
        case = as_replied(case, replies.answer)
        given, candidates = quoted_spans(replies.answer), quoted_spans(replies.unfiltered)
        kind = has_right_kind(case, replies.answer, is_right=_is_first_right(given, case))
        taken_wrongly = case.expect is Expect.CHATTER and not kind
        scores = dict(self._scores(case, replies, given))
        return Record(
            id=case.id,
            question=case.question,
            type=f"{case.group}, {case.type}" if case.group and case.type else case.type,
            group=case.group,
            expected=_expected(case),
            found=_shown(replies.unfiltered, candidates, case),
            scores=scores if kind is None else {"right kind of reply": Share(float(kind))} | scores,
            answerable=case.answerable,
            answered=bool(given),
            maybe=replies.maybe is not None,
            maybe_right=_is_best_right(quoted_spans(replies.maybe), case)
            if replies.maybe
            else None,
            confidence=replies.unfiltered.answers[0].confidence
            if replies.unfiltered.answers
            else 0.0,
            right=False if taken_wrongly else _is_best_right(candidates, case),
            lost=WRONG_KIND if taken_wrongly else self._lost(case, replies, given, candidates),
            reason=replies.answer.reason,
            timings_ms=replies.answer.timings_ms | {"round trip": replies.milliseconds},
        )

    def _scores(
        self, case: Case, replies: Replies, given: Sequence[QuotedSpan]
    ) -> Iterator[tuple[str, Share]]:
        passages = replies.search.passages if replies.search else None
        if case.answerable is not False and is_known(case):
            yield from _answer_scores(case, given)
            if passages is not None:
                yield from _passage_scores(case, passages)
                yield from _read_scores(case, passages, replies.unfiltered)
            yield from _citation_scores(case, replies.answer)
            yield from self._evidence_scores(case, replies.answer)
        if case.answerable is not False and passages is not None:
            yield from _article_scores(case, passages)
        if case.together and case.answerable:
            quoted = [item.quote for item in replies.answer.answers]
            shown = [any(holds(quote, [item]) for quote in quoted) for item in case.answers]
            yield "list items shown", Share(sum(shown), len(shown))
        if case.verdict and case.answerable:
            with_verdict = _is_first_right(given, case) and given[0].verdict == case.verdict
            yield "right verdict", Share(float(with_verdict))
        yield from _span_scores(case, replies.answer, replies.unfiltered)
        if case.speaker and given:
            named = [span for span in given if is_named(span)]
            right = sum(has_right_speaker(span, case) for span in named)
            yield "speaker accuracy", Share(right, len(named))
        yield "law violations", Share(len(self._law.violations(replies.maybe or replies.answer)))

    def _evidence_scores(self, case: Case, answer: Answer) -> Iterator[tuple[str, Share]]:
        gold = {
            (evidence.article, number)
            for evidence in annotated_evidence(case)
            if evidence.article
            for number in self._sentences(evidence.article, evidence.quote or "", evidence.start)
        }
        if not gold:
            return
        articles = {article for article, _ in gold}
        found = {
            (citation.article_id, number)
            for citation in answer.citations
            if citation.article_id in articles
            for number in self._overlapping(citation.article_id, citation.start, citation.end)
        }
        # A citation of an article without evidence counts as one wrong sentence.
        found |= {
            (citation.article_id, -citation.start - 1)
            for citation in answer.citations
            if citation.article_id not in articles
        }
        overlap = sentence_overlap(found, gold)
        yield "evidence sentence precision", overlap.precision
        yield "evidence sentence recall", overlap.recall
        yield "evidence sentence F1", overlap.f1

    def _sentences(self, article: str, quote: str, start: int | None) -> list[int]:
        text = self._law.article(article)
        if text is None:
            return []
        place = text.text.find(quote) if start is None else start
        return self._overlapping(article, place, place + len(quote)) if place >= 0 else []

    def _overlapping(self, article: str, start: int, end: int) -> list[int]:
        """The numbers of the sentences that overlap a span."""
        text = self._law.article(article)
        borders = enumerate(text.sentences) if text else ()
        return [number for number, (first, last) in borders if first < end and start < last]

    def _lost(
        self,
        case: Case,
        replies: Replies,
        given: Sequence[QuotedSpan],
        candidates: Sequence[QuotedSpan],
    ) -> str | None:
        if case.answerable is False:
            return "answered without an answer" if given else None
        if not is_known(case):
            return None
        if _is_first_right(given, case):
            return _wrong_span(case, replies.answer)
        return stage_of_loss(case, replies, candidates, self._target, self._collection)


def _wrong_span(case: Case, answer: Answer) -> str | None:
    """The loss of a right quote whose highlight is wrong."""
    highlight = answer.answers[0].highlight
    if highlight is None or not case.answers:
        return None
    return None if spans.token_f1(highlight.text, case.answers) else "wrong span"


def _answer_scores(case: Case, given: Sequence[QuotedSpan]) -> Iterator[tuple[str, Share]]:
    gains = [float(is_right(words, case)) for words in given]
    for k in _ANSWER_DEPTHS:
        yield f"answer recall@{k}", Share(ranking.hit_at(gains, k))
    yield "answer MRR", Share(ranking.reciprocal_rank(gains))


def _passage_scores(case: Case, found: Sequence[FoundPassage]) -> Iterator[tuple[str, Share]]:
    for stage, ranked in _stages(found).items():
        gains = [float(is_relevant(passage.text, case)) for passage in ranked]
        for k in _PASSAGE_DEPTHS:
            yield f"{stage} passage recall@{k}", Share(ranking.hit_at(gains, k))
        if stage == "fused":
            # The other stages are known only as far as fusion kept their passages.
            yield f"fused passage recall@{_DEEP}", Share(ranking.hit_at(gains, _DEEP))
            yield "passage MRR", Share(ranking.reciprocal_rank(gains))


def _read_scores(
    case: Case, found: Sequence[FoundPassage], unfiltered: Answer
) -> Iterator[tuple[str, Share]]:
    """The same passages, ranked by reading: those of the answers come first, in their order."""
    gains = [float(is_relevant(passage.text, case)) for passage in _as_read(found, unfiltered)]
    for k in _PASSAGE_DEPTHS:
        yield f"read passage recall@{k}", Share(ranking.hit_at(gains, k))


def _as_read(found: Sequence[FoundPassage], unfiltered: Answer) -> list[FoundPassage]:
    """Each answer's best passage, then the others in search order."""
    cited = {citation.number: citation for citation in unfiltered.citations}
    best = []
    for item in unfiltered.answers:
        around = cited[item.citations[0]]
        for number, passage in enumerate(found):
            if (
                passage.article_id == around.article_id
                and passage.start <= around.start < passage.end
            ):
                best.append(number)
                break
    return [found[number] for number in dict.fromkeys([*best, *range(len(found))])]


def _stages(found: Sequence[FoundPassage]) -> dict[str, list[FoundPassage]]:
    """The passages that search returned, as each stage ranks them."""
    stages = {"fused": list(found)}
    for stage in ("dense", "lexical"):
        scored = [
            (score, passage)
            for passage in found
            if (score := getattr(passage.scores, stage)) is not None
        ]
        stages[stage] = [p for _, p in sorted(scored, key=lambda pair: -pair[0])]
    return stages


def _article_scores(case: Case, found: Sequence[FoundPassage]) -> Iterator[tuple[str, Share]]:
    """How well the annotated articles are found; each ranks by its best passage."""
    grades = _grades(case)
    if not grades:
        return
    ranked = list(dict.fromkeys(passage.article_id for passage in found))
    gains = [grades.get(article, 0.0) for article in ranked]
    for k in _ARTICLE_DEPTHS:
        yield f"article recall@{k}", Share(ranking.recall_at(gains, len(grades), k))
    yield "article MRR", Share(ranking.reciprocal_rank(gains))
    yield "article MAP", Share(ranking.average_precision(gains, len(grades)))
    yield "article nDCG@10", Share(ranking.ndcg_at(gains, list(grades.values()), 10))


def _grades(case: Case) -> dict[str, float]:
    """The annotated articles with their gains, without those found by a rule."""
    grades: dict[str, float] = {}
    for evidence in case.evidence:
        if evidence.article is None or evidence.kind == MATCHED:
            continue
        grade = evidence.kind.removeprefix("qrel:") if evidence.kind else ""
        gain = float(grade) if grade.replace(".", "", 1).isdigit() else 1.0
        if gain > 0:
            grades[evidence.article] = max(gain, grades.get(evidence.article, 0.0))
    return grades


def _span_scores(case: Case, answer: Answer, unfiltered: Answer) -> Iterator[tuple[str, Share]]:
    """Exact match and F1 of the highlight, else the quote; refusals count as in SQuAD 2."""
    if case.answerable is None or (case.answerable and not case.answers):
        return
    golds = [] if case.answerable is False else case.answers
    shown = shortest(answer)
    yield "exact match", Share(spans.exact_match(shown, golds))
    yield "token F1", Share(spans.token_f1(shown, golds))
    if not golds:
        yield "no-answer accuracy", Share(float(not shown))
        return
    yield "has-answer exact match", Share(spans.exact_match(shown, golds))
    yield "has-answer token F1", Share(spans.token_f1(shown, golds))
    best = shortest(unfiltered)
    yield "has-answer token F1 without refusing", Share(spans.token_f1(best, golds))


def shortest(answer: Answer) -> str:
    """The first answer's highlight, else its quote; empty without an answer."""
    if not answer.answers:
        return ""
    first = answer.answers[0]
    return first.highlight.text if first.highlight else first.quote


def _citation_scores(case: Case, answer: Answer) -> Iterator[tuple[str, Share]]:
    """After ALCE (Gao et al. 2023), where what a citation supports is here the quote itself."""
    cited = [QuotedSpan(c.quote, c.article_id, c.start, c.end) for c in answer.citations]
    supported = [holds_answer(span, case) for span in cited]
    yield "citation precision", Share(sum(supported), len(supported))
    wanted = annotated_evidence(case)
    if wanted:
        found = [any(matches_evidence(span, evidence) for span in cited) for evidence in wanted]
        yield "citation recall", Share(sum(found), len(found))


def _is_first_right(given: Sequence[QuotedSpan], case: Case) -> bool:
    return bool(given) and is_right(given[0], case)


def _is_best_right(candidates: Sequence[QuotedSpan], case: Case) -> bool | None:
    if not is_known(case):
        return None
    return _is_first_right(candidates, case)


def _shown(answer: Answer, candidates: Sequence[QuotedSpan], case: Case) -> list[ShownAnswer]:
    titles = {citation.number: citation.title for citation in answer.citations}
    return [
        ShownAnswer(
            quote=item.quote,
            highlight=item.highlight.text if item.highlight else None,
            article=span.article,
            title=titles[item.citations[0]],
            start=span.start,
            end=span.end,
            speaker=span.speaker,
            confidence=item.confidence,
            right=is_known(case) and is_right(span, case),
        )
        for item, span in zip(answer.answers[:_SHOWN], candidates, strict=False)
    ]


def _expected(case: Case) -> list[str]:
    if case.answerable is False:
        return []
    return list(dict.fromkeys([*case.answers, *(e.quote for e in case.evidence if e.quote)]))[:10]
