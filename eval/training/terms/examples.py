"""Training examples for the network.

A word of an earlier text is wanted if the person's rewrite has it and the message does not. Words
like "of" are wanted only between two others ("Mothers of Invention"). Of a message, the words that
the rewrite replaces or drops are marked ("they"), and the places where it puts words in.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.training.terms.conversations import Asked
from index.networks.model_folders import model_folder
from service.questions.followups.terms.context import Context, ContextTokenizer, Word
from service.questions.followups.terms.words import is_content

HEADS = ("wanted", "dropped", "before")
"""Of words of earlier texts; of words of the message, both others."""
_WORD = re.compile(r"\w+")


class Example(NamedTuple):
    """A context and what is to be said about its words."""

    context: Context
    labels: NDArray[np.float32]
    """Shape (words, heads); -1 where there is nothing to say."""


def example_of(asked: Asked) -> Example:
    """The example of a question that has something before it."""
    context = _tokens().encode(asked.message, asked.earlier)
    return Example(context, _labels(context.words, asked))


@cache
def _tokens() -> ContextTokenizer:
    return ContextTokenizer((model_folder() / "tokenizer.json").read_text("utf-8"))


def _labels(words: Sequence[Word], asked: Asked) -> NDArray[np.float32]:
    labels = np.full((len(words), len(HEADS)), -1.0, np.float32)
    message, rewrite = lowered(asked.message), lowered(asked.rewrite)
    changes = [
        change
        for change in SequenceMatcher(None, message, rewrite, autojunk=False).get_opcodes()
        if change[0] != "equal"
    ]
    earlier = [n for n, word in enumerate(words) if word.place >= 0]
    asking = [n for n, word in enumerate(words) if word.place < 0]
    labels[earlier, 0] = 0.0
    labels[np.ix_(asking, [1, 2])] = 0.0
    added = {w for w in rewrite if is_content(w)} - set(message)
    labels[[n for n in earlier if words[n].text.lower() in added], 0] = 1.0
    for _, first, last, start, end in changes:
        labels[asking[first:last], 1] = 1.0
        if end > start and first < len(asking):
            labels[asking[first], 2] = 1.0
        _mark_phrases(labels, words, earlier, rewrite[start:end])
    return labels


def _mark_phrases(
    labels: NDArray[np.float32], words: Sequence[Word], earlier: Sequence[int], put: Sequence[str]
) -> None:
    """Mark the little words of a phrase that was put in as it stands in an earlier text."""
    texts = [words[n].text.lower() for n in earlier]
    for size in range(len(put), 1, -1):
        for at in range(len(put) - size + 1):
            part = list(put[at : at + size])
            if not any(map(is_content, part)):
                continue
            for start in range(len(texts) - size, -1, -1):
                same_text = words[earlier[start]].place == words[earlier[start + size - 1]].place
                if texts[start : start + size] == part and same_text:
                    labels[earlier[start : start + size], 0] = 1.0
                    return


def lowered(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [match[0].lower() for match in _WORD.finditer(text)]
