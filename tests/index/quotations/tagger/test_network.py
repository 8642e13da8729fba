"""The tagger of attributions: what its scores become, and how it is weighed against the rules."""

from pathlib import Path
from shutil import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.components.polnear import units_of
from index.errors import SettingsError
from index.networks.base_model import model_folder
from index.quotations.attributions.rules import find_attributions
from index.quotations.attributions.values import Attribution, TaggedAttribution
from index.quotations.contract import ArticleText
from index.quotations.finding import find_all_quotes, find_quotes
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.tagger.blending import (
    KINDS,
    QUOTATION,
    REPORT,
    UNREAD,
    Blend,
    LogisticModel,
    blend,
)
from index.quotations.tagger.network import decode
from index.quotations.tagger.sentence_tokens import LONGEST, Sentence, SentenceTokenizer
from index.quotations.tagger.shipped import FOLDER, MODEL, WEIGHTS, load_tagging
from index.quotations.vocabulary.cue_words import measured_cues
from index.records import Quote, QuoteForm
from index.text.sentences import split_sentences

TOKENS = SentenceTokenizer((model_folder() / "tokenizer.json").read_text("utf-8"))
NOTHING, CONTENT, SOURCE, CUE = range(4)


def logits_of(sentence: str, anchor: str, **marked: str) -> tuple[int, np.ndarray]:
    """The anchor's token, and log-probabilities that mark words of the sentence."""
    pieces = TOKENS.encode([Sentence(sentence)])[0]
    chances = np.full((len(pieces.ids), 4), 0.02, np.float32)
    chances[:, NOTHING] = 0.94
    for name, words in marked.items():
        for part in words.split(" ... "):
            start = sentence.index(part)
            inside = (pieces.starts >= start) & (pieces.ends <= start + len(part))
            chances[inside] = 0.02
            chances[inside, {"content": CONTENT, "source": SOURCE, "cue": CUE}[name]] = 0.94
    at = int(np.flatnonzero(pieces.starts == sentence.index(anchor))[-1])
    return at, np.log(chances)


def decoded(sentence: str, anchor: str, **marked: str) -> TaggedAttribution | None:
    """What is decoded from marked words."""
    at, logits = logits_of(sentence, anchor, **marked)
    return decode(sentence, TOKENS.encode([Sentence(sentence)])[0], at, 3.0, logits)


def shown(sentence: str, found: TaggedAttribution) -> tuple[str, str | None, list[str]]:
    """Cue, source and content as words."""
    source = sentence[found.source.start : found.source.end] if found.source else None
    return (
        sentence[found.cue.start : found.cue.end],
        source,
        [sentence[span.start : span.end] for span in found.content],
    )


def test_one_stretch_of_each() -> None:
    sentence = "Okonkwo has accused the ministry of hiding the audit."
    found = decoded(
        sentence, "accused", source="Okonkwo", cue="has", content="the ministry of hiding the audit"
    )
    assert found is not None
    assert shown(sentence, found) == (
        "has accused",
        "Okonkwo",
        ["the ministry of hiding the audit"],
    )


def test_content_around_its_cue() -> None:
    sentence = "The harbour plan, Vesterholm said, will never pay for itself."
    found = decoded(
        sentence,
        "said",
        source="Vesterholm",
        content="The harbour plan ... will never pay for itself",
    )
    assert found is not None
    assert shown(sentence, found)[2] == ["The harbour plan", "will never pay for itself"]


def test_no_content_no_attribution() -> None:
    assert decoded("Okonkwo said so.", "said", source="Okonkwo") is None


def test_an_unlikely_token_does_not_tear_a_phrase() -> None:
    sentence = "Lund fears the long old bridge may collapse."
    at, logits = logits_of(
        sentence, "fears", source="Lund", content="the long old bridge may collapse"
    )
    pieces = TOKENS.encode([Sentence(sentence)])[0]
    old = int(np.flatnonzero(pieces.starts == sentence.index("old"))[0])
    logits[old] = np.log([0.94, 0.02, 0.02, 0.02])
    found = decode(sentence, pieces, at, 3.0, logits)
    assert found is not None
    assert shown(sentence, found)[2] == ["the long old bridge may collapse"]


@given(
    st.text(min_size=1, max_size=300).filter(str.strip),
    st.integers(0, 2**32 - 1),
)
def test_spans_stay_inside_whatever_the_scores(sentence: str, seed: int) -> None:
    pieces = TOKENS.encode([Sentence(sentence)])[0]
    words = np.flatnonzero(pieces.ends > pieces.starts)
    if not len(words):
        return
    random = np.random.default_rng(seed)
    logits = np.log(random.dirichlet([0.3] * 4, len(pieces.ids)) + 1e-9).astype(np.float32)
    found = decode(sentence, pieces, int(random.choice(words)), 0.0, logits)
    if found is None:
        return
    for span in (*found.content, found.cue, *([found.source] if found.source else [])):
        assert 0 <= span.start < span.end <= len(sentence)
    for left, right in zip(found.content, found.content[1:], strict=False):
        assert left.end <= right.start
    assert all(np.isfinite(value) for value in found.features.values())


