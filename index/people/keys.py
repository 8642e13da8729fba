"""Lookup keys for people: strings, by the name of the index that holds them."""

from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile

from index.people.names import described_words
from index.people.records import PersonRecord
from index.text.matching.folding import folded_words

_WHERE = ("at", "in", "on", "from", "during", "after", "before", "who", "which", "when")


def _descriptions(record: PersonRecord) -> set[str]:
    whole = {tuple(described_words(called)) for called in record.called}
    # "the Canadian leader at the National Palace"
    short = {tuple(takewhile(lambda word: word not in _WHERE, words)) for words in whole}
    return {" ".join(words) for words in whole | short}


def rows_of(record: PersonRecord) -> str:
    """The words of each form of a name, each word between spaces, each form on a line."""
    forms = (folded_words(" ".join(form)) for form in record.forms)
    return "".join(f" {' '.join(words)} \n" for words in forms)


KEYS: Mapping[str, Callable[[PersonRecord], Iterable[str]]] = {
    "id": lambda one: (one.id,),
    "speaker": lambda one: one.spellings,
    "form": lambda one: {" ".join(form) for form in one.all_forms},
    "word": lambda record: {word for form in record.all_forms for word in form},
    "last": lambda one: one.lasts,
    "called": _descriptions,
    "part": lambda record: set(rows_of(record).split()),
}
