"""Asks whose words: `python -m eval.quote_questions [--data DIR] [--split dev] [--errors N]`.

Questions "what did {source} say about {topic}" are made from PolNeAR's attributions: the source by
its fullest name in the article, as topic the two rarest words of the content, in the other order.
All articles lie in one collection.

Right: an answer's sentences hold at least half of the content of an attribution of that source in
which both words stand. Wrong speaker: the words shown belong to an attribution whose source is
named, and by another name; where the source is a pronoun or a description, nothing is concluded.
Refusals ask for people whom an article names about words that somebody else says in it, where no
attribution that may be theirs holds either word.
"""

import random
import re
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from eval.lines import read_rows
from eval.quotes import DATA
from eval.runs.progress import tracked
from index.person_names import name_words
from index.records import Document
from service.engine import Engine
from service.settings import load
from service.wire import Answer, AskRequest

_NO_NAME = "He|She|They|We|I|It|You|His|Her|Their|Who|One|Some|Many|Both|The"
_FULL_NAME = re.compile(
    rf"\b(?!(?:{_NO_NAME})\b)[A-Z][a-zà-ÿ’'-]+(?:\s[A-Z]\.?)?\s[A-Z][A-Za-zà-ÿ’'-]+\b"
)
_NAME = re.compile(rf"\b(?!(?:{_NO_NAME})\b)[A-Z][A-Za-zà-ÿ’'-]+\b")
_TOPIC_WORD = re.compile(r"\b[a-zà-ÿ]{5,}\b")
_STEM = 5
"""Words that begin with the same letters are held to be the same."""
_HALF = 0.5
"""So much of what was said must be shown."""


class Said(Struct, frozen=True):
    """One attribution of the gold."""

    article: str
    spans: tuple[tuple[int, int], ...]
    name: str | None
    """The source's fullest name in its article; None where it has none, or several may be meant."""
    surname: str | None
    words: tuple[str, ...]
    """Words of the content that may be a topic."""
    stems: frozenset[str]
    """The same as they are compared."""


class Asked(Struct, frozen=True):
    """A question, and what answers it; nothing where it is to be refused."""

    question: str
    name: str
    right: tuple[Said, ...] = ()


class Corpus(Struct, frozen=True):
    """The articles and everything said in them."""

    documents: list[Document]
    said: list[Said]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the questions, ask them, print what came of them."""
    options = _parser().parse_args(arguments)
    corpus = read(options.data / "polnear" / f"{options.split}.jsonl.gz")
    random.Random(options.seed).shuffle(corpus.said)  # noqa: S311
    questions = list(islice(make_questions(corpus), options.questions))
    refusals = list(islice(make_refusals(corpus), options.refusals))
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load({}, data=folder, reader="sentence"))
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


def read(path: Path) -> Corpus:
    """Read articles with their attributions."""
    documents: list[Document] = []
    said: list[Said] = []
    for row in read_rows(path):
        documents.append(
            Document(
                id=row["id"],
                text=row["text"],
                title=row["title"],
                published=row["published"],
                source=row["source"],
                format="json",
                origin=path.name,
            )
        )
        said += [_said(row, attribution) for attribution in row["attributions"]]
    return Corpus(documents, said)


def _said(row: dict[str, Any], attribution: dict[str, Any]) -> Said:
    source = " ".join(part["text"] for part in attribution["source"])
    content = " ".join(part["text"] for part in attribution["content"])
    spans = tuple((part["start"], part["end"]) for part in attribution["content"])
    words = tuple(_TOPIC_WORD.findall(content))
    stems = frozenset(word[:_STEM] for word in words)
    return Said(row["id"], spans, *_named(source, row["text"]), words, stems)


def _named(source: str, text: str) -> tuple[str | None, str | None]:
    """The fullest name of a source in its article, and its last word."""
    found = [name for name in _FULL_NAME.findall(source) if name_words(name)]
    if found:
        return found[0], name_words(found[0])[-1]
    names = [word for word in _NAME.findall(source) if name_words(word)]
    if len(names) != 1:
        return None, None
    full = {name for name in _FULL_NAME.findall(text) if name.endswith(f" {names[0]}")}
    whole = next(iter(full)) if len(full) == 1 else None
    return whole, name_words(names[0])[-1]


def make_questions(corpus: Corpus) -> Iterator[Asked]:
    """A question of each attribution whose source has a full name and whose content a topic."""
    rarity = _rarity(corpus)
    for said in corpus.said:
        topic = _topic(said, rarity)
        if said.name is None or len(topic) < 2:
            continue
        stems = {word[:_STEM] for word in topic}
        right = tuple(s for s in corpus.said if s.name == said.name and stems <= s.stems)
        yield Asked(f"what did {said.name} say about {' and '.join(topic)}", said.name, right)


def make_refusals(corpus: Corpus) -> Iterator[Asked]:
    """People whom an article names, about what somebody else says in it."""
    rarity = _rarity(corpus)
    speakers = {said.surname for said in corpus.said if said.surname}
    texts = {document.id or "": document.text.casefold() for document in corpus.documents}
    named = {document.id or "": _FULL_NAME.findall(document.text) for document in corpus.documents}
    for said in corpus.said:
        topic = _topic(said, rarity)
        if said.surname is None or len(topic) < 2:
            continue
        stems = {word[:_STEM] for word in topic}
        near = [s for s in corpus.said if stems & s.stems]
        for name in sorted(set(named[said.article])):
            own = name_words(name)
            if len(own) < 2 or own[-1] == said.surname or own[-1] not in speakers:
                continue
            if not any(_may_be(s, own[-1], texts) for s in near):
                yield Asked(f"what did {name} say about {' and '.join(topic)}", name)
                break


def _may_be(said: Said, surname: str, texts: dict[str, str]) -> bool:
    """Whether an attribution is, or may be, of somebody of that name: "he", in such an article."""
    if said.surname is None:
        return surname in texts[said.article]
    return said.surname == surname


def _rarity(corpus: Corpus) -> Counter[str]:
    """In how many articles each stem is said."""
    seen = {(said.article, stem) for said in corpus.said for stem in said.stems}
    return Counter(stem for _, stem in seen)


def _topic(said: Said, rarity: Counter[str]) -> list[str]:
    """The two rarest words that more than one article says, the last first."""
    words = list(dict.fromkeys(said.words))
    usual = [word for word in words if rarity[word[:_STEM]] > 1]
    rarest = sorted(usual, key=lambda word: (rarity[word[:_STEM]], word))[:2]
    return sorted(rarest, key=words.index, reverse=True)


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
    parser.add_argument("--errors", type=int, default=0, help="print so many that went wrong")
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
