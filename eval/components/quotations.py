"""Quality of attribution: `python -m eval.components.quotations [--split SPLIT] [--errors N]`.

Precision, recall and F1 of content, source and cue spans, exact and by overlap, and of whole
attributions: content and source both overlap with the same gold attribution (two missing sources
agree). `eval.components.polnear` describes the matching. In the rows by form, precision counts the
predictions of that form and recall the gold of that form; matches may differ in form.
"""

import random
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from eval.components.polnear import (
    ENOUGH,
    Article,
    Attribution,
    Words,
    attribution,
    is_held_out,
    match,
    overlap,
    pairs,
    read_articles,
)
from index.quotations.contract import Tagging
from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import FOLDER, load_tagging
from index.records import Quote, QuoteForm
from index.text.segmentation.sentences import split_sentences

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
_CONTEXT = 240


class Row(NamedTuple):
    """One line of the table."""

    name: str
    right_predicted: int
    predicted: int
    right_gold: int
    gold: int

    def __str__(self) -> str:
        """Name, precision, recall, F1 and the counts they come from."""
        precision = self.right_predicted / (self.predicted or 1)
        recall = self.right_gold / (self.gold or 1)
        f1 = 2 * precision * recall / (precision + recall or 1)
        counts = f"{self.predicted:>6} {self.gold:>6}"
        return f"{self.name:<32}{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}  {counts}"


class Error(NamedTuple):
    """A prediction or a gold attribution without its match."""

    kind: str
    article: Article
    found: Attribution
    nearest: Attribution | None
    """From the other side: the one with the same content."""


class Judged(NamedTuple):
    """An article with the predictions for it, and which of them match which gold."""

    article: Article
    predicted: list[Attribution]
    whole: dict[int, int]
    content: dict[int, int]


def judge(article: Article, tagging: Tagging | None) -> Judged:
    """Find the article's quotations and match them with the gold."""
    quotes = find_quotes(article.text, split_sentences(article.text), (), tagging)
    predicted = [_attribution(article, quote) for quote in quotes]
    whole = match(_agreements(predicted, article.gold, _whole))
    content = match(_agreements(predicted, article.gold, _content))
    return Judged(article, predicted, whole, content)


def _attribution(article: Article, quote: Quote) -> Attribution:
    source = [quote.source] if quote.source else []
    cue = [quote.cue] if quote.cue else []
    return attribution(article, source, cue, quote.content)


def _agreements(
    predicted: Sequence[Attribution],
    gold: Sequence[Attribution],
    score: Callable[[Attribution, Attribution], float],
) -> Iterable[tuple[float, int, int]]:
    contents = [one.content for one in predicted], [one.content for one in gold]
    for left, right in pairs(*contents):
        yield score(predicted[left], gold[right]), left, right


def _whole(predicted: Attribution, gold: Attribution) -> float:
    source = overlap(predicted.source, gold.source)
    content = _content(predicted, gold)
    return content + source if content and source >= ENOUGH else 0.0


def _content(predicted: Attribution, gold: Attribution) -> float:
    score = overlap(predicted.content, gold.content)
    return score if score >= ENOUGH else 0.0


def split(data: Path, name: str) -> list[Article]:
    """The articles of a split; "held-out" is the tenth of train not used to train the tagger."""
    file = "dev" if name == "dev" else "train"
    articles = read_articles(data / "polnear" / f"{file}.jsonl.gz")
    return [one for one in articles if name != "held-out" or is_held_out(one.id)]


def rows(judged: Sequence[Judged]) -> list[Row]:
    """Return the table."""
    table = [
        _span_row(judged, part, exact=exact)
        for part in ("content", "source", "cue")
        for exact in (True, False)
    ]
    forms = list(QuoteForm)
    named = [(form.value, [form]) for form in forms]
    groups = [*named, ("direct + mixed", forms[:2]), ("all", forms)]
    table.extend(_form_row(f"content, {name}", judged, group, "content") for name, group in groups)
    table.extend(_form_row(f"whole, {name}", judged, group, "whole") for name, group in groups)
    return table


