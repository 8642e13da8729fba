"""Prepares a document for storage: the steps that need no database.

Document --mark--> body spans --split--> sentences --pack--> passages --embed--> Prepared
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.boilerplate.marking import block_digests, mark_boilerplate, with_others
from index.embedders.contract import Embedder
from index.errors import InvalidFieldError, TooLargeError
from index.identity import article_id
from index.interruption import steps
from index.quotations.contract import ArticleText, Tagging
from index.quotations.finding import find_all_quotes
from index.records import Document, Mark, Metadata, Quote, Span, Vectors
from index.store.writing import Prepared
from index.text.hashes import digest, sha256
from index.text.ids import check_id, check_labels
from index.text.matching.plain import plain
from index.text.own_fields import keep
from index.text.segmentation.passages import split_passages
from index.text.segmentation.sentences import split_sentences

MAX_CHARACTERS = 64 * 1024 * 1024
_SPECIAL_TOKENS = 2
# A multiple of the embedders' batch size, so that batches are not split.
_EMBEDDED_AT_ONCE = 1024
# The headline is context: it may use one part in this many of the window.
_TITLE_SHARE = 4
_MIN_ROOM = 16

Learned = Callable[[Metadata], frozenset[str]]
"""Returns the digests of an article's known boilerplate."""


class Draft(NamedTuple):
    """A document split into passages, without vectors yet."""

    id: str
    document: Document
    sha256: str
    digest: str
    marks: tuple[Mark, ...]
    sentences: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    passages: tuple[Span, ...]
    edges: tuple[str, ...]
    learned: frozenset[str]


def check(document: Document, most_characters: int = MAX_CHARACTERS) -> None:
    """Refuse a document that cannot be stored.

    Raises:
        InvalidFieldError: an empty text, an invalid id or label, invalid Unicode, or invalid own
            fields.
        TooLargeError: a text of too many characters.
    """
    if len(document.text) > most_characters:
        raise TooLargeError(
            f"text: {len(document.text):,} characters; the limit is {most_characters:,}: split it, "
            "or raise DATELINE_MAX_ARTICLE_CHARACTERS"
        )
    if not document.text.strip():
        raise InvalidFieldError("text", "is empty; give the article's words")
    check_id(article_id(document))
    check_labels(document.visible_to)
    for field in (document.text, *_metadata_texts(document)):
        if not _is_valid_unicode(field):
            raise InvalidFieldError("text", "contains a lone surrogate; send valid Unicode")
    if document.meta and keep(document.meta) != (document.meta, ()):
        raise InvalidFieldError(
            "meta", "cannot be stored as it is; pass what `index.text.own_fields.keep` returns"
        )


def drafts(
    documents: Sequence[Document],
    embedder: Embedder,
    learned: Learned,
    tagging: Tagging | None = None,
) -> list[Draft]:
    """Mark, split and pack documents; all their sentences are counted and tagged together."""
    parts = [_mark_and_split(document, learned(document)) for document in steps(documents)]
    sentences = [
        document.text[span.start : span.end]
        for document, (_, spans) in zip(documents, parts, strict=True)
        for span in spans
    ]
    quotes = find_all_quotes(
        [
            ArticleText(document.text, spans, marks, document.title or "")
            for document, (marks, spans) in zip(documents, parts, strict=True)
        ],
        tagging,
    )
    titles = [context(document.title, document.published) for document in documents]
    counts = iter(embedder.count([*titles, *sentences]))
    title_tokens = [next(counts) for _ in titles]
    return [
        _pack(
            document, marks, spans, [next(counts) for _ in spans], tokens, embedder, said, learned
        )
        for document, (marks, spans), tokens, said in zip(
            documents, parts, title_tokens, quotes, strict=True
        )
    ]


def context(title: str | None, published: str | None) -> str:
    """Headline and date, embedded before a passage's own words and never quoted."""
    return ". ".join(part for part in (title, published[:10] if published else None) if part)


def marks_of(document: Document, learned: frozenset[str]) -> tuple[Mark, ...]:
    """The parts of a document that are not body text."""
    found = mark_boilerplate(
        document.text, title=document.title, authors=document.authors, learned=learned
    )
    return with_others(document.layout.apart, found) if document.layout.apart else found


def prepare(
    documents: Sequence[Document],
    embedder: Embedder,
    learned: Learned,
    tagging: Tagging | None = None,
) -> list[Prepared]:
    """Prepare everything to be stored for documents written together."""
    return embed(drafts(documents, embedder, learned, tagging), embedder)


class Embeddable(NamedTuple):
    """The input of the embedder: a text with its sentences, and those that form passages."""

    text: str
    title: str | None
    published: str | None
    sentences: Sequence[Span]
    passages: Sequence[Span]


