import pytest

from index.quotations.sentences.word_kinds import kind_of
from index.quotations.vocabulary.cue_words import (
    CueTable,
    CueWord,
    all_forms,
    measured_cues,
    read_table,
)
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


def test_every_form_of_a_cue_leads_to_its_verb() -> None:
    forms = all_forms(["say", "deny", "confident", "read"])

    assert forms["said"] == CueWord("say", "past")
    assert forms["denies"] == CueWord("deny", "s")
    assert forms["confident"] == CueWord("confident", "adjective")
    assert forms["read"] == CueWord("read", "past")


TABLE = """
# a comment
* subj:that=0.60 subj:np=0.20
~source it=-1.00
say 1.00 subj:that=0.95
deny 0.50
"""


def test_a_use_has_its_measured_precision_or_that_of_its_verb_and_frame_together() -> None:
    cues = CueTable(all_forms(["say", "deny"]), read_table(TABLE))

    assert cues.precision("say subj that") == pytest.approx(0.95)
    assert cues.precision("deny subj that") == pytest.approx(0.712, abs=0.001)
    assert cues.precision("say subj np") == pytest.approx(0.405, abs=0.001)
    assert cues.precision("say subj nowhere") < 0.05


def test_circumstances_shift_the_odds() -> None:
    cues = CueTable(all_forms(["say"]), read_table(TABLE))

    assert cues.precision("say subj that", ["~source it"]) == pytest.approx(0.875, abs=0.001)
    assert cues.precision("say subj that", ["~source he"]) == pytest.approx(0.95)


def test_the_measured_cues_trust_a_quotation_most() -> None:
    cues = measured_cues()

    assert cues.precision("say subj back") > 0.95
    assert cues.precision("say subj that") > 0.85
    assert cues.precision("make subj np") < 0.3