def _span_row(judged: Sequence[Judged], part: str, *, exact: bool) -> Row:
    counts = Counter[str]()
    for one in judged:
        predicted = _distinct(getattr(found, part) for found in one.predicted)
        gold = _distinct(getattr(found, part) for found in one.article.gold)
        found = match(_span_scores(predicted, gold, exact=exact))
        counts.update(right=len(found), predicted=len(predicted), gold=len(gold))
    name = f"{part} spans, {'exact' if exact else 'overlap'}"
    return Row(name, counts["right"], counts["predicted"], counts["right"], counts["gold"])


def _distinct(spans: Iterable[Words]) -> list[Words]:
    return list(dict.fromkeys(span for span in spans if span))


def _span_scores(
    predicted: list[Words], gold: list[Words], *, exact: bool
) -> Iterable[tuple[float, int, int]]:
    for left, right in pairs(predicted, gold):
        score = overlap(predicted[left], gold[right])
        if score >= (1.0 if exact else ENOUGH):
            yield score, left, right


def _form_row(name: str, judged: Sequence[Judged], forms: Sequence[QuoteForm], level: str) -> Row:
    counts = Counter[str]()
    for one in judged:
        matched: dict[int, int] = getattr(one, level)
        reached = set(matched.values())
        for index, found in enumerate(one.predicted):
            counts["predicted"] += found.form in forms
            counts["right predicted"] += found.form in forms and index in matched
        for index, found in enumerate(one.article.gold):
            counts["gold"] += found.form in forms
            counts["right gold"] += found.form in forms and index in reached
    return Row(
        name,
        counts["right predicted"],
        counts["predicted"],
        counts["right gold"],
        counts["gold"],
    )


def errors(judged: Sequence[Judged]) -> list[Error]:
    """Return everything unmatched, with what went wrong."""
    found: list[Error] = []
    for one in judged:
        back = {gold: predicted for predicted, gold in one.content.items()}
        reached = set(one.whole.values())
        for index, predicted in enumerate(one.predicted):
            if index not in one.whole:
                near = one.article.gold[one.content[index]] if index in one.content else None
                found.append(Error(_kind("wrong", predicted, near), one.article, predicted, near))
        for index, gold in enumerate(one.article.gold):
            if index not in reached:
                near = one.predicted[back[index]] if index in back else None
                found.append(Error(_kind("missed", gold, near), one.article, gold, near))
    return found


def _kind(what: str, one: Attribution, near: Attribution | None) -> str:
    return f"{what}, {one.form.value}, {'source differs' if near else 'no such content'}"


def _print_errors(judged: Sequence[Judged], most: int, seed: int) -> None:
    by_kind: dict[str, list[Error]] = {}
    for error in errors(judged):
        by_kind.setdefault(error.kind, []).append(error)
    for kind, group in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        print(f"\n== {kind}: {len(group)}")
        for error in random.Random(seed).sample(group, min(most, len(group))):  # noqa: S311
            print(_shown(error))


def _shown(error: Error) -> str:
    at = error.found.at
    context = error.article.text[max(0, at - 80) : at + _CONTEXT].replace("\n", "⏎")
    lines = [f"  - {error.found.shown[:_CONTEXT]}", f"    in: {context}"]
    if error.nearest:
        lines.insert(1, f"    but: {error.nearest.shown[:_CONTEXT]}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, and errors by class if requested."""
    parser = ArgumentParser(prog="python -m eval.components.quotations", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--split", choices=["dev", "train", "held-out"], default="dev")
    parser.add_argument("--tagger", type=Path, default=FOLDER, help="folder of another tagger")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N per class")
    parser.add_argument("--seed", type=int, default=0, help="selects the errors to print")
    given = parser.parse_args(arguments)
    tagging = load_tagging(given.tagger)
    judged = [judge(article, tagging) for article in split(given.data, given.split)]
    print(f"{len(judged)} articles of PolNeAR {given.split}")
    print(f"{'':<32}{'prec.':>8}{'recall':>8}{'F1':>8}  {'found':>6} {'gold':>6}")
    print(*rows(judged), sep="\n")
    if given.errors:
        _print_errors(judged, given.errors, given.seed)


if __name__ == "__main__":
    main(sys.argv[1:])
