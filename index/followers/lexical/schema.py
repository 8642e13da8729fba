"""The lexical index's schema, and writing passages from the change log.

It stores words, and what filters need.

The first passage of an article also stores what completions need: each word of the whole article,
its headline, its outlet, and the people quoted. So the passages found by these count articles.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias

import tantivy

from index.followers.lexical.conditions import FIELD as OWN
from index.followers.lexical.conditions import own_terms
from index.interruption import go_on
from index.records import Article
from index.store.change_log import LogEntry
from index.store.library import Library, Located
from index.store.values import Change, Collection
from index.text.dates.parsing import first_instant
from index.text.matching.folding import folded_words, spellings
from index.text.matching.plain import plain
from index.text.segmentation.positions import touched_sentences

ANALYZER = "news_en"
BETWEEN = "\0"
"""Separates a folded word from its spelling: a term that begins with the word."""
LONGEST_WORD = 60
_SHORTEST_WORD = 3
_MOST_WORDS = 20_000
"""Of one article."""
_Spoken: TypeAlias = tuple[int, int, str]
_WRITER_BYTES = 64_000_000
_CHANGES_AT_ONCE = 500
"""Number of changes after which they are committed to disk: a kill loses no more."""
_PASSAGES_AT_ONCE = 2_000


def schema() -> Any:
    """The fields of a passage."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("passage", indexed=True, fast=True)
    builder.add_integer_field("version", indexed=True)
    builder.add_text_field("title", tokenizer_name=ANALYZER)
    builder.add_text_field("body", tokenizer_name=ANALYZER)
    for field in ("outlet", "author", "speaker", "article", OWN):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    for field in ("word", "outlet_word", "quoted"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("headline", tokenizer_name="whitespace")
    return builder.build()


def analyzer() -> Any:
    """What makes words into terms: lower case, without accents, stemmed, no stop words."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def write_changes(
    index: Any,
    library: Library,
    collection: Collection,
    after: int,
    note: Callable[[int], object] = lambda _: None,
) -> int:
    """Apply the changes with a sequence number over `after`; return the position reached.

    `note` is called with each position that is on disk. Applying a change twice changes nothing.
    tantivy's exceptions are passed through.
    """
    writer = index.writer(_WRITER_BYTES, num_threads=1)
    try:
        # A killed process may have left files that the next commit would want to create.
        writer.garbage_collect_files()
        while entries := library.log.entries(collection, after=after, limit=_CHANGES_AT_ONCE):
            _apply(writer, library, collection, entries)
            writer.commit()
            after = entries[-1].seq
            note(after)
    finally:
        writer.wait_merging_threads()
    return after


def _apply(
    writer: Any, library: Library, collection: Collection, entries: Sequence[LogEntry]
) -> None:
    for entry in entries:
        # Before an ADD too: it may have been applied already, before a crash.
        writer.delete_documents_by_term("version", entry.version_pk)
    added = [e for e in entries if e.kind is Change.ADD]
    firsts = {e.first_passage for e in added}
    ids = [i for e in added for i in range(e.first_passage, e.last_passage + 1)]
    for start in range(0, len(ids), _PASSAGES_AT_ONCE):
        go_on()
        chunk = ids[start : start + _PASSAGES_AT_ONCE]
        spoken: dict[int, list[_Spoken]] = {}
        for located in library.locate(collection, chunk).values():
            pk, is_first = located.version_pk, located.passage.id in firsts
            if pk not in spoken:
                spoken[pk] = list(_spoken(located.article))
            writer.add_document(_document(located, spoken[pk], is_first=is_first))


def _spoken(article: Article) -> Iterator[_Spoken]:
    """First and last sentence of each quotation, and its speaker; one passage has few of many."""
    for quote in article.quotes:
        if quote.speaker:
            yield *touched_sentences(article.sentences, quote), quote.speaker


def _document(located: Located, spoken: Iterable[_Spoken], *, is_first: bool) -> Any:
    """A passage as tantivy takes it; the first of its article stands for the article."""
    article, passage = located.article, located.passage
    made = tantivy.Document()
    made.add_integer("passage", passage.id)
    made.add_integer("version", located.version_pk)
    made.add_text("title", plain(article.title or "").text)
    made.add_text("body", plain(passage.text).text)
    made.add_text("article", article.id)
    if article.outlet:
        made.add_text("outlet", article.outlet.casefold())
    for author in article.authors:
        made.add_text("author", author.casefold())
    for speaker in _speakers(located, spoken):
        made.add_text("speaker", speaker)
    for name, value in article.meta.items():
        for term in own_terms(name, value):
            made.add_text(OWN, term)
    if article.published:
        made.add_integer("published", first_instant(article.published))
    if is_first:
        for field, term in _article_terms(article):
            made.add_text(field, term)
    return made


def _article_terms(article: Article) -> Iterator[tuple[str, str]]:
    """What completions ask for, by field."""
    title, outlet = article.title or "", article.outlet or ""
    body = (article.text[span.start : span.end] for span in article.sentences)
    words = islice(spellings(plain("\n".join((title, *body))).text).items(), _MOST_WORDS)
    for word, spelling in words:
        if _SHORTEST_WORD <= len(word) <= LONGEST_WORD:
            yield "word", word + BETWEEN + spelling
    for word in folded_words(outlet):
        yield "outlet_word", word + BETWEEN + outlet
    for speaker in {quote.speaker for quote in article.quotes if quote.speaker}:
        yield "quoted", speaker
    yield "headline", " ".join(folded_words(title))


def _speakers(located: Located, spoken: Iterable[_Spoken]) -> set[str]:
    """Whose quotations the passage touches."""
    begin, end = located.first_sentence, located.last_sentence
    return {speaker for first, last, speaker in spoken if first <= end and begin <= last}
