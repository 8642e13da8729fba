"""Whether refusals are true: `python -m eval.runs.refusals SET [--data FOLDER]`.

Every question in the set is asked, plainly and with filters (a nonexistent outlet, an existing one
in different case, dates before the first article). Each claim of each refusal is checked by
`eval.components.refusal_claims`, and so are an answer's notes about its dates. "polnear" stands for
the questions of `speaker_answers`. False claims are printed; the exit status is 1 if there are any.
"""

import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import structs

from eval.components.quotations import DATA
from eval.components.refusal_claims import ReadArticle, false_claims
from eval.components.speaker_questions import make_questions, make_refusals, read
from eval.metrics.maybes import is_maybe
from eval.runs.smaller_set import smaller_set
from eval.sets import load as load_set
from eval.support.progress import with_progress
from index.records import Document
from prompts import say
from service.answers.matches import Situation, fitted
from service.engine import Engine
from service.settings import load
from service.wire.answer import Answer
from service.wire.asking import AskFilters, AskRequest

POLNEAR = "polnear"
_TOLD = ("answer_other_days", "answer_no_articles_of_days", "answer_of_other_days")
"""The messages about other dates, one of which is in the text of such an answer."""
_LIMITED = 10
"""One in this many questions is also asked with filters."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, check and print."""
    options = _parser().parse_args(arguments)
    requests, documents = _questions(options.set, options.questions, options.articles)
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load({}, data=options.data or folder))
        if options.data is None:
            adding = engine.ingester.add(engine.collection(None), documents)
            for _ in with_progress(adding, "adding", len(documents)):
                pass
        engine.open()
        try:
            return _check_all(engine, requests)
        finally:
            engine.close()


def _check_all(engine: Engine, requests: Sequence[AskRequest]) -> int:
    collection = engine.collection(None)
    summaries = engine.library.all_articles(collection)
    articles = [ReadArticle(engine.library.article(collection, one.id)) for one in summaries]
    counts: Counter[str] = Counter()
    every = [
        structs.replace(request, language="en")
        for request in (*requests, *_limited(requests, articles))
    ]
    for request in with_progress(every, "asking", len(every)):
        answer = engine.answerer.answer(request)
        counts[answer.reason or answer.status] += 1
        for claim in _faults(engine, answer, request, articles):
            counts["FALSE"] += 1
            print(f"FALSE {claim}: {request.question} {request.filters}\n    {answer.text}")
    print(*(f"{count:6,} {name}" for name, count in counts.most_common()), sep="\n")
    return min(1, counts["FALSE"])


def _faults(
    engine: Engine, answer: Answer, request: AskRequest, articles: Sequence[ReadArticle]
) -> list[str]:
    if answer.status == "answered":
        return list(_untold_days(answer))
    if is_maybe(answer):
        # It gives the same reason, in part.
        answer = engine.answerer.answer(structs.replace(request, maybe_confidence=1.0))
    least = engine.settings.min_confidence or fitted().least[Situation.COLLECTION]
    every = engine.answerer.answer(structs.replace(request, min_confidence=0.0))
    best = max((item.confidence for item in every.answers), default=0.0)
    return false_claims(answer, request, articles, best / least)


def _untold_days(answer: Answer) -> Iterator[str]:
    """Answers from other days than those asked about that do not say so."""
    days = answer.period
    if days is None:
        return
    published = {citation.number: citation.published for citation in answer.citations}
    for item in answer.answers:
        is_timely = any(days.holds(published[number]) for number in item.citations)
        if item.timely is not is_timely:
            yield "an answer is marked wrongly"
    told = any(say(name, "en", first=days.first, last=days.last) in answer.text for name in _TOLD)
    if told is all(item.timely for item in answer.answers):
        yield "the text does not tell, or tells wrongly, that answers are from other days"


def _limited(
    requests: Sequence[AskRequest], articles: Sequence[ReadArticle]
) -> Iterator[AskRequest]:
    known = [one.article for one in articles]
    outlet = next((article.outlet for article in known if article.outlet), "Nowhere")
    first = min((article.published[:4] for article in known if article.published), default="2000")
    for request in requests[::_LIMITED]:
        for filters in (
            AskFilters(source="No Such Outlet"),
            AskFilters(source=outlet.swapcase()),
            AskFilters(author="Nobody At All"),
            AskFilters(published_to=f"{int(first) - 1:04}-01-01"),
            AskFilters(source=[outlet, "No Such Outlet"], published_from=f"{int(first):04}-06-01"),
        ):
            yield structs.replace(request, filters=filters)


def _questions(
    name: str, questions: int | None, articles: int | None
) -> tuple[list[AskRequest], list[Document]]:
    if name == POLNEAR:
        corpus = read(DATA / "polnear" / "dev.jsonl.gz")
        asked = [*islice(make_questions(corpus), 500), *islice(make_refusals(corpus), 200)]
        return [AskRequest(question=one.question) for one in asked[:questions]], corpus.documents
    whole = smaller_set(load_set(Path(name)), questions, articles, seed=0)
    requests = [
        AskRequest(
            question=case.question,
            as_of=case.as_of,
            asked_at=case.asked_at if number % 2 else None,
            filters=case.filters,
        )
        for number, case in enumerate(whole.cases)
    ]
    return requests, whole.documents or []


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m eval.runs.refusals", description=__doc__)
    parser.add_argument("set", help="a question set with its articles, or “polnear”")
    parser.add_argument("--data", help="ask the library in this folder instead of a new one")
    parser.add_argument("--questions", type=int, help="ask at most this many")
    parser.add_argument("--articles", type=int, help="add at most this many, evidence first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
