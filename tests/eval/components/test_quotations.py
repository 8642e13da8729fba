import gzip
import json
from pathlib import Path

import pytest

from eval.components.polnear import Article, Attribution, attribution, match, overlap, read_articles
from eval.components.quotations import DATA, Judged, errors, judge, main, rows, split
from index.quotations.tagger.shipped import load_tagging
from index.records import QuoteForm, Span

FLOORS = (("direct", 0.92, 0.84), ("direct + mixed", 0.91, 0.81), ("indirect", 0.79, 0.57))
TEXT = "“We will act,” Lee said. Cho said the deal was dead. Nobody came."


def gold(text: str, source: str, cue: str, content: str) -> dict[str, object]:
    def spans(part: str) -> list[dict[str, int]]:
        return [{"start": text.index(part), "end": text.index(part) + len(part)}] if part else []

    return {"source": spans(source), "cue": spans(cue), "content": spans(content)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    attributions = [
        gold(TEXT, "Lee", "said", "“We will act,”"),
        gold(TEXT, "Cho", "said", "the deal was dead"),
        gold(TEXT, "", "came", "Nobody"),
    ]
    row = {"id": "one", "text": TEXT, "attributions": attributions}
    (tmp_path / "polnear").mkdir()
    with gzip.open(tmp_path / "polnear" / "dev.jsonl.gz", "wt") as file:
        file.write(json.dumps(row) + "\n")
    return tmp_path


def judged(data: Path) -> Judged:
    (article,) = read_articles(data / "polnear" / "dev.jsonl.gz")
    return judge(article, load_tagging())


def test_precision_counts_what_was_found_and_recall_what_is_gold(data: Path) -> None:
    table = {row.name: row for row in rows([judged(data)])}

    assert table["whole, direct"][1:] == (1, 1, 1, 1)
    assert table["whole, indirect"][1:] == (1, 1, 1, 2)
    assert table["source spans, exact"][1:] == (2, 2, 2, 2)


def test_an_error_names_what_was_missed(data: Path) -> None:
    (error,) = errors([judged(data)])

    assert error.kind == "missed, indirect, no such content"
    assert error.found.shown == " | came | Nobody"


def test_the_table_is_printed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--data", str(data), "--errors", "1"])

    printed = capsys.readouterr().out
    assert "whole, direct + mixed" in printed
    assert "== missed, indirect, no such content: 1" in printed


def test_spans_agree_by_the_words_they_share() -> None:
    assert overlap(frozenset({1, 2, 3}), frozenset({2, 3, 4})) == pytest.approx(2 / 3)
    assert overlap(frozenset(), frozenset()) == 1
    assert overlap(frozenset({1}), frozenset()) == 0


def test_each_gold_attribution_is_matched_once_by_what_agrees_best() -> None:
    assert match([(0.6, 0, 0), (0.9, 1, 0), (0.5, 1, 1), (0.0, 0, 1)]) == {1: 0}


def form(content: str) -> QuoteForm:
    article = Article("", "", content, [], [])
    found: Attribution = attribution(article, [], [], [Span(0, len(content))])
    return found.form


def test_the_form_follows_from_the_marks() -> None:
    assert form("“We will act,”") == QuoteForm.DIRECT
    assert form("it was “late” for us") == QuoteForm.MIXED
    assert form("it was late") == QuoteForm.INDIRECT


@pytest.mark.data
@pytest.mark.model
@pytest.mark.skipif(not (DATA / "polnear").exists(), reason="PolNeAR is not here")
@pytest.mark.parametrize(
    "every", [4, pytest.param(1, marks=pytest.mark.slow)], ids=["a quarter", "all"]
)
@pytest.mark.gate
def test_political_news_is_attributed_as_well_as_the_model_card_says(every: int) -> None:
    """Floors a little below the measured figures; of all articles, three points less fail."""
    tagging = load_tagging()
    judged = [judge(article, tagging) for article in list(split(DATA, "dev"))[::every]]
    table = {row.name: row for row in rows(judged)}

    for name, precision, recall in FLOORS:
        row = table[f"whole, {name}"]
        assert row.right_predicted > precision * row.predicted, name
        assert row.right_gold > recall * row.gold, name
