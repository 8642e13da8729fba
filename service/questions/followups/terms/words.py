"""Words that carry a topic, and words that do not."""

import re
from functools import cache

from index.quotations.vocabulary.lists import word_list

_LITTLE = (
    "determiners", "prepositions", "conjunctions", "subordinators", "relatives", "auxiliaries",
    "subjects", "objects", "possessives",
)  # fmt: skip
_MORE = frozenset(
    "s t d ll re ve m itself himself herself themselves ones one there hers theirs what why how"
    " not no also else about so then than if too very just don didn doesn isn wasn couldn".split()
)

_WORD = re.compile(r"\w+")


def is_content(word: str) -> bool:
    """Whether a word in lower case can name a topic."""
    return word not in _little()


def content_words(text: str) -> list[str]:
    """The words of a text that can name a topic, in lower case."""
    return [word for word in _WORD.findall(text.lower()) if is_content(word)]


@cache
def _little() -> frozenset[str]:
    return word_list(*_LITTLE) | _MORE
