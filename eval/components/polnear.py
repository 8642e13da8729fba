"""PolNeAR, the gold standard for quotation attribution, and the matching of spans against it.

Newell, Margolin, Ruths: "An Attribution Relations Corpus for Political News" (LREC 2018). Every
attribution has a source, a cue and a content, each of one or more spans.

Two span lists overlap if the F1 of their words is at least 0.5, and match exactly if they have the
same words; punctuation and quotation marks at the edges do not count. Attributions are matched one
to one, best agreement first.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from eval.support.files import read_rows
from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.quotations.sentences.splitting import split_units
from index.quotations.sentences.units import Unit
from index.records import QuoteForm, Span
from index.text.segmentation.sentences import split_sentences

ENOUGH = 0.5
_HELD_OUT = 10
_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"[\"“”]")

Words = frozenset[int]
"""The words of some spans, as word numbers in the article."""


class Attribution(NamedTuple):
    """An attribution, gold or predicted."""

    source: Words
    cue: Words
    content: Words
    form: QuoteForm
    shown: str
    """For error listings: source | cue | content."""
    at: int
    """Start offset."""


class Article(NamedTuple):
    """One article with its gold."""

    id: str
    title: str
    text: str
    gold: list[Attribution]
    words: list[int]
    """The start offset of each word."""


def is_held_out(article: str) -> bool:
    """Whether an article of the training set is held out: every tenth, by hash."""
    return int(sha256(article.encode()).hexdigest(), 16) % _HELD_OUT == 0


def units_of(text: str) -> list[Unit]:
    """The sentences of an article as the rules process them."""
    paragraphs = split_paragraphs(text)
    return split_units(text, split_sentences(text), paragraphs, pair_marks(text, paragraphs))


def read_articles(path: Path) -> Iterator[Article]:
    """Yield the articles in a file."""
    return map(_article, read_rows(path))


def _article(row: dict[str, Any]) -> Article:
    text = row["text"]
    words = [match.start() for match in _WORD.finditer(text)]
    article = Article(row["id"], row.get("title") or row["id"], text, [], words)
    for gold in row["attributions"]:
        spans = [
            [Span(part["start"], part["end"]) for part in gold[role]]
            for role in ("source", "cue", "content")
        ]
        article.gold.append(attribution(article, *spans))
    return article


def attribution(
    article: Article, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]
) -> Attribution:
    """Convert spans of the article into an attribution that can be matched."""
    parts = [
        [article.text[span.start : span.end] for span in spans] for spans in (source, cue, content)
    ]
    return Attribution(
        source=_words(article, source),
        cue=_words(article, cue),
        content=_words(article, content),
        form=_form(parts[2]),
        shown=" | ".join(" ... ".join(part) for part in parts),
        at=min((span.start for span in (*source, *cue, *content)), default=0),
    )


def _words(article: Article, spans: Iterable[Span]) -> Words:
    found: set[int] = set()
    for span in spans:
        first = bisect_left(article.words, span.start)
        found.update(range(first, bisect_left(article.words, span.end)))
    return frozenset(found)


def _form(content: Sequence[str]) -> QuoteForm:
    """Derive the form from the quotation marks, by one rule for gold and predictions.

    Direct: every part begins and ends with a mark. Mixed: there is a mark. Indirect: there is none.
    """
    if not any(_MARKS.search(part) for part in content):
        return QuoteForm.INDIRECT
    whole = all(
        _MARKS.match(part[:1]) and _MARKS.match(part.rstrip(" .,")[-1:]) for part in content
    )
    return QuoteForm.DIRECT if whole else QuoteForm.MIXED


def overlap(left: Words, right: Words) -> float:
    """Return the F1 of two sets of words; 1 if both are empty."""
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 1.0


def match(scores: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """Match one to one, greedily, from (agreement, predicted, gold); agreement 0 never matches."""
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for score, predicted, gold in sorted(scores, reverse=True):
        if score > 0 and predicted not in matched and gold not in taken:
            matched[predicted] = gold
            taken.add(gold)
    return matched


def pairs(predicted: Sequence[Words], gold: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Yield the index pairs that share a word."""
    holders: dict[int, list[int]] = {}
    for index, words in enumerate(gold):
        for word in words:
            holders.setdefault(word, []).append(index)
    for index, words in enumerate(predicted):
        for other in sorted({other for word in words for other in holders.get(word, ())}):
            yield index, other