def test_long_sentences_are_cut() -> None:
    pieces = TOKENS.encode([Sentence("word " * 5_000)])[0]
    assert len(pieces.ids) == LONGEST


SURE = Blend(
    models={kind: LogisticModel(constant=5.0) for kind in KINDS}, least=dict.fromkeys(KINDS, 0.5)
)


def readings_of(
    text: str, found: list[TaggedAttribution], settings: Blend = SURE
) -> tuple[Unit, list[Attribution]]:
    """The readings of a text of one sentence."""
    (unit,) = units_of(text)
    rejected: list[Attribution] = []
    accepted = find_attributions(unit, measured_cues(), rejected)
    return unit, blend(unit, accepted, rejected, found, settings)


def words_of(text: str, unit: Unit, phrase: Phrase) -> str:
    """A phrase of a unit as it stands in the text."""
    span = unit.span(*phrase)
    return text[span.start : span.end]


def test_a_report_is_the_taggers_where_it_finds_the_cue() -> None:
    text = "Moreau said the strike would end on Monday."
    found = decoded(text, "said", source="Moreau", content="the strike would end")
    assert found is not None
    unit, (reading,) = readings_of(text, [found])
    assert words_of(text, unit, reading.content[0]) == "the strike would end"


def test_a_quotation_is_the_rules_where_they_read_it() -> None:
    text = "“The strike will end on Monday,” Moreau said."
    found = decoded(text, "said", source="Monday", content="The strike will end")
    assert found is not None
    unit, (reading,) = readings_of(text, [found])
    assert reading.source is not None
    assert words_of(text, unit, reading.source) == "Moreau"


def test_what_is_not_sure_enough_is_left_out() -> None:
    text = "Moreau said the strike would end on Monday."
    found = decoded(text, "said", source="Moreau", content="the strike would end")
    assert found is not None
    doubtful = Blend(models=SURE.models, least={REPORT: 0.999, QUOTATION: 0.999, UNREAD: 0.0})
    assert readings_of(text, [found], doubtful)[1] == []


def test_what_only_a_rule_reads_is_weighed_alone() -> None:
    text = "Moreau said the strike would end on Monday."
    assert len(readings_of(text, [])[1]) == 1
    never = Blend(models=SURE.models, least={REPORT: 0.0, QUOTATION: 0.0, UNREAD: 1.1})
    assert readings_of(text, [], never)[1] == []


@pytest.fixture(scope="module")
def tagging() -> object:
    return load_tagging()


def quotes_of(text: str, tagging: object) -> list[Quote]:
    return find_quotes(text, split_sentences(text), (), tagging)  # type: ignore[arg-type]


def test_a_damaged_weight_file_is_refused(tmp_path: Path) -> None:
    copy(FOLDER / MODEL, tmp_path)
    data = bytearray((FOLDER / WEIGHTS).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / WEIGHTS).write_bytes(data)
    with pytest.raises(SettingsError, match=r"tagger\.safetensors.*reinstall"):
        load_tagging(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"tagger\.json"):
        load_tagging(tmp_path)
    copy(FOLDER / MODEL, tmp_path)
    with pytest.raises(SettingsError, match=r"tagger\.safetensors"):
        load_tagging(tmp_path)


def test_articles_together_read_as_each_alone(tagging: object) -> None:
    texts = [
        "Analysts at Brandt worry that the merger will stall. “It is late,” Ines Roth said.",
        "No one spoke.\n\nThe council has blamed the storm for the delay.",
        "",
    ]
    alone = [quotes_of(text, tagging) for text in texts]
    articles = [ArticleText(text, split_sentences(text)) for text in texts]
    together = find_all_quotes(articles, tagging)  # type: ignore[arg-type]
    assert [[quote.content for quote in quotes] for quotes in together] == [
        [quote.content for quote in quotes] for quotes in alone
    ]
    assert QuoteForm.DIRECT in {quote.form for quote in alone[0]}


@given(st.text(alphabet=st.sampled_from("Lee said that “”\"'‘’.,:\n !?é😀אב\u0000"), max_size=200))
def test_offsets_hold_in_any_text(tagging: object, text: str) -> None:
    for quote in quotes_of(text, tagging):
        for span in quote.content:
            assert 0 <= span.start < span.end <= len(text)
            assert "\n\n" not in text[span.start : span.end]
        for part in (quote.cue, quote.source):
            if part is not None:
                assert 0 <= part.start < part.end <= len(text)
