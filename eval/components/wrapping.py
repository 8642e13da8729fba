"""Quotations in wrapped text: `python -m eval.components.wrapping [--articles 200]`.

Each article is wrapped at twelve widths, as by mail programs, columns and OCR, and read again. A
quotation is the same if its words and its speaker are; white space does not count. The table shows
how many quotations of the unwrapped article are found in the wrapped one, and their overlap, with
and without blank lines between paragraphs.
"""

import random
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from eval.support.files import read_rows
from index.boilerplate.marking import mark_boilerplate
from index.quotations.contract import ArticleText, Tagging
from index.quotations.finding import find_all_quotes
from index.quotations.tagger.shipped import load_tagging
from index.text.segmentation.sentences import split_sentences

WIDTHS = tuple(range(35, 91, 5))
_AT_ONCE = 25


class Story(Struct, frozen=True):
    """An article as the set has it."""

    title: str | None
    text: str


Said = Counter[tuple[str, str | None]]
"""Quotations of one text: their words and their speaker."""


class Agreement(Struct, frozen=True):
    """Quotations in the unwrapped texts, in the wrapped ones, and in both."""

    whole: int = 0
    wrapped: int = 0
    both: int = 0

    def __add__(self, other: "Agreement") -> "Agreement":
        """Both together."""
        return Agreement(
            self.whole + other.whole, self.wrapped + other.wrapped, self.both + other.both
        )

    @property
    def found(self) -> float:
        """Share of the unwrapped texts' quotations that the wrapped ones have too."""
        return self.both / max(self.whole, 1)

    @property
    def same(self) -> float:
        """Share that both have of all that either has."""
        return self.both / max(self.whole + self.wrapped - self.both, 1)


@click.command()
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, exists=True),
    default="../shared/data/news_corpus/articles.jsonl.gz",
    help="Articles as JSON lines.",
)
@click.option("--articles", default=200, help="How many, drawn by chance, with quotations.")
@click.option("--seed", default=25, help="Of the draw.")
@click.option("--differences", default=0, help="Also print this many.")
def main(corpus: Path, articles: int, seed: int, differences: int) -> None:
    """Print the table."""
    tagging = load_tagging()
    stories = list(_drawn(corpus, articles, seed, tagging))
    wholes = said(stories, tagging)
    table = Table(title=f"{len(stories)} articles", box=None)
    for name in ("width", "blank lines: found", "same", "no blank lines: found", "same"):
        table.add_column(name, justify="right")
    totals = [Agreement(), Agreement()]
    for width in WIDTHS:
        row = [agreement(stories, wholes, width, gap, tagging) for gap in ("\n\n", "\n")]
        totals = [total + one for total, one in zip(totals, row, strict=True)]
        table.add_row(str(width), *_cells(row))
    table.add_row("all", *_cells(totals))
    Console(width=100).print(table)
    for line in islice(_differing(stories, wholes, tagging), differences):
        print(line)


def agreement(
    stories: Sequence[Story],
    wholes: Sequence[Said],
    width: int,
    gap: str,
    tagging: Tagging,
) -> Agreement:
    """How the quotations agree at one width, with `gap` between paragraphs."""
    total = Agreement()
    wrapped = said([wrapped_story(story, width, gap) for story in stories], tagging)
    for one, other in zip(wholes, wrapped, strict=True):
        total += Agreement(one.total(), other.total(), (one & other).total())
    return total


def wrapped_story(story: Story, width: int, gap: str) -> Story:
    """The story with every paragraph wrapped; words and their hyphens stay whole."""
    paragraphs = [
        textwrap.fill(line.strip(), width, break_long_words=False, break_on_hyphens=False)
        for line in story.text.splitlines()
        if line.strip()
    ]
    return Story(story.title, gap.join(paragraphs) + "\n")


def _drawn(corpus: Path, count: int, seed: int, tagging: Tagging) -> Iterator[Story]:
    rows = list(read_rows(corpus))
    random.Random(seed).shuffle(rows)  # noqa: S311
    drawn = 0
    for row in rows:
        story = Story(row.get("title"), row["text"])
        if drawn < count and said([story], tagging)[0]:
            drawn += 1
            yield story


def said(stories: Sequence[Story], tagging: Tagging) -> list[Said]:
    """Each story's quotations and speakers."""
    found: list[Said] = []
    for start in range(0, len(stories), _AT_ONCE):
        some = stories[start : start + _AT_ONCE]
        texts = [_article(story) for story in some]
        for story, quotes in zip(some, find_all_quotes(texts, tagging), strict=True):
            contents = (
                (" ".join(story.text[span.start : span.end] for span in quote.content), quote)
                for quote in quotes
            )
            plain = ((" ".join(words.split()), quote.speaker) for words, quote in contents)
            found.append(Counter(plain))
    return found


def _article(story: Story) -> ArticleText:
    marks = mark_boilerplate(story.text, title=story.title)
    return ArticleText(story.text, split_sentences(story.text, marks), marks)


def _cells(row: Sequence[Agreement]) -> list[str]:
    return [f"{figure:.4f}" for one in row for figure in (one.found, one.same)]


def _differing(stories: Sequence[Story], wholes: Sequence[Said], tagging: Tagging) -> Iterator[str]:
    for width in WIDTHS:
        for gap in ("\n\n", "\n"):
            others = [wrapped_story(story, width, gap) for story in stories]
            pairs = zip(wholes, said(others, tagging), strict=True)
            for number, (one, other) in enumerate(pairs):
                for sign, left in (("-", one - other), ("+", other - one)):
                    for words, speaker in left:
                        yield f"{width} {len(gap)} {number} {sign} {speaker}: {words[:160]}"


if __name__ == "__main__":
    main()
