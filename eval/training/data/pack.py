"""Tokenize the question sets: `python -m eval.training.data.pack --data FOLDER --out FOLDER`.

Writes all that a training needs: every set that `recipe.toml` names as arrays of token ids
(`texts.npz`).
"""

import argparse
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from eval.training.data.held_back import is_held_back
from eval.training.data.material import Asked, Material, material_of, read_material, read_pairs
from eval.training.data.packed import SPANS, TEXTS, Packed, write
from eval.training.data.stated import stated
from eval.training.data.twins import CHANGES
from eval.training.data.written import read_written
from eval.training.recipe import RECIPE, Recipe, SetUse, read_recipe
from index.formats import read_paths
from index.networks.model_folders import model_folder
from index.records import Document, Span

_LONGEST_QUESTION = 40


def main(arguments: Sequence[str] | None = None) -> None:
    """Tokenize and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    write(pack(read_recipe(options.recipe), options.data), options.out / TEXTS)


class Packer:
    """Texts and questions that are being tokenized."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tokenizer = tokenizer_of_the_base()
        self._texts: list[NDArray[np.uint16]] = []
        self._known: dict[bytes, int] = {}
        self._rows: list[tuple[int, int, list[tuple[int, int]], Asked, int]] = []

    def add(self, material: Material, number: int) -> None:
        """Add a set's passages and questions under its number."""
        encoded = self._tokenizer.encode_batch(material.passages, add_special_tokens=False)
        passages = [self._add(found.ids) for found in encoded]
        questions = self._tokenizer.encode_batch(
            [asked.question for asked in material.asked], add_special_tokens=False
        )
        for asked, found in zip(material.asked, questions, strict=True):
            spans = list(_spans(asked, encoded[asked.passage].offsets))
            if asked.spans and not spans:
                continue
            question = self._add(found.ids[:_LONGEST_QUESTION])
            passage = passages[asked.passage]
            self._rows.append((question, passage, spans[:SPANS], asked, number))
        print(f"{material.name}: {len(material.asked):,} questions", flush=True)

    def packed(self) -> Packed:
        """All of them as arrays."""
        spans = np.full((len(self._rows), SPANS, 2), -1, np.int16)
        for row, (_, _, found, _, _) in enumerate(self._rows):
            for place, span in enumerate(found):
                spans[row, place] = span
        questions, passages, _, asked, of = zip(*self._rows, strict=True)
        lengths = [len(text) for text in self._texts]
        return Packed(
            tokens=np.concatenate(self._texts),
            text_at=np.cumsum([0, *lengths], dtype=np.int64),
            question=np.array(questions, np.int32),
            passage=np.array(passages, np.int32),
            spans=spans,
            relevant=np.array([one.relevant for one in asked], bool),
            every=np.array([one.every for one in asked], bool),
            of=np.array(of, np.uint8),
        )

    def _add(self, ids: Sequence[int]) -> int:
        array = np.array(ids, np.uint16)
        key = array.tobytes()
        if key not in self._known:
            self._known[key] = len(self._texts)
            self._texts.append(array)
        return self._known[key]


def pack(recipe: Recipe, data: Path) -> Packed:
    """Tokenize the sets of a recipe."""
    packer = Packer()
    read = cache(partial(_read, data))
    for number, use in enumerate(recipe.sets):
        # One file is read once, in however many ways its questions are used.
        source = structs.replace(use, times=1.0, change="", unanswerable=False)
        packer.add(_trained_on(read(source), use), number)
    return packer.packed()


def _trained_on(material: Material, use: SetUse) -> Material:
    if use.change:
        return CHANGES[use.change](material)
    if use.unanswerable:
        asked = [asked for asked in material.asked if not asked.relevant]
        return structs.replace(material, asked=asked)
    return material


def _read(data: Path, use: SetUse) -> Material:
    path = data / use.path
    if use.written or use.said:
        found = read_written(path, said=use.said)
        return material_of(found, found.name)
    if use.stated:
        return stated(_articles(path), f"{use.path}, stated")
    return (read_pairs if use.pairs else read_material)(path)


def _articles(path: Path) -> Iterator[Document]:
    for item in read_paths([path]):
        if isinstance(item, Document) and not is_held_back(item):
            yield item


def tokenizer_of_the_base() -> Any:
    """The base model's tokenizer, which neither truncates nor pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _spans(asked: Asked, offsets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last token of each answer."""
    for span in asked.spans:
        touching = [n for n, token in enumerate(offsets) if span.overlaps(Span(*token))]
        if touching:
            yield touching[0], touching[-1]


if __name__ == "__main__":
    main()
