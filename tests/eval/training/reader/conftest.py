"""A few passages and questions, packed, and the weights that training begins from."""

from pathlib import Path

import pytest
import torch

from eval.training.data import base_weights
from eval.training.data.material import Asked, Material
from eval.training.data.pack import Packer
from eval.training.data.packed import BASE, TEXTS, Packed, write
from eval.training.reader.texts import Texts
from index.records import Span

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
    packer.add(_material(), 0)
    packer.add_unasked([PASSAGES[2]], 50)
    return packer.packed()


@pytest.fixture(scope="session")
def folder(packed: Packed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pack` would write."""
    folder = tmp_path_factory.mktemp("packed")
    write(packed, folder / TEXTS)
    base_weights.write(folder / BASE)
    return folder


@pytest.fixture(scope="session")
def base(folder: Path) -> dict[str, torch.Tensor]:
    return base_weights.read(folder / BASE)


@pytest.fixture
def texts(packed: Packed) -> Texts:
    torch.manual_seed(0)
    return Texts(packed, torch.device("cpu"))


def _material() -> Material:
    asked = []
    for number, (question, passage, answer) in enumerate(ASKED):
        at = PASSAGES[passage].find(answer)
        spans = (Span(at, at + len(answer)),) if answer else ()
        asked.append(Asked(id=f"{number}", question=question, passage=passage,
                           spans=spans, relevant=bool(answer)))  # fmt: skip
    return Material(name="own", passages=list(PASSAGES[:2]), asked=asked, heads=["", ""])
