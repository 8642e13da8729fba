"""Asks whose words: `python -m eval.quote_questions [--data DIR] [--split dev] [--errors N]`.

Questions "what did {source} say about {topic}" are made from PolNeAR's attributions
(`eval/quote_sets.py`): the source by its fullest name in the article, as topic the two rarest nouns
or verbs of the content, in the other order and, where the articles know one, in another form.
All articles lie in one collection.

Right: an answer's sentences hold at least half of the content of an attribution of that source in
which both words stand. Wrong speaker: the words shown belong to an attribution whose source is
named, and by another name; where the source is a pronoun or a description, nothing is concluded.
`--out FOLDER` writes them as a question set with its articles instead, as `dateline eval run` and
`python -m eval.training.confidence.fit --kind said` take it; `--articles N` takes so many of the
articles.

Refusals ask for people whom an article names about words that somebody else says in it, where no
attribution that may be theirs holds either word.
"""

import random
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from eval.quote_sets import Asked, Corpus, make_questions, make_refusals, read, some_of, write
from eval.quotes import DATA
from eval.runs.progress import tracked
from index.person_names import name_words
from service.engine import Engine
from service.settings import load
from service.wire import Answer, AskRequest

_HALF = 0.5
"""So much of what was said must be shown."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the questions, ask them, print what came of them."""
    options = _parser().parse_args(arguments)
    corpus = read(options.data / "polnear" / f"{options.split}.jsonl.gz")
    if options.articles:
        corpus = some_of(corpus, options.articles, options.seed)
    random.Random(options.seed).shuffle(corpus.said)  # noqa: S311
    questions = list(islice(make_questions(corpus), options.questions))
    refusals = list(islice(make_refusals(corpus), options.refusals))
    if options.out is not None:
        write(options.out, corpus, [*questions, *refusals])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load({}, data=folder, reader=options.reader))
        for _ in engine.ingester.add(
            engine.collection(None), tracked(corpus.documents, "adding", len(corpus.documents))
        ):
            pass
        engine.open()
        counts = _ask_all(engine, corpus, questions, options.errors)
        refused = _refuse_all(engine, refusals, options.errors)
    for k in (1, 3, 5):
        print(f"right quote in the first {k}: {counts[f'at {k}'] / len(questions):.3f}")
    judged = counts["right speaker"] + counts["wrong speaker"]
    print(f"refused although answerable: {counts['refused'] / len(questions):.3f}")
    print(f"wrong speaker: {counts['wrong speaker']} of {judged} answers whose source is named")
    print(f"refused as it should be: {refused / max(1, len(refusals)):.3f} of {len(refusals)}")
    return 0


def _ask_all(
    engine: Engine, corpus: Corpus, questions: Sequence[Asked], errors: int
) -> Counter[str]:
    counts: Counter[str] = Counter()
    shown = 0
    for asked in tracked(questions, "asking", len(questions)):
        answer = engine.answerer.answer(AskRequest(question=asked.question))
        rank = _rank(answer, asked)
        counts["refused"] += answer.status != "answered"
        counts.update(f"at {k}" for k in (1, 3, 5) if rank and rank <= k)
        for wrong in _judge_speakers(answer, asked, corpus, counts):
            print(f"WRONG SPEAKER {asked.question}\n    {wrong}")
        if rank != 1 and shown < errors:
            shown += 1
            _show(answer, asked, engine)
    return counts


def _rank(answer: Answer, asked: Asked) -> int | None:
    """Rank of the first answer whose sentences hold half of a right content."""
    cited = {citation.number: citation for citation in answer.citations}
    for rank, item in enumerate(answer.answers, start=1):
        for number in item.citations:
            place = cited[number]
            span = (place.start, place.end)
            if any(
                s.article == place.article_id and _covered(s.spans, span) >= _HALF
                for s in asked.right
            ):
                return rank
    return None


def _judge_speakers(
    answer: Answer, asked: Asked, corpus: Corpus, counts: Counter[str]
) -> Iterator[str]:
    """Count answers by whether the gold's source is the one asked for; yield the wrong ones."""
    cited = {citation.number: citation for citation in answer.citations}
    surname = name_words(asked.name)[-1]
    for item in answer.answers:
        if item.highlight is None:
            continue
        place = cited[item.citations[0]]
        shown = (item.highlight.start, item.highlight.end)
        over = [
            s
            for s in corpus.said
            if s.article == place.article_id and _covered(s.spans, shown) >= _HALF
        ]
        if any(s.surname == surname for s in over):
            counts["right speaker"] += 1
        elif over and all(s.surname for s in over):
            counts["wrong speaker"] += 1
            yield f"{item.quote} (gold: {', '.join(str(s.name or s.surname) for s in over)})"


def _covered(spans: Sequence[tuple[int, int]], by: tuple[int, int]) -> float:
    """The part of the spans' characters that lies in another span."""
    total = sum(end - start for start, end in spans)
    shared = sum(max(0, min(end, by[1]) - max(start, by[0])) for start, end in spans)
    return shared / total if total else 0.0


def _refuse_all(engine: Engine, refusals: Sequence[Asked], errors: int) -> int:
    refused = 0
    for asked in tracked(refusals, "refusing", len(refusals)):
        answer = engine.answerer.answer(AskRequest(question=asked.question))
        refused += answer.status != "answered"
        if answer.status == "answered" and errors > 0:
            errors -= 1
            _show(answer, asked, engine)
    return refused


def _show(answer: Answer, asked: Asked, engine: Engine) -> None:
    print(f"{asked.question}  [{answer.reason}]")
    for said in asked.right[:1]:
        text = engine.library.article(engine.collection(None), said.article).text
        print(f"    wanted: {' … '.join(text[start:end] for start, end in said.spans)[:200]}")
    for item in answer.answers[:2]:
        print(f"    {item.confidence:.2f} {item.quote[:200]}")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m eval.quote_questions", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--split", choices=("dev", "train"), default="dev")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--refusals", type=int, default=200)
    parser.add_argument("--articles", type=int, help="so many of the articles, by seed")
    parser.add_argument("--out", type=Path, help="folder to write the questions to")
    parser.add_argument("--errors", type=int, default=0, help="print so many that went wrong")
    parser.add_argument("--reader", default="span")
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
