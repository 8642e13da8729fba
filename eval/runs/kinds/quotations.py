"""Annotated quotations: are they found, with the right words and the right source?

The rows and the matching are those of `eval.components.quotations`. F1 is the number of matched
attributions on both sides over the number of all on both sides.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from eval.components.polnear import Article, read_articles
from eval.components.quotations import judge, rows
from eval.records import Record, Share
from eval.runs.steps import Step
from index.quotations.contract import Tagging

_MISSED_SHOWN = 3


def steps(path: Path, tagging: Tagging | None) -> Iterator[Step]:
    """A step for each article; without `tagging`, only what needs no network."""
    for article in read_articles(path):
        yield Step(article.id, article.title, partial(_measure, article, tagging))


def _measure(article: Article, tagging: Tagging | None) -> Record:
    judged = judge(article, tagging)
    scores: dict[str, Share] = {}
    for row in rows([judged]):
        matched, all_of_both = row.right_predicted + row.right_gold, row.predicted + row.gold
        scores[f"{row.name} precision"] = Share(row.right_predicted, row.predicted)
        scores[f"{row.name} recall"] = Share(row.right_gold, row.gold)
        scores[f"{row.name} F1"] = Share(matched, all_of_both)
    reached = set(judged.whole.values())
    missed = [gold.shown for number, gold in enumerate(article.gold) if number not in reached]
    return Record(
        id=article.id,
        question=article.title,
        expected=missed[:_MISSED_SHOWN],
        scores=scores,
        lost="quotation missed" if missed else None,
    )
