"""How often the rule of `index.text.likeness` takes two articles for two states of one story.

`python -m eval.components.likeness --corpus FILE...` compares every article with all others of its
outlet (at most 600 each; the 14 largest outlets of each file), whose body is not the same, and with
corrections made from it: `small` changes a number or a name, `large` replaces 45 per cent of the
sentences by those of another article and gives it another headline. Rewritten stories that the
outlet published under an id of its own count as different articles here, so the pairs that are
taken for one story are printed for reading.
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from msgspec import Struct

from index.boilerplate.marking import block_digests, mark_boilerplate
from index.formats import read_paths
from index.records import Document
from index.text.likeness import Wording, likeness, wording
from index.text.sentences import split_sentences

_OUTLETS, _ARTICLES, _LEARN_FROM = 14, 600, 5
_REWRITTEN = 0.45
_CHANGEABLE = re.compile(r"\b[0-9]+\b|(?<=[a-z] )[A-Z][a-z]+")


class _Article(Struct, frozen=True):
    title: str
    sentences: list[str]
    wording: Wording


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, nargs="+", help="files of articles")
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    chance = random.Random(20)  # noqa: S311 (the same corrections every time)
    for corpus in options.corpus:
        for articles in _by_outlet(corpus):
            _compare_all(articles, counts)
            for article in articles:
                _compare_corrections(article, chance.choice(articles), counts, chance)
    for name, count in sorted(counts.items()):
        print(f"{name}: {count:,}")


def _by_outlet(corpus: Path) -> Iterator[list[_Article]]:
    outlets: dict[str, list[Document]] = defaultdict(list)
    for found in read_paths([corpus]):
        if isinstance(found, Document):
            outlets[found.outlet or ""].append(found)
    largest = sorted(outlets.values(), key=len, reverse=True)[:_OUTLETS]
    for documents in largest:
        chosen = documents[:_ARTICLES]
        learned = _learned(chosen)
        yield [_article(document, learned) for document in chosen]


def _learned(documents: Sequence[Document]) -> frozenset[str]:
    """The outlet's boilerplate, as the library learns it."""
    openings: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for digest in block_digests(document.text):
            openings[digest].add(document.text[:60])
    return frozenset(digest for digest, found in openings.items() if len(found) >= _LEARN_FROM)


def _article(document: Document, learned: frozenset[str]) -> _Article:
    text = document.text
    marks = mark_boilerplate(text, title=document.title, authors=(), learned=learned)
    sentences = [text[span.start : span.end] for span in split_sentences(text, marks)]
    return _Article((document.title or "").casefold(), sentences, wording(sentences))


def _compare_all(articles: Sequence[_Article], counts: Counter[str]) -> None:
    for one, other in combinations(articles, 2):
        if one.sentences == other.sentences:
            continue
        counts["different: pairs"] += 1
        found = likeness(one.wording, other.wording)
        if found.is_one_story(same_title=one.title == other.title):
            counts["different: taken for one story"] += 1
            shares = f"{found.runs:.2f} {found.sentences:.2f} {found.names:.2f}"
            print(f"{shares}  {one.title}  |  {other.title}")


def _compare_corrections(
    article: _Article, other: _Article, counts: Counter[str], chance: random.Random
) -> None:
    states = {
        "small": [_slightly_changed(article.sentences, chance)],
        "large": [_rewritten(article.sentences, other.sentences, chance)],
    }
    for name, made in states.items():
        for sentences in made:
            found = likeness(article.wording, wording(sentences))
            counts[f"{name}: pairs"] += 1
            counts[f"{name}: recognised"] += found.is_one_story(same_title=name == "small")


def _slightly_changed(sentences: Sequence[str], chance: random.Random) -> list[str]:
    changed = list(sentences)
    places = [n for n, sentence in enumerate(changed) if _CHANGEABLE.search(sentence)]
    if places:
        place = chance.choice(places)
        changed[place] = _CHANGEABLE.sub("Ostrand", changed[place], count=1)
    return changed


def _rewritten(sentences: Sequence[str], others: Sequence[str], chance: random.Random) -> list[str]:
    return [
        chance.choice(others) if others and chance.random() < _REWRITTEN else sentence
        for sentence in sentences
    ]


if __name__ == "__main__":
    main()