def embed(batch: Sequence[Draft], embedder: Embedder) -> list[Prepared]:
    """Embed all passages of a batch, and their sentences."""
    found = embed_vectors([_embeddable(item) for item in batch], embedder)
    return [
        Prepared(**item._asdict(), vectors=vectors, sentence_vectors=rows, lead=_lead(item))
        for item, (vectors, rows) in zip(batch, found, strict=True)
    ]


def embed_vectors(
    batch: Sequence[Embeddable], embedder: Embedder
) -> list[tuple[Vectors, NDArray[np.int8]]]:
    """A vector for each passage, and one for each sentence (127 = 1.0), from a single pass."""
    found = [
        (
            np.zeros((len(item.passages), embedder.dim), np.float32),
            np.zeros((len(item.sentences), embedder.dim), np.int8),
        )
        for item in batch
    ]
    pieces = _pieces(batch, embedder)
    # In batches: the words and floating-point vectors of a long article take much memory.
    while some := list(islice(pieces, _EMBEDDED_AT_ONCE)):
        vectors, inner = embedder.embed_passages(
            [piece.text for piece in some], [piece.sentences for piece in some]
        )
        for piece, vector, rows in zip(some, vectors, inner, strict=True):
            of_passages, of_sentences = found[piece.item]
            of_passages[piece.number] = vector
            # Of a sentence in two passages, the later one's vector stays.
            span = batch[piece.item].passages[piece.number]
            of_sentences[span.start : span.end + 1] = np.rint(rows * 127)
    return found


def _mark_and_split(
    document: Document, learned: frozenset[str]
) -> tuple[tuple[Mark, ...], list[Span]]:
    marks = marks_of(document, learned)
    return marks, split_sentences(document.text, marks)


def _pack(
    document: Document,
    marks: tuple[Mark, ...],
    sentences: list[Span],
    tokens: list[int],
    title_tokens: int,
    embedder: Embedder,
    quotes: list[Quote],
    learned: Learned,
) -> Draft:
    room = passage_room(embedder, title_tokens)
    edges = tuple(block_digests(document.text)) if document.outlet else ()
    return Draft(
        id=article_id(document),
        document=document,
        sha256=sha256(document.text),
        digest=digest(document),
        marks=marks,
        sentences=tuple(sentences),
        quotes=tuple(quotes),
        passages=tuple(split_passages(document.text, sentences, tokens, room)),
        edges=edges,
        learned=learned(document) & frozenset(edges),
    )


def passage_room(embedder: Embedder, title_tokens: int) -> int:
    """Number of tokens that a passage may have beside a context of `title_tokens`."""
    most = embedder.window // _TITLE_SHARE
    return max(_MIN_ROOM, embedder.window - _SPECIAL_TOKENS - min(title_tokens, most))


def _embeddable(item: Draft) -> Embeddable:
    document = item.document
    return Embeddable(
        document.text, document.title, document.published, item.sentences, item.passages
    )


def _head(title: str | None, published: str | None, embedder: Embedder) -> str:
    """The context, shortened by words to its share of the window."""
    words = context(title, published).split()
    most = embedder.window // _TITLE_SHARE
    while words and embedder.count([" ".join(words)])[0] > most:
        words = words[: len(words) * 3 // 4]
    return " ".join(words)


def _passage_text(item: Embeddable, passage: Span, head: str) -> tuple[str, list[Span]]:
    """The text to embed, as its plain view has it, and the spans of its sentences in it."""
    sentences = item.sentences[passage.start : passage.end + 1]
    start, end = sentences[0].start, sentences[-1].end
    lead = f"{head}\n" if head else ""
    inside = [sentence.moved(len(lead) - start) for sentence in sentences]
    view = plain(lead + item.text[start:end])
    return view.text, [view.seen(span) for span in inside]


class _Piece(NamedTuple):
    """A passage as embedded."""

    item: int
    """The number of its story in the batch."""
    number: int
    text: str
    sentences: list[Span]
    """Offsets into `text`."""


def _pieces(batch: Sequence[Embeddable], embedder: Embedder) -> Iterator[_Piece]:
    for place, item in enumerate(batch):
        head = _head(item.title, item.published, embedder)
        for number, passage in enumerate(item.passages):
            yield _Piece(place, number, *_passage_text(item, passage, head))


def _lead(item: Draft) -> str:
    first = item.sentences[0] if item.sentences else Span(0, len(item.document.text))
    words = item.document.text[first.start : first.end].split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def _metadata_texts(document: Document) -> Iterator[str]:
    for name in Metadata.__struct_fields__:
        value = getattr(document, name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value


def _is_valid_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
