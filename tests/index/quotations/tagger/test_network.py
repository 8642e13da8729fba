"""The tagger of attributions: what its scores become, and how far it is trusted."""

from pathlib import Path
from shutil import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.components.polnear import units_of
from index.errors import SettingsError
from index.networks.logistic import LogisticModel
from index.networks.model_folders import model_folder
from index.quotations.attributions.values import TaggedAttribution
from index.quotations.contract import ArticleText
from index.quotations.finding import find_all_quotes, find_quotes
from index.quotations.tagger.network import decode
from index.quotations.tagger.sentence_tokens import LONGEST, Sentence, SentenceTokenizer
from index.quotations.tagger.shipped import FOLDER, MODEL, WEIGHTS, load_tagging
from index.quotations.tagger.weighing import KINDS, REPORT, Trust, trusted
from index.records import Quote, QuoteForm
from index.text.segmentation.sentences import split_sentences

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


SURE = Trust(
    models={kind: LogisticModel(constant=5.0) for kind in KINDS}, least=dict.fromkeys(KINDS, 0.5)
)


def read(text: str, found: TaggedAttribution | None, trust: Trust = SURE) -> list[tuple[str, ...]]:
    """The attributions of a text of one sentence: source and content as words."""
    (unit,) = units_of(text)
    spans = [
        [unit.span(*phrase) for phrase in (one.source, *one.content) if phrase]
        for one in trusted(unit, [found] if found else [], trust)
    ]
    return [tuple(text[span.start : span.end] for span in some) for some in spans]


def test_a_quotation_is_taken_whole() -> None:
    text = "“The strike will end on Monday,” Moreau said."
    found = decoded(text, "said", source="Moreau", content="The strike will end")

    assert read(text, found) == [("Moreau", "“The strike will end on Monday,”")]


def test_what_is_not_sure_enough_is_left_out() -> None:
    text = "Moreau said the strike would end on Monday."
    found = decoded(text, "said", source="Moreau", content="the strike would end")

    doubtful = Trust(models=SURE.models, least=SURE.least | {REPORT: 0.999})

    assert read(text, found) == [("Moreau", "the strike would end")]
    assert read(text, found, doubtful) == []


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
