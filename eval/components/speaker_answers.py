"""Speaker questions: `python -m eval.components.speaker_answers [--split dev] [--errors N]`.

Questions "what did {source} say about {topic}" are generated from PolNeAR's attributions
(`eval/components/speaker_questions.py`): the source by its fullest name in the article, and as
topic the two rarest nouns or verbs of the content, in reverse order and, if the articles contain
one, in another word form. All articles are in one collection.

Right: an answer's sentences contain at least half of the content of an attribution to that source
that has both words. Wrong speaker: the words shown belong to an attribution whose source has
another name; if the source is a pronoun or a description, it is not counted. `--out FOLDER` writes
a question set with its articles instead, as read by `dateline eval run` and the fit of the reader;
`--articles N` uses a sample of the articles.

`--topics headline` asks about a word of the headline instead, which the person's words do not have;
whatever the person says in that article is right.

Questions to be refused name a person from an article and words that somebody else says in it, if no
attribution that may be theirs has either word.
"""

import random
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from eval.components.quotations import DATA
from eval.components.speaker_questions import (
    Corpus,
    SpeakerQuestion,
    make_headline_questions,
    make_questions,
    make_refusals,
    read,
    sample_articles,
    write,
)
from eval.metrics.maybes import as_refused
from eval.support.progress import with_progress
from index.people.names import name_words
from service.engine import Engine
from service.settings import load
from service.wire.answer import Answer
from service.wire.asking import AskRequest

_HALF = 0.5
"""The share of the content that must be shown."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate the questions, ask them, and print the figures."""
    options = _parser().parse_args(arguments)
    corpus = read(options.data / "polnear" / f"{options.split}.jsonl.gz")
    if options.articles:
        corpus = sample_articles(corpus, options.articles, options.seed)
    random.Random(options.seed).shuffle(corpus.attributions)  # noqa: S311
    made = make_headline_questions if options.topics == "headline" else make_questions
    questions = list(islice(made(corpus), options.questions))
    refusals = list(islice(make_refusals(corpus), options.refusals))
    if options.out is not None:
        write(options.out, corpus, [*questions, *refusals])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load({}, data=folder, reader=options.reader))
        for _ in engine.ingester.add(
            engine.collection(None),
            with_progress(corpus.documents, "adding", len(corpus.documents)),
        ):
            pass
        engine.open()
        counts = _ask_all(engine, corpus, questions, options.errors)
        refused = _refuse_all(engine, refusals, options.errors)
    for k in (1, 3, 5):
        print(f"right quote in the first {k}: {counts[f'at {k}'] / len(questions):.3f}")
    judged = counts["right speaker"] + counts["wrong speaker"]
    print(f"refused although answerable: {counts['refused'] / len(questions):.3f}")
    print(f"wrong speaker: {counts['wrong speaker']} of {judged} answers with a named source")
    print(f"correctly refused: {refused / max(1, len(refusals)):.3f} of {len(refusals)}")
    return 0


def _ask_all(
    engine: Engine, corpus: Corpus, questions: Sequence[SpeakerQuestion], errors: int
) -> Counter[str]:
    counts: Counter[str] = Counter()
    shown = 0
    for asked in with_progress(questions, "asking", len(questions)):
        answer = as_refused(engine.answerer.answer(AskRequest(question=asked.question)))
        rank = _rank(answer, asked)
        counts["refused"] += answer.status != "answered"
        counts.update(f"at {k}" for k in (1, 3, 5) if rank and rank <= k)
        for wrong in _judge_speakers(answer, asked, corpus, counts):
            print(f"WRONG SPEAKER {asked.question}\n    {wrong}")
        if rank != 1 and shown < errors:
            shown += 1
            _show(answer, asked, engine)
    return counts


def _rank(answer: Answer, asked: SpeakerQuestion) -> int | None:
    """Rank of the first answer whose sentences contain half of a right content."""
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
    answer: Answer, asked: SpeakerQuestion, corpus: Corpus, counts: Counter[str]
) -> Iterator[str]:
    """Count answers by whether the gold source is the person asked about; yield the wrong ones."""
    cited = {citation.number: citation for citation in answer.citations}
    surname = name_words(asked.name)[-1]
    for item in answer.answers:
        if item.highlight is None:
            continue
        place = cited[item.citations[0]]
        shown = (item.highlight.start, item.highlight.end)
        over = [
            s
            for s in corpus.attributions
            if s.article == place.article_id and _covered(s.spans, shown) >= _HALF
        ]
        if any(s.surname == surname for s in over):
            counts["right speaker"] += 1
        elif over and all(s.surname for s in over):
            counts["wrong speaker"] += 1
            yield f"{item.quote} (gold: {', '.join(str(s.name or s.surname) for s in over)})"


def _covered(spans: Sequence[tuple[int, int]], by: tuple[int, int]) -> float:
    """The share of the spans' characters that lies within another span."""
    total = sum(end - start for start, end in spans)
    shared = sum(max(0, min(end, by[1]) - max(start, by[0])) for start, end in spans)
    return shared / total if total else 0.0


def _refuse_all(engine: Engine, refusals: Sequence[SpeakerQuestion], errors: int) -> int:
    refused = 0
    for asked in with_progress(refusals, "refusing", len(refusals)):
        answer = as_refused(engine.answerer.answer(AskRequest(question=asked.question)))
        refused += answer.status != "answered"
        if answer.status == "answered" and errors > 0:
            errors -= 1
            _show(answer, asked, engine)
    return refused


def _show(answer: Answer, asked: SpeakerQuestion, engine: Engine) -> None:
    print(f"{asked.question}  [{answer.reason}]")
    for gold in asked.right[:1]:
        text = engine.library.article(engine.collection(None), gold.article).text
        print(f"    wanted: {' … '.join(text[start:end] for start, end in gold.spans)[:200]}")
    for item in answer.answers[:2]:
        print(f"    {item.confidence:.2f} {item.quote[:200]}")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m eval.components.speaker_answers", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--split", choices=("dev", "train"), default="dev")
    parser.add_argument("--topics", choices=("content", "headline"), default="content")
    parser.add_argument("--questions", type=int, default=500, help="at most this many")
    parser.add_argument("--refusals", type=int, default=200, help="at most this many")
    parser.add_argument("--articles", type=int, help="sample this many articles by seed")
    parser.add_argument("--out", type=Path, help="write the questions into this folder instead")
    parser.add_argument("--errors", type=int, default=0, help="print this many errors")
    parser.add_argument("--reader", default="span")
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
