"""Words whose full stop does not end a sentence, and words that begin sentences, by list."""

from functools import cache

from index.text.word_lists import read_lists

ABBREVIATIONS = ("places", "titles and ranks", "behind names", "addresses", "months and numbers")


@cache
def words(*names: str) -> frozenset[str]:
    """Return the words of some lists of `abbreviations.txt`, in their spelling."""
    lists = read_lists("index.text", "abbreviations.txt")
    return frozenset(word for name in names for word in lists[name].split())
