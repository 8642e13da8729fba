"""Quality of sentence splitting: `python -m eval.components.sentence_borders`.

Texts are rebuilt by joining a set's own sentences with a space, and the boundaries between them are
scored; a naive pattern is run on the same texts.
Some of the sets' boundaries come from another program, so a difference is not always an error.
"""

import gzip
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import click
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from eval.support.files import read_rows
from index.records import Span
from index.text.segmentation.sentences import split_sentences

Splitter: TypeAlias = Callable[[str], Sequence[Span]]
Sentences: TypeAlias = list[str]

_NAIVE = re.compile(r"[.!?][\"'”’)]*(\s+)(?=[\"'“‘(]*[A-Z0-9])")
_LOOSE_SENTENCES_A_TEXT = 10


class Score(Struct, frozen=True, kw_only=True):
    """Boundaries found, expected and correct; sentences found whole; characters per second."""

    texts: int
    sentences: int
    expected: int
    found: int
    right: int
    whole: int
    speed: float

    @property
    def precision(self) -> float:
        """Share of the boundaries found that the set has too."""
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        """Share of the set's boundaries that were found."""
        return self.right / max(self.expected, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(self.found + self.expected, 1)


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True),
    default="../shared/data",
    help="Folder of the data sets.",
)
@click.option("--errors", default=0, help="Also print this many differences per set.")
def main(data: Path, errors: int) -> None:
    """Score sentence boundaries on data sets with given sentences."""
    console = Console(width=120)
    console.print(_border_table(data))
    for name, read in SETS.items():
        for line in islice(differences(list(read(data))), errors):
            console.print(name, line, markup=False, highlight=False)


def naive(text: str) -> list[Span]:
    """Split at every full stop before a space and a capital or digit, like a one-line splitter."""
    gaps = [match.span(1) for match in _NAIVE.finditer(text)]
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(text)]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def score(split: Splitter, documents: Sequence[Sentences]) -> Score:
    """Compare the boundaries found in the joined sentences with the given ones."""
    texts = [" ".join(sentences) for sentences in documents]
    start = time.process_time()
    results = [split(text) for text in texts]
    seconds = time.process_time() - start
    gold = [_spans(sentences) for sentences in documents]
    pairs = list(zip(results, gold, strict=True))
    return Score(
        texts=len(texts),
        sentences=sum(map(len, gold)),
        expected=sum(len(_ends(expected)) for _, expected in pairs),
        found=sum(len(_ends(found)) for found, _ in pairs),
        right=sum(len(_ends(found) & _ends(expected)) for found, expected in pairs),
        whole=sum(len(set(found) & set(expected)) for found, expected in pairs),
        speed=sum(map(len, texts)) / seconds,
    )


def differences(documents: Sequence[Sentences]) -> Iterator[str]:
    """Yield every missed (-) or extra (+) boundary in context."""
    for sentences in documents:
        text = " ".join(sentences)
        found, expected = _ends(split_sentences(text)), _ends(_spans(sentences))
        for end in sorted(found ^ expected):
            sign = "+" if end in found else "-"
            yield f"{sign} {text[max(0, end - 60) : end]} ‖ {text[end : end + 50]}"


def _spans(sentences: Sentences) -> list[Span]:
    spans: list[Span] = []
    position = 0
    for sentence in sentences:
        spans.append(Span(position, position + len(sentence)))
        position += len(sentence) + 1
    return spans


def _ends(spans: Sequence[Span]) -> set[int]:
    """The ends of all sentences but the last, which is also the end of the text."""
    return {span.end for span in spans[:-1]}


def _border_table(data: Path) -> Table:
    columns = "set splitter texts sentences precision recall F1 whole MB/s".split()
    table = Table(*columns, title="Sentence boundaries")
    for name, read in SETS.items():
        documents = list(read(data))
        for label, split in (("dateline", split_sentences), ("naive", naive)):
            table.add_row(name, label, *_cells(score(split, documents)))
    return table


def _cells(result: Score) -> list[str]:
    shares = (result.precision, result.recall, result.f1, result.whole / max(result.sentences, 1))
    return [
        str(result.texts),
        str(result.sentences),
        *(f"{100 * share:.2f}" for share in shares),
        f"{result.speed / 1e6:.1f}",
    ]


def _paragraphs(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for article in json.load(file)["data"]:
            yield from article["paragraphs"]


def _unique(documents: Iterator[Sentences]) -> Iterator[Sentences]:
    seen: set[tuple[str, ...]] = set()
    for sentences in documents:
        trimmed = tuple(filter(None, map(str.strip, sentences)))
        if trimmed not in seen:
            seen.add(trimmed)
            yield list(trimmed)


def _loose(sentences: Iterator[str]) -> Iterator[Sentences]:
    """Group sentences that have no text of their own into texts."""
    single = iter(dict.fromkeys(map(str.strip, sentences)))
    while group := list(islice(single, _LOOSE_SENTENCES_A_TEXT)):
        yield group


def _selqa(data: Path) -> Iterator[Sentences]:
    return _unique(row["sentences"] for row in read_rows(data / "selqa/dev.jsonl.gz"))


def _hotpotqa(data: Path) -> Iterator[Sentences]:
    rows = read_rows(data / "hotpotqa/dev.jsonl.gz")
    return _unique(document["sentences"] for row in rows for document in row["docs"])


def _wikinews(data: Path) -> Iterator[Sentences]:
    names = ("qasrl_gs/dev", "qanom/dev", "qanom/train", "qamr/dev", "qadiscourse/dev")
    return _loose(
        paragraph["context"]
        for name in names
        for paragraph in _paragraphs(data / f"{name}.json.gz")
        if paragraph["qas"][0]["domain"] == "wikinews"
    )


def _multihop(data: Path) -> Iterator[Sentences]:
    rows = read_rows(data / "multihop_rag_sample/dev.jsonl.gz")
    return _loose(piece["quote"] for row in rows for piece in row["evidence"])


SETS: dict[str, Callable[[Path], Iterator[Sentences]]] = {
    "wikinews (four QA sets)": _wikinews,
    "multihop_rag (news)": _multihop,
    "hotpotqa (Wikipedia)": _hotpotqa,
    "selqa (Wikipedia)": _selqa,
    "squad_train (Wikipedia)": lambda data: _loose(
        row["sentence"] for row in read_rows(data / "squad_train/question_sentence.jsonl.gz")
    ),
}


if __name__ == "__main__":
    main()
