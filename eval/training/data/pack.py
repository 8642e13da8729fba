"""Tokenize the question sets: `python -m eval.training.data.pack --data FOLDER --out FILE`.

Writes every set that `accelerated.toml` names as one file of arrays, see `packed`.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.training.data.examples import is_held_back
from eval.training.data.material import Asked, Material, read_set
from eval.training.data.packed import RECIPE, SPANS, Packed, Recipe, read_recipe, write
from eval.training.data.windows import LONGEST_QUESTION, tokenizer_of_the_base, tokens_of
from index.records import Document
from index.sources import read_paths


def main(arguments: Sequence[str] | None = None) -> None:
    """Tokenize and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    options = parser.parse_args(arguments)
    recipe = read_recipe(options.recipe)
    write(pack(recipe, options.data), options.out)


class Packer:
    """Texts and questions that are being tokenized."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tokenizer: Any = tokenizer_of_the_base()
        self._texts: list[NDArray[np.uint16]] = []
        self._known: dict[bytes, int] = {}
        self._rows: list[tuple[int, int, list[tuple[int, int]], bool, int]] = []
        self._unasked: list[int] = []

    def add(self, material: Material, number: int, *, unanswerable: bool = False) -> None:
        """Add a set's passages and questions under its number."""
        encoded = self._tokenizer.encode_batch(material.passages, add_special_tokens=False)
        passages = [self._add(found.ids) for found in encoded]
        wanted = [a for a in material.asked if not (unanswerable and a.relevant)]
        questions = self._tokenizer.encode_batch(
            [asked.question for asked in wanted], add_special_tokens=False
        )
        for asked, found in zip(wanted, questions, strict=True):
            spans = list(_spans(asked, encoded[asked.passage].offsets))
            if asked.spans and not spans:
                continue
            question = self._add(found.ids[:LONGEST_QUESTION])
            passage = passages[asked.passage]
            self._rows.append((question, passage, spans[:SPANS], asked.relevant, number))
        print(f"{material.name}: {len(wanted):,} questions", flush=True)

    def add_unasked(self, texts: Sequence[str], most: int) -> None:
        """Add passages that nothing is asked of, each up to so many tokens."""
        for found in self._tokenizer.encode_batch(texts, add_special_tokens=False):
            self._unasked.append(self._add(found.ids[:most]))

    def packed(self) -> Packed:
        """All of them as arrays."""
        spans = np.full((len(self._rows), SPANS, 2), -1, np.int16)
        for row, (_, _, found, _, _) in enumerate(self._rows):
            for place, span in enumerate(found):
                spans[row, place] = span
        questions, passages, _, relevant, of = zip(*self._rows, strict=True)
        lengths = [len(text) for text in self._texts]
        return Packed(
            tokens=np.concatenate(self._texts),
            text_at=np.cumsum([0, *lengths], dtype=np.int64),
            question=np.array(questions, np.int32),
            passage=np.array(passages, np.int32),
            spans=spans,
            relevant=np.array(relevant, bool),
            of=np.array(of, np.uint8),
            unasked=np.array(self._unasked, np.int32),
        )

    def _add(self, ids: Sequence[int]) -> int:
        array = np.array(ids, np.uint16)
        key = array.tobytes()
        if key not in self._known:
            self._known[key] = len(self._texts)
            self._texts.append(array)
        return self._known[key]


def pack(recipe: Recipe, data: Path) -> Packed:
    """Tokenize the sets of a recipe.

    Args:
        recipe: names them.
        data: the folder that they are in.
    """
    packer = Packer()
    for number, use in enumerate(recipe.sets):
        packer.add(read_set(data / use.path), number, unanswerable=use.unanswerable)
    for number, name in enumerate(recipe.measured, len(recipe.sets)):
        packer.add(read_set(data / name, held_back=True), number)
        if "new_wiki" in name:
            packer.add(read_set(data / name), number)
    for source in recipe.unasked:
        texts = [
            item.text
            for item in read_paths([data / source.path])
            if isinstance(item, Document) and not is_held_back(item)
        ]
        packer.add_unasked(texts, source.tokens)
    return packer.packed()


def _spans(asked: Asked, offsets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for span in asked.spans:
        found = tokens_of(offsets, span)
        if found:
            yield found.start, found.end - 1


if __name__ == "__main__":
    main()
