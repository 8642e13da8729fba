import pytest

from index.quotations.sentences.word_kinds import kind_of
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    GERUND,
    NOUN,
    PARTICIPLE,
    VERB,
    inflected,
)

FORMS = {
    "deny": ["deny", "denies", "denied", "denying"],
    "state": ["state", "states", "stated", "stating"],
    "stress": ["stress", "stresses", "stressed", "stressing"],
    "admit": ["admit", "admits", "admitted", "admitting"],
    "convey": ["convey", "conveys", "conveyed", "conveying"],
}


@pytest.mark.parametrize(("base", "forms"), FORMS.items())
def test_a_regular_verb_has_four_forms(base: str, forms: list[str]) -> None:
    assert inflected(base) == forms


KINDS = {
    "said": VERB,
    "claims": VERB | NOUN,
    "claimed": VERB | PARTICIPLE,
    "saying": GERUND | NOUN,
    "hasn't": AUXILIARY,
    "quietly": ADVERB,
    "family": NOUN,
    "frobnicated": PARTICIPLE,
}


@pytest.mark.parametrize(("word", "kind"), KINDS.items())
def test_a_word_is_known_by_list_or_by_ending(word: str, kind: int) -> None:
    assert kind_of(word) == kind
