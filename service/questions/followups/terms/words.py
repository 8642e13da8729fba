"""Words that say what is talked about, and words that do not."""

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


def is_content(word: str) -> bool:
    """Whether a word in lower case can name a topic."""
    return word not in _little()


@cache
def _little() -> frozenset[str]:
    return word_list(*_LITTLE) | _MORE
