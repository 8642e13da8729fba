"""What came back for a question, turned into its record: every score, and where it was lost."""

from collections.abc import Iterator, Sequence

from eval.metrics import citations as citation_metrics
from eval.metrics import evidence as evidence_metrics
from eval.metrics import ranking, spans
from eval.questions import Case
from eval.records import Record, Share, Shown
from eval.runs.asking import Asked
from eval.runs.correctness import (
    MATCHED,
    Words,
    answers,
    hits,
    is_known,
    is_right,
    marked,
    speaks_for,
    supports,
    words_of,
)
from eval.runs.law import Law
from eval.runs.losses import stage_of_loss
from eval.runs.targets import Target
from service.wire import Answer, FoundPassage

_ANSWER_DEPTHS = (1, 3, 5)
_PASSAGE_DEPTHS = (1, 5, 10)
_DEEP = 50
_ARTICLE_DEPTHS = (1, 5, 10)
_SHOWN = 3

Scores = dict[str, Share]


class Judge:
    """Judges the answers of one target."""

    def __init__(self, target: Target, collection: str | None) -> None:
        self._target = target
        self._collection = collection
        self._law = Law(target, collection)

    def record(self, case: Case, asked: Asked) -> Record:
        """The record of one question."""
        given, every = words_of(asked.answer), words_of(asked.every)
        return Record(
            id=case.id,
            question=case.question,
            type=case.type,
            expected=_expected(case),
            found=_shown(asked.every, every, case),
            scores=dict(self._scores(case, asked, given)),
            answerable=case.answerable,
            answered=bool(given),
            confidence=asked.every.answers[0].confidence if asked.every.answers else 0.0,
            right=_is_best_right(every, case),
            lost=self._lost(case, asked, given, every),
            reason=asked.answer.reason,
            timings_ms=asked.answer.timings_ms | {"round trip": asked.milliseconds},
        )

    def _scores(
        self, case: Case, asked: Asked, given: Sequence[Words]
    ) -> Iterator[tuple[str, Share]]:
        passages = asked.found.passages if asked.found else None
        if case.answerable is not False and is_known(case):
            yield from _answer_scores(case, given)
            if passages is not None:
                yield from _passage_scores(case, passages)
                yield from _read_scores(case, passages, asked.every)
            yield from _citation_scores(case, asked.answer)
            yield from self._evidence_scores(case, asked.answer)
        if case.answerable is not False and passages is not None:
            yield from _article_scores(case, passages)
        yield from _span_scores(case, asked.answer, asked.every)
        if case.speaker and given:
            named = [words for words in given if words.speaker is not None]
            yield "speaker accuracy", Share(sum(speaks_for(w, case) for w in named), len(named))
        yield "law violations", Share(len(self._law.violations(asked.answer)))

    def _evidence_scores(self, case: Case, answer: Answer) -> Iterator[tuple[str, Share]]:
        gold = {
            (evidence.article, number)
            for evidence in marked(case)
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
            for number in self._touched(citation.article_id, citation.start, citation.end)
        }
        # A citation of an article that nobody marked is one sentence beside the evidence.
        found |= {
            (citation.article_id, -citation.start - 1)
            for citation in answer.citations
            if citation.article_id not in articles
        }
        overlap = evidence_metrics.sentence_overlap(found, gold)
        yield "evidence sentence precision", overlap.precision
        yield "evidence sentence recall", overlap.recall
        yield "evidence sentence F1", overlap.f1

    def _sentences(self, article: str, quote: str, start: int | None) -> list[int]:
        text = self._law.article(article)
        if text is None:
            return []
        place = text.text.find(quote) if start is None else start
        return self._touched(article, place, place + len(quote)) if place >= 0 else []

    def _touched(self, article: str, start: int, end: int) -> list[int]:
        text = self._law.article(article)
        borders = enumerate(text.sentences) if text else ()
        return [number for number, (first, last) in borders if first < end and start < last]

    def _lost(
        self, case: Case, asked: Asked, given: Sequence[Words], every: Sequence[Words]
    ) -> str | None:
        if case.answerable is False:
            return "answered without an answer" if given else None
        if not is_known(case):
            return None
        if given and is_right(given[0], case):
            return _wrong_span(case, asked.answer)
        return stage_of_loss(case, asked, every, self._target, self._collection)


