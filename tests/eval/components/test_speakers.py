import gzip
import json
from pathlib import Path

import pytest

from eval.components.quotations import DATA
from eval.components.speakers import GOLD, judge, main, verdict_of
from eval.support.files import read_rows

TEXT = "“We will act,” Ann Lee said.\n\n“It is late,” a guest said. “Very,” she said."


@pytest.mark.parametrize(
    ("found", "wanted", "verdict"),
    [
        ("Ann Lee", "Ann B. Lee", "right"),
        ("Lee", "Lee", "right"),
        ("Lee", "Ann Lee", "wrong"),
        ("Bo Lee", "Ann Lee", "wrong"),
        (None, "Ann Lee", "nobody"),
        (None, "", "rightly nobody"),
        ("Ann Lee", "", "wrong"),
        (None, "org:Senate", "rightly nobody"),
        ("Senate", "org:Senate", "organisation"),
    ],
)
def test_a_speaker_is_right_in_full_or_not_at_all(
    found: str | None, wanted: str, verdict: str
) -> None:
    assert verdict_of(found, wanted) == verdict


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "news_corpus").mkdir()
    with gzip.open(tmp_path / "news_corpus" / "articles.jsonl.gz", "wt") as file:
        file.write(json.dumps({"id": "one", "text": TEXT, "title": "Late"}) + "\n")
    return tmp_path


def test_each_quotation_is_judged_by_what_is_found_at_its_place(data: Path) -> None:
    gold = data / "gold.jsonl"
    wanted = [[0, 14, "Ann Lee"], [30, 43, ""], [200, 210, "Ann Lee"]]
    gold.write_text(json.dumps({"article": "one", "group": "blind", "quotations": wanted}) + "\n")

    judged = list(judge(data / "news_corpus" / "articles.jsonl.gz", gold))

    assert [one.verdict for one in judged] == ["right", "rightly nobody"]


def test_the_figures_of_articles_that_are_not_there_are_none(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(data)]) == 0
    assert not capsys.readouterr().out


def test_every_quotation_of_the_gold_stands_in_its_article() -> None:
    corpus = DATA / "news_corpus" / "articles.jsonl.gz"
    if not corpus.exists():
        pytest.skip("the news corpus is not there")
    texts = {row["id"]: row["text"] for row in read_rows(corpus)}

    for row in read_rows(GOLD):
        for start, end, _ in row["quotations"]:
            assert texts[row["article"]][start:end].strip()
