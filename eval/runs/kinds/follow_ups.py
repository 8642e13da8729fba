"""Follow-up questions with a human rewrite: is the question searched as good as that?

Each question is asked after the earlier questions as typed, with their answers as quotes if the set
has them. Measured are the words of the searched question, the terms it adds, and what it finds: the
passages found by the rewrite, and the answer if the set has one. The question as typed is the
baseline.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from eval.metrics import rewriting, spans
from eval.questions import Case, QuestionSet
from eval.records import Record, Share
from eval.runs.steps import Step
from eval.runs.targets import Target
from service.wire.asking import MAX_HISTORY, AskRequest, HistoryQuote, HistoryTurn
from service.wire.passages import FoundPassage, SearchRequest

_DEPTHS = (1, 5, 10)


def steps(question_set: QuestionSet, target: Target, collection: str | None) -> Iterator[Step]:
    """A step for each question."""
    for case in question_set.cases:
        yield Step(case.id, case.question, partial(_measure, target, case, collection))


def _measure(target: Target, case: Case, collection: str | None) -> Record:
    rewrite = case.rewrite or case.question
    history = _history(target, case, collection)
    answer = target.ask(AskRequest(question=case.question, history=history, collection=collection))
    found = {
        name: _found(target, question, collection)
        for name, question in (
            ("", answer.searched),
            ("floor ", case.question),
            ("person's ", rewrite),
        )
    }
    return Record(
        id=case.id,
        question=case.question,
        type="follow-up" if case.history else "first question",
        expected=[rewrite],
        scores=_words(case, answer.searched, rewrite) | _overlaps(found) | _answers(case, found),
        reason=answer.reason,
        timings_ms=answer.timings_ms,
    )


def _words(case: Case, searched: str, rewrite: str) -> dict[str, Share]:
    terms = rewriting.count_terms(
        case.question, searched, rewrite, [turn.text for turn in case.history]
    )
    return {
        "searched token F1": Share(rewriting.token_f1(searched, rewrite)),
        "floor token F1": Share(rewriting.token_f1(case.question, rewrite)),
        "searched equals rewrite": Share(spans.exact_match(searched, [rewrite])),
        "added terms precision": Share(terms.right, terms.added),
        "added terms recall": Share(terms.right, terms.wanted),
        "added terms F1": Share(2 * terms.right, terms.added + terms.wanted),
    }


def _overlaps(found: dict[str, list[FoundPassage]]) -> dict[str, Share]:
    """How many of the passages that the person's rewrite finds are found."""
    gold = _keys(found["person's "])
    return {
        f"{name}follow-up recall@{k}": Share(
            len(set(gold[:k]) & set(_keys(found[name])[:k])), len(gold[:k])
        )
        for name in ("", "floor ")
        for k in _DEPTHS
    }


def _keys(passages: Sequence[FoundPassage]) -> list[tuple[str, int]]:
    return [(passage.article_id, passage.start) for passage in passages]


def _answers(case: Case, found: dict[str, list[FoundPassage]]) -> dict[str, Share]:
    """Whether the answer is found, and how often for each time that the rewrite finds it."""
    if not any(one.quote for one in case.evidence):
        return {}
    hits = {
        (name, k): float(any(_holds(passage, case) for passage in passages[:k]))
        for name, passages in found.items()
        for k in _DEPTHS
    }
    absolute = {f"{name}answer recall@{k}": Share(hit) for (name, k), hit in hits.items()}
    return absolute | {
        f"{name}answer recall@{k} beside the person's": Share(hits[name, k], hits["person's ", k])
        for name in ("", "floor ")
        for k in _DEPTHS
    }


def _holds(passage: FoundPassage, case: Case) -> bool:
    return any(
        passage.article_id == one.article and one.quote is not None and one.quote in passage.text
        for one in case.evidence
    )


def _history(target: Target, case: Case, collection: str | None) -> list[HistoryTurn] | None:
    """The turns before, with their answers as quotes of the dialogue's article."""
    name = next((one.article for one in case.evidence if one.article), None)
    article = target.article(name, collection, None) if name and case.history else None
    turns: list[HistoryTurn] = []
    for said in case.history:
        if said.role == "user":
            turns.append(HistoryTurn(question=said.text))
        elif turns and article and (quote := _quote(name or "", article.text, said.text)):
            turns[-1] = HistoryTurn(question=turns[-1].question, quotes=[quote])
    return turns[-MAX_HISTORY:] or None


def _quote(article: str, text: str, said: str) -> HistoryQuote | None:
    words = " ".join(said.split())
    start = text.find(words)
    if start < 0:
        return None
    return HistoryQuote(article_id=article, start=start, end=start + len(words))


def _found(target: Target, question: str, collection: str | None) -> list[FoundPassage]:
    request = SearchRequest(question=question, collection=collection, limit=max(_DEPTHS))
    return target.search(request).passages
