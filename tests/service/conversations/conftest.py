"""An engine over two articles of two outlets that say the same."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.followers.open_collection import OpenCollection
from index.records import Document
from service.engine import Engine
from service.questions.followups.turns import ShownQuote
from tests.libraries import found_library
from tests.service.conftest import settings_in

COST = "It cost 41 million euros, the mayor said."
TEXTS = {
    "ledger": f"The new bridge opened on Monday. {COST} “It is safe,” said Elena Ruiz.",
    "courier": f"Redmill has a bridge again. {COST} “It is ugly,” said Bo Lind.",
}


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose data folder holds the articles: each test has a copy of its own."""
    folder = tmp_path_factory.mktemp("printed")
    settings = settings_in(folder)
    found_library(settings.folder)
    engine = Engine(settings)
    engine.open()
    documents = [
        Document(
            id=id,
            text=text,
            format="txt",
            origin=id,
            title=f"Bridge in the {id}",
            outlet=f"The {id.capitalize()}",
            published=f"2025-03-0{day}",
            url=f"https://{id}.example/bridge",
        )
        for day, (id, text) in enumerate(TEXTS.items(), start=4)
    ]
    list(engine.ingester.add(engine.collection(None), documents))
    engine.close()
    return folder


@pytest.fixture
def engine(printed: Path, tmp_path: Path) -> Iterator[Engine]:
    """The engine."""
    shutil.copytree(printed, tmp_path, dirs_exist_ok=True)
    engine = Engine(settings_in(tmp_path))
    engine.open()
    yield engine
    engine.close()


@pytest.fixture
def opened(engine: Engine) -> OpenCollection:
    """Its collection."""
    return engine.catalogue.get("default")


def shown(opened: OpenCollection, id: str, words: str = COST, **fields: object) -> ShownQuote:
    """Words of an article as a turn showed them."""
    article = opened.library.article(opened.collection, id)
    start = article.text.index(words)
    return ShownQuote(
        number=1,
        article_id=id,
        version=article.version,
        start=start,
        end=start + len(words),
        text=words,
        **fields,  # type: ignore[arg-type]
    )
