"""Any number of realistic articles: real passages recombined, vectors drawn around real ones.

    a library of real articles --read--> passages --mix, rename, draw--> Prepared --> any library

An article consists of passages from others. Speakers get new surnames, as many as a growing
collection has (people grow slightly more slowly than quotations), each as long as the old one, so
that offsets stay valid. Finding sentences and quotations and embedding are skipped; everything else
is done by the product.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from index.records import Document, Quote, Span, Vectors
from index.store.library import Library, Located
from index.store.values import Collection
from index.store.writing import Prepared
from index.text.hashes import digest, sha256
from index.text.segmentation.positions import touching_quotes

ARTICLES_AT_ONCE = 256
OUTLETS = 400
FIRST_DAY, DAYS = datetime(2014, 1, 1, tzinfo=UTC), 4_000
_READ = 2_000
_MOST_PASSAGES = 24
_NOISE = 0.4
"""Length of the noise added to a unit vector: cosine .93 to the original."""
_NEW_NAMES = 1.3
"""Exponent of the Zipf law of speakers: people grow with the quotations to the power of .77."""
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_SHORTEST = 4


class Block(Struct, frozen=True):
    """A passage of a real article with its contents; offsets count from its start."""

    text: str
    title: str
    sentences: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    surnames: tuple[str, ...]
    vector: Vectors
    sentence_vectors: NDArray[np.int8]


def blocks_of(library: Library, collection: Collection, embedder: str, dim: int) -> list[Block]:
    """All passages of a library, except those that share sentences with their neighbours."""
    last = library.vectors.last_passage(collection)
    found: list[Block] = []
    for first in range(1, last + 1, _READ):
        ids, rows = library.vectors.read(collection, first, first + _READ - 1, embedder, dim)
        located = library.locate(collection, ids.tolist())
        pks = sorted({one.version_pk for one in located.values()})
        inner = library.sentence_vectors(pks, embedder)
        for id, row in zip(ids.tolist(), rows, strict=True):
            one = located[id]
            found.append(_block(one, row, inner[one.version_pk].reshape(-1, dim)))
    return found


def _block(one: Located, vector: Vectors, inner: NDArray[np.int8]) -> Block:
    article, start = one.article, one.passage.start
    own = range(one.first_sentence, one.last_sentence + 1)
    touching = touching_quotes(article, one.first_sentence, one.last_sentence)
    quotes = [quote for _, quote in touching if _is_inside(quote, start, one.passage.end)]
    surnames = {quote.speaker.split()[-1] for quote in quotes if quote.speaker}
    return Block(
        text=one.passage.text,
        title=article.title or "",
        sentences=tuple(article.sentences[n].moved(-start) for n in own),
        quotes=tuple(_moved_quote(quote, -start) for quote in quotes),
        surnames=tuple(s for s in sorted(surnames) if s.isalpha() and len(s) >= _SHORTEST),
        vector=vector,
        sentence_vectors=inner[one.first_sentence : one.last_sentence + 1],
    )


def articles(blocks: Sequence[Block], sizes: Sequence[int], batch: int) -> Iterator[Prepared]:
    """The articles of one batch; the same batch number gives the same articles.

    Args:
        blocks: the passages to recombine.
        sizes: numbers of passages in real articles.
        batch: its number, from 0.
    """
    chance, numbers = random.Random(batch), np.random.default_rng(batch)  # noqa: S311
    for number in range(ARTICLES_AT_ONCE):
        chosen = chance.choices(blocks, k=min(chance.choice(sizes), _MOST_PASSAGES))
        renamed = [_renamed(block, numbers) for block in chosen]
        vectors = _near(np.stack([block.vector for block in chosen]), numbers)
        yield _article(f"s-{batch}-{number}", renamed, vectors, chance)


def _article(id: str, blocks: Sequence[Block], vectors: Vectors, chance: random.Random) -> Prepared:
    starts = np.cumsum([0, *(len(block.text) + 2 for block in blocks)]).tolist()
    firsts = np.cumsum([0, *(len(block.sentences) for block in blocks)]).tolist()
    placed = list(zip(starts, blocks, strict=False))
    document = _document(id, "\n\n".join(block.text for block in blocks), blocks, chance)
    return Prepared(
        id=id,
        document=document,
        sha256=sha256(document.text),
        digest=digest(document),
        marks=(),
        sentences=tuple(span.moved(by) for by, block in placed for span in block.sentences),
        quotes=tuple(_moved_quote(quote, by) for by, block in placed for quote in block.quotes),
        passages=tuple(Span(a, b - 1) for a, b in pairwise(firsts)),
        vectors=vectors,
        sentence_vectors=np.concatenate([block.sentence_vectors for block in blocks]),
        edges=(),
        learned=frozenset(),
        lead="",
    )


def _document(id: str, text: str, blocks: Sequence[Block], chance: random.Random) -> Document:
    heads = [chance.choice(blocks).title.split() for _ in range(2)]
    published = FIRST_DAY + timedelta(days=chance.randrange(DAYS), minutes=chance.randrange(1440))
    return Document(
        id=id,
        text=text,
        title=" ".join([*heads[0][:5], *heads[1][-5:]]),
        outlet=outlet(int(OUTLETS * chance.random() ** 3)),
        published=published.isoformat(timespec="minutes"),
        format="jsonl",
        origin="synthetic",
    )


def outlet(number: int) -> str:
    """The name of an outlet; number 0 has a seventh of all articles, the last ones few."""
    return f"The {surname(number, 7)} Courier"


def surname(number: int, length: int) -> str:
    """A made-up name of this length."""
    letters = []
    for place in range(length):
        signs = _VOWELS if place % 2 else _CONSONANTS
        number, at = divmod(number, len(signs))
        letters.append(signs[at])
    return "".join(letters).capitalize()


def _renamed(block: Block, numbers: np.random.Generator) -> Block:
    text, quotes = block.text, block.quotes
    for old in block.surnames:
        new = surname(int(numbers.zipf(_NEW_NAMES)) % 10**9, len(old))
        text = text.replace(old, new)
        quotes = tuple(
            structs.replace(quote, speaker=quote.speaker.replace(old, new))
            if quote.speaker
            else quote
            for quote in quotes
        )
    return structs.replace(block, text=text, quotes=quotes)


def _near(vectors: Vectors, numbers: np.random.Generator) -> Vectors:
    noise = numbers.standard_normal(vectors.shape, np.float32) * (_NOISE / vectors.shape[1] ** 0.5)
    drawn = vectors + noise
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def _is_inside(quote: Quote, start: int, end: int) -> bool:
    return all(start <= span.start and span.end <= end for span in _spans(quote))


def _spans(quote: Quote) -> list[Span]:
    return [*quote.content, *(span for span in (quote.cue, quote.source) if span)]


def _moved_quote(quote: Quote, by: int) -> Quote:
    return quote.placed(lambda span: span.moved(by))
