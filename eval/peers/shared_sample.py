"""The sample of articles and questions: the same for every system, determined by the seed."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct, structs

from eval.metrics.matching import holds
from eval.questions import Case
from index.records import Document

T = TypeVar("T")


class SharedSample(Struct, frozen=True):
    """Questions, and the articles that all systems get."""

    cases: list[Case]
    documents: list[Document]

    @property
    def sha256(self) -> str:
        """Changes with any article, question or answer."""
        digest = hashlib.sha256()
        for item in (*self.cases, *self.documents):
            digest.update(msgspec.json.encode(item))
        return digest.hexdigest()


def choose_sample(
    cases: Sequence[Case], documents: Iterable[Document], articles: int, questions: int, seed: int
) -> SharedSample:
    """Choose questions that the articles they link to can answer, and all these articles.

    Questions are taken in a seeded random order, as long as their linked articles fit; other
    articles, also in seeded order, fill the rest. The numbers are upper limits; 0 articles means
    all.
    """
    known = _by_id(documents)
    room = articles or len(known)
    picked: list[Case] = []
    needed: set[str] = set()
    for case in _shuffled([case for case in cases if case.answerable and case.answers], seed):
        linked = {e.article for e in case.evidence if e.article and e.article in known}
        fits = len(needed | linked) <= room
        if fits and any(holds(known[id].text, case.answers) for id in linked):
            picked.append(case)
            needed |= linked
        if len(picked) == questions:
            break
    rest = _shuffled([id for id in known if id not in needed], seed)
    kept = needed | {*rest[: room - len(needed)]}
    return SharedSample(picked, [known[id] for id in sorted(kept)])


def write_articles(documents: Iterable[Document], path: Path) -> None:
    """Write articles in the format that all workers read: one JSON object per line."""
    with path.open("wb") as file:
        for item in documents:
            fields = {"id": item.id, "title": item.title or "", "text": item.text}
            extra = {"url": item.url, "source": item.outlet, "published": item.published}
            known = {name: value for name, value in extra.items() if value}
            file.write(msgspec.json.encode(fields | known) + b"\n")


def _by_id(documents: Iterable[Document]) -> dict[str, Document]:
    """The first article with each id; articles without an id are numbered."""
    known: dict[str, Document] = {}
    for number, document in enumerate(documents, start=1):
        id = document.id or f"article-{number}"
        known.setdefault(id, structs.replace(document, id=id))
    return known


def _shuffled(items: Sequence[T], seed: int) -> list[T]:
    return random.Random(seed).sample(items, len(items))  # noqa: S311
