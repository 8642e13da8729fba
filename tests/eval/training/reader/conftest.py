"""A few passages and questions, packed, and a small network of the base model's kind."""

from typing import TYPE_CHECKING, Any

import pytest

from eval.training.data.material import Asked, Material
from eval.training.data.pack import Packer
from eval.training.data.packed import Packed
from index.records import Span

if TYPE_CHECKING:
    import torch

    from eval.training.reader.texts import Texts

PASSAGES = (
    "The ferry to Skagen left at noon. Captain Ines Duarte blamed fog for the delay. "
    "Passengers waited two hours. The harbour paid for their lunch.",
    "A bridge near Lund was closed on Friday. Engineers found 14 cracks in its deck.",
    "Fog is common in the strait in spring.",
)
ASKED = (
    ("Who blamed fog for the delay?", 0, "Captain Ines Duarte"),
    ("How many cracks were found?", 1, "14"),
    ("When did the ferry leave?", 0, "noon"),
    ("Who paid for the fuel?", 0, ""),
)


@pytest.fixture(scope="session")
def packed() -> Packed:
    packer = Packer()
    packer.add(material(), 0)
    return packer.packed()


@pytest.fixture(scope="session")
def bert() -> Any:
    """A network of the base model's kind, small and untrained."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(5)
    config = BertConfig(hidden_size=64, num_hidden_layers=2, num_attention_heads=2,
                        intermediate_size=128)  # fmt: skip
    return BertModel(config, add_pooling_layer=False).eval()


@pytest.fixture(scope="session")
def base(bert: Any) -> "dict[str, torch.Tensor]":
    """The state of a reader without heads."""
    return {f"bert.{name}": tensor for name, tensor in bert.state_dict().items()}


@pytest.fixture
def texts(packed: Packed) -> "Texts":
    import torch

    from eval.training.reader.texts import Texts

    torch.manual_seed(0)
    return Texts(packed, torch.device("cpu"))


def material() -> Material:
    asked = []
    for number, (question, passage, answer) in enumerate(ASKED):
        at = PASSAGES[passage].find(answer)
        spans = (Span(at, at + len(answer)),) if answer else ()
        asked.append(Asked(id=f"{number}", question=question, passage=passage,
                           spans=spans, relevant=bool(answer)))  # fmt: skip
    return Material(name="own", passages=list(PASSAGES[:2]), asked=asked, heads=["", ""])
