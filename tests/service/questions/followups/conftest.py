"""A small town's articles, and conversations about them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.followers.open_collection import OpenCollection
from service.questions.followups.resolution import Resolution
from service.questions.followups.resolving import resolve
from service.questions.followups.turns import OfferedChoice, ShownQuote, Turn
from tests.conftest import Shelf, story

BRIDGE = (
    "The Heron Bridge reopened on Monday after Falk Steel replaced its cables at a cost of $41 "
    "million.\n\n"
    "“The bridge will halve the way to school,” said Mayor Elena Ruiz, who cut the ribbon in "
    "Redmill. She promised a ferry until spring.\n\n"
    "Bo Lind, the city's chief engineer, warned that the cables would need paint every year. "
    "He said the old ones had rusted.\n\n"
    "Falk Steel said it would not pay for the delay. The union of dockers called the company "
    "stubborn."
)
KELP = (
    "The Redmill council voted 7 to 2 on Tuesday to replant kelp off Gull Island.\n\n"
    "“Kelp is the cheapest seawall,” Mayor Elena Ruiz said.\n\n"
    "Tomas Ruiz, a biologist at the Marine Station, said urchins had eaten the old forest. "
    "“First we clear, then we plant,” he said.\n\n"
    "Councilman Dale Okafor voted against it. “I like a pier,” Mr. Okafor said."
)
MARGO = (
    "Margo Finch, who built boats on Gull Island for 50 years, died on Sunday. She was 91.\n\n"
    "“She never raised her voice,” said Lucille Tran, the harbormaster."
)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Iterator[OpenCollection]:
    """The articles, with their quotations found by rules."""
    shelf = Shelf(Path(tmp_path_factory.mktemp("town")), letters)
    shelf.add(
        story("bridge", BRIDGE, title="Heron Bridge reopens", outlet="Harbor Ledger",
              published="2025-03-04"),
        story("kelp", KELP, title="Council backs kelp plan", outlet="Tidewater Wire",
              published="2025-06-03"),
        story("margo", MARGO, title="Margo Finch, boatbuilder, dies at 91",
              outlet="Harbor Ledger", published="2024-05-09"),
    )  # fmt: skip
    yield shelf.opened()
    shelf.library.close()


class Talk:
    """A conversation in the making."""

    def __init__(self, opened: OpenCollection) -> None:
        self.opened = opened
        self.turns: list[Turn] = []

    def shows(
        self, question: str, *quotes: tuple[str, str], choices: tuple[OfferedChoice, ...] = ()
    ) -> "Talk":
        """One more turn: a question, and the words that were shown for it with their article."""
        shown = tuple(self._quote(n, *quote) for n, quote in enumerate(quotes, 1))
        searched = self.ask(question).searched
        self.turns.append(
            Turn(
                number=len(self.turns) + 1,
                question=question,
                searched=searched,
                status="answered" if shown else "no_answer",
                quotes=shown,
                choices=choices,
            )
        )
        return self

    def ask(self, message: str) -> Resolution:
        """What a message means now."""
        return resolve(message, self.turns, self.opened, date(2025, 7, 1))

    def _quote(self, number: int, article_id: str, words: str) -> ShownQuote:
        article = self.opened.library.article(self.opened.collection, article_id)
        start = article.text.index(words)
        end = start + len(words)
        sentence = next(s for s in article.sentences if s.start <= start < s.end)
        said = [
            quote.speaker
            for quote in article.quotes
            if any(span.start < end and start < span.end for span in quote.content)
        ]
        return ShownQuote(
            number=number,
            article_id=article.id,
            version=article.version,
            start=sentence.start,
            end=max(sentence.end, end),
            text=article.text[sentence.start : max(sentence.end, end)],
            highlight=words,
            speaker=next(iter(said), None),
            title=article.title,
            outlet=article.outlet,
            published=article.published,
            confidence=0.8,
        )


@pytest.fixture
def talk(town: OpenCollection) -> Talk:
    """A conversation that has just begun."""
    return Talk(town)
