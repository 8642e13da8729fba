"""A real engine over three stories, and ways to make cases about them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.runs.targets import InProcess
from index.records import Document
from service.engine import Engine
from service.settings import Settings, load
from tests.libraries import found_library

FERRY = (
    "Ferry strike ends after nine days\n\n"
    "Crews went back to work on Friday. “We have won what we asked for,” said Ada Holm, who leads "
    "the union. The company will pay 12 percent more from May.\n\n"
    "Mayor Piet Vos called the strike needless."
)
BRIDGE = (
    "New bridge opens in Redmill\n\n"
    "The \U0001f309 new bridge opened on Monday. It cost 41 million euros. "
    "“It will halve the way to school,” said Piet Vos, the mayor."
)
HARBOUR = "Harbour dredged\n\nThe harbour was dredged in June. The work took eleven weeks."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a library of its own."""
    return load(
        {},
        data=str(tmp_path / "data"),
        embedder="letters",
        reader="sentence",
        min_confidence=0.2,
    )


@pytest.fixture
def target(settings: Settings) -> Iterator[InProcess]:
    """An engine over the three stories."""
    found_library(settings.folder)
    engine = Engine(settings)
    texts = {"ferry": FERRY, "bridge": BRIDGE, "harbour": HARBOUR}
    stories = [
        Document(id=id, text=text, format="txt", origin=id, title=text.partition("\n")[0])
        for id, text in texts.items()
    ]
    list(engine.ingester.add(engine.collection(None), stories))
    engine.open()
    yield InProcess(engine)
    engine.close()