def _wrong_span(case: Case, answer: Answer) -> str | None:
    """Whether the first quote is right and what is highlighted in it is not."""
    highlight = answer.answers[0].highlight
    if highlight is None or not case.answers:
        return None
    return None if spans.token_f1(highlight.text, case.answers) else "wrong span"


def _answer_scores(case: Case, given: Sequence[Words]) -> Iterator[tuple[str, Share]]:
    gains = [float(is_right(words, case)) for words in given]
    for k in _ANSWER_DEPTHS:
        yield f"answer recall@{k}", Share(ranking.hit_at(gains, k))
    yield "answer MRR", Share(ranking.reciprocal_rank(gains))


def _passage_scores(case: Case, found: Sequence[FoundPassage]) -> Iterator[tuple[str, Share]]:
    for stage, ranked in _stages(found).items():
        gains = [float(hits(passage.text, case)) for passage in ranked]
        for k in _PASSAGE_DEPTHS:
            yield f"{stage} passage recall@{k}", Share(ranking.hit_at(gains, k))
        if stage == "fused":
            # Of the others, so deep down, only what fusion has kept is known.
            yield f"fused passage recall@{_DEEP}", Share(ranking.hit_at(gains, _DEEP))
            yield "passage MRR", Share(ranking.reciprocal_rank(gains))


def _read_scores(
    case: Case, found: Sequence[FoundPassage], every: Answer
) -> Iterator[tuple[str, Share]]:
    """The same passages as reading ranks them: those of the answers first, in their order."""
    gains = [float(hits(passage.text, case)) for passage in _as_read(found, every)]
    for k in _PASSAGE_DEPTHS:
        yield f"read passage recall@{k}", Share(ranking.hit_at(gains, k))


def _as_read(found: Sequence[FoundPassage], every: Answer) -> list[FoundPassage]:
    """Each answer's best passage, then the others in the order of the search."""
    cited = {citation.number: citation for citation in every.citations}
    best = []
    for item in every.answers:
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
    """The passages as each stage ranks them, among those that the search returned."""
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
    """How well the marked articles are found: each counts at its best passage."""
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
    """The marked articles with their gains: what a rule matched by its words is not marked."""
    grades: dict[str, float] = {}
    for evidence in case.evidence:
        if evidence.article is None or evidence.kind == MATCHED:
            continue
        grade = evidence.kind.removeprefix("qrel:") if evidence.kind else ""
        gain = float(grade) if grade.replace(".", "", 1).isdigit() else 1.0
        if gain > 0:
            grades[evidence.article] = max(gain, grades.get(evidence.article, 0.0))
    return grades


def _span_scores(case: Case, answer: Answer, every: Answer) -> Iterator[tuple[str, Share]]:
    """Exact match and F1 of what is highlighted, else quoted; refusals count as SQuAD 2 has it."""
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
    best = shortest(every)
    yield "has-answer token F1 without refusing", Share(spans.token_f1(best, golds))


def shortest(answer: Answer) -> str:
    """The fewest words that the first answer gives; nothing where there is none."""
    if not answer.answers:
        return ""
    first = answer.answers[0]
    return first.highlight.text if first.highlight else first.quote


def _citation_scores(case: Case, answer: Answer) -> Iterator[tuple[str, Share]]:
    cited = [Words(c.quote, c.article_id, c.start, c.end) for c in answer.citations]
    yield "citation precision", citation_metrics.precision([answers(w, case) for w in cited])
    wanted = marked(case)
    if wanted:
        found = [any(supports(words, evidence) for words in cited) for evidence in wanted]
        yield "citation recall", citation_metrics.recall(found)


def _is_best_right(every: Sequence[Words], case: Case) -> bool | None:
    if not is_known(case):
        return None
    return bool(every) and is_right(every[0], case)


def _shown(answer: Answer, every: Sequence[Words], case: Case) -> list[Shown]:
    titles = {citation.number: citation.title for citation in answer.citations}
    return [
        Shown(
            quote=item.quote,
            highlight=item.highlight.text if item.highlight else None,
            article=words.article,
            title=titles[item.citations[0]],
            start=words.start,
            end=words.end,
            speaker=words.speaker,
            confidence=item.confidence,
            right=is_known(case) and is_right(words, case),
        )
        for item, words in zip(answer.answers[:_SHOWN], every, strict=False)
    ]


def _expected(case: Case) -> list[str]:
    if case.answerable is False:
        return []
    return list(dict.fromkeys([*case.answers, *(e.quote for e in case.evidence if e.quote)]))[:10]
