"""An engine over two articles of two outlets that say the same."""

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


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """The engine."""
    settings = settings_in(tmp_path)
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
