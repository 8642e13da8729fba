"""Right speakers of quotations: `python -m eval.components.speakers [--data DATA] [--errors N]`.

`speakers.jsonl` says who speaks in quotations of the news corpus, direct and partly direct ones,
that the finder found on 30 November 2026; each article was read whole, without the finder's
speakers. A line is an article: its id, whether rules were developed on it, and the quotations as
[start, end, speaker]. The speaker is the fullest name that the article gives, "org:" and a name, or
"" if no single person or organisation is named, or the words are nobody's.

Right: the finder gives a person's name in full, or the surname where the article has no more. A
quotation is matched with what is found at its place now; what is not found there does not count.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from eval.components.quotations import DATA
from eval.support.files import read_rows
from index.quotations.contract import ArticleText
from index.quotations.finding import find_all_quotes
from index.quotations.tagger.shipped import load_tagging
from index.quotations.vocabulary.name_parts import may_be_one_name, take_apart
from index.records import Quote, QuoteForm
from index.text.segmentation.sentences import split_sentences

GOLD = Path(__file__).parent / "speakers.jsonl"
_ORGANISATION = "org:"
_SHOWN = 80


class Judged(NamedTuple):
    """A quotation of the gold, and what the finder says of its speaker."""

    group: str
    verdict: str
    wanted: str
    found: str | None
    words: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how often the speaker is right, for articles that rules were developed on or not."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--errors", type=int, default=0, help="list so many of the wrong ones")
    options = parser.parse_args(arguments)
    judged = list(judge(options.data / "news_corpus" / "articles.jsonl.gz", GOLD))
    for group in sorted({one.group for one in judged}):
        print(_row(group, Counter(one.verdict for one in judged if one.group == group)))
    wrong = [one for one in judged if one.verdict in ("wrong", "nobody") and one.group != "blind"]
    for one in wrong[: options.errors]:
        print(f"{one.verdict}: {one.found!r} for {one.wanted!r} of {one.words!r}")
    return 0


def judge(corpus: Path, gold: Path) -> Iterator[Judged]:
    """Find the quotations of the gold's articles and compare their speakers."""
    wanted = {row["article"]: row for row in read_rows(gold)}
    rows = [row for row in read_rows(corpus) if row["id"] in wanted]
    texts = [
        ArticleText(row["text"], split_sentences(row["text"]), (), row["title"]) for row in rows
    ]
    for row, quotes in zip(rows, find_all_quotes(texts, load_tagging()), strict=True):
        yield from _judge(wanted[row["id"]], row["text"], quotes)


def _judge(wanted: dict[str, Any], text: str, quotes: Sequence[Quote]) -> Iterator[Judged]:
    for start, end, speaker in wanted["quotations"]:
        found = _at(quotes, start, end)
        if found is not None:
            verdict, words = verdict_of(found.speaker, speaker), text[start : start + _SHOWN]
            yield Judged(wanted["group"], verdict, speaker, found.speaker, words)


def _at(quotes: Sequence[Quote], start: int, end: int) -> Quote | None:
    """The quotation that has most of the stretch."""

    def common(quote: Quote) -> int:
        return min(end, quote.content[-1].end) - max(start, quote.content[0].start)

    best = max(
        (one for one in quotes if one.form is not QuoteForm.INDIRECT), key=common, default=None
    )
    return best if best is not None and common(best) > 0 else None


def verdict_of(found: str | None, wanted: str) -> str:
    """Judge a speaker: right, wrong, nobody (named), rightly nobody, or an organisation's name."""
    if not wanted:
        return "wrong" if found else "rightly nobody"
    if wanted.startswith(_ORGANISATION):
        return "organisation" if found else "rightly nobody"
    if not found:
        return "nobody"
    one, other = take_apart(found.split()), take_apart(wanted.split())
    is_right = may_be_one_name(one, other) if one.given and other.given else one == other
    return "right" if is_right else "wrong"


def _row(group: str, counts: Counter[str]) -> str:
    right, wrong, nobody = counts["right"], counts["wrong"], counts["nobody"]
    said = right + nobody + wrong
    named = right + wrong + counts["organisation"]
    return (
        f"{group}: of what a person says, {right} of {said} have the right speaker "
        f"({right / (said or 1):.3f}) and {nobody} none; of all with a speaker, {wrong} of {named} "
        f"have the wrong one ({wrong / (named or 1):.3f})"
    )


if __name__ == "__main__":
    sys.exit(main())
