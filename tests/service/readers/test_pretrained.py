"""Any Hugging Face question-answering model as reader, in OpenVINO or in torch."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import SettingsError
from index.networks.model_folders import model_folder
from service.readers import load
from service.readers.pretrained import load_model
from service.reading.networks.openvino_network import OpenVinoNetwork
from service.reading.networks.pairs import Pairs
from service.reading.networks.torch_network import TorchNetwork

pytestmark = pytest.mark.model

TEXTS = ["The bridge cost 41 million euros.", "It rained. " * 40, "One."]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """all-MiniLM-L6-v2 with an untrained span layer."""
    import torch
    from transformers import AutoTokenizer, BertForQuestionAnswering

    made = tmp_path_factory.mktemp("model")
    torch.manual_seed(1)
    BertForQuestionAnswering.from_pretrained(str(model_folder())).save_pretrained(str(made))
    AutoTokenizer.from_pretrained(str(model_folder())).save_pretrained(str(made))
    return made


@pytest.fixture(scope="module")
def roberta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model of a family that only torch runs; any tokenizer will do."""
    import shutil

    from transformers import RobertaConfig, RobertaForQuestionAnswering

    made = tmp_path_factory.mktemp("roberta")
    config = RobertaConfig(
        vocab_size=30_522,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        type_vocab_size=1,
        pad_token_id=0,
    )
    RobertaForQuestionAnswering(config).save_pretrained(str(made))
    shutil.copy(model_folder() / "tokenizer.json", made)
    return made


@pytest.mark.gate
def test_openvino_and_torch_give_the_same_logits(folder: Path) -> None:
    pairs = Pairs((folder / "tokenizer.json").read_text("utf-8"), 256)
    rows = pairs.encode("What did it cost?", TEXTS)
    ours = load_model(str(folder)).network

    assert isinstance(ours, OpenVinoNetwork)
    for one, other in zip(ours.read(rows), TorchNetwork(folder, 0).read(rows), strict=True):
        np.testing.assert_allclose(one.start, other.start, atol=0.02)
        np.testing.assert_allclose(one.end, other.end, atol=0.02)
        np.testing.assert_allclose(one.null, other.null, atol=0.02)


@pytest.mark.gate
def test_a_model_of_another_family_reads_in_torch(roberta: Path) -> None:
    reader = load_model(str(roberta))

    found = reader.spans("What did it cost?", TEXTS)

    assert [bool(spans) for spans in found] == [True, True, True]
    for text, spans in zip(TEXTS, found, strict=True):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.gate
def test_each_folder_is_a_reader_with_its_own_fingerprint(folder: Path, roberta: Path) -> None:
    one, other = load(str(folder)), load(str(roberta))

    assert one.fingerprint.startswith("pretrained-")
    assert one.fingerprint != other.fingerprint


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="tokenizer"):
        load(str(tmp_path))
