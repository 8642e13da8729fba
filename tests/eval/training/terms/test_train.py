"""The training on a few conversations, and what is exported of it."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval.training.terms import export, train, validate
from eval.training.terms.conversations import SETS, Asked, read_set
from eval.training.terms.examples import example_of
from eval.training.terms.made import made
from index.networks.shipped import checked_model
from service.questions.followups.terms.context import Earlier, Part
from service.questions.followups.terms.shipped import TermsModel, load_important_words

pytestmark = [pytest.mark.model, pytest.mark.gate]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    with gzip.open(path, "wt") as file:
        file.write(text)


def _row(dialog: str) -> dict[str, Any]:
    return {
        "id": f"{dialog}-1",
        "dialog": dialog,
        "topic": ["Ships"],
        "question": "Why did it sink?",
        "rewrite": "Why did the Ada sink?",
        "history": [
            {"role": "user", "text": "Who built the Ada?"},
            {"role": "assistant", "text": "Some yard."},
        ],
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Conversations, and one article with questions."""
    for name, file in SETS.items():
        rows = [_row(f"{name}{n}_0") for n in range(12)]
        _write(tmp_path / file, "".join(json.dumps(row) + "\n" for row in rows))
    asked = [
        {"question": question, "answers": [{"text": "1912"}]}
        for question in ("When did the Ada sail?", "Who built the Ada?", "When did the Ada sink?")
    ]
    article = {"data": [{"title": "Ada", "paragraphs": [{"qas": asked}]}]}
    for file in ("newsqa/dev", "squad_train/articles44", "squad/squad11_dev"):
        _write(tmp_path / f"{file}.json.gz", json.dumps(article))
    return tmp_path


@pytest.mark.gate
def test_a_trained_network_is_exported_and_says_what_it_said(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    train.main(["--data", str(data), "--out", str(out), "--layers", "2", "--frozen", "1",
                "--made", "4", "--epochs", "1", "--parts", "0", "all"])  # fmt: skip
    export.main(["--run", str(out / "all"), "--out", str(tmp_path / "weights")])
    validate.main(["--data", str(data), str(out / "0")])

    assert checked_model(tmp_path / "weights" / "terms.json", TermsModel).layers == 2
    network = load_important_words(tmp_path / "weights")
    scores = network.score_texts("Why did it sink?", [Earlier("Who built the Ada?", 1)])
    assert [word.word for word in scores.earlier] == ["Who", "built", "the", "Ada"]
    assert [word.word for word in scores.message] == ["Why", "did", "it", "sink"]


def test_words_that_the_rewrite_takes_from_before_are_wanted(data: Path) -> None:
    asked = read_set(data, "CANARD")[0]

    context, labels = example_of(asked)

    wanted = [w.text for w, row in zip(context.words, labels, strict=True) if row[0] == 1]
    goes = [w.text for w, row in zip(context.words, labels, strict=True) if row[1] == 1]
    assert asked.earlier == (
        Earlier("Ships", 0, Part.HEADLINE),
        Earlier("Who built the Ada?", 1),
        Earlier("Some yard.", 1, Part.QUOTE),
    )
    assert (wanted, goes) == (["the", "Ada"], ["it"])


def test_conversations_of_one_article_are_in_one_fold() -> None:
    one, other = (
        Asked(id=id, group="Ships", message="?", rewrite="?") for id in ("first", "second")
    )

    assert one.fold == other.fold


def test_made_conversations_leave_out_what_was_said_before(data: Path) -> None:
    found = made(data, 1_000, seed=1)

    assert {one.rewrite for one in found} <= {
        "When did the Ada sail?", "Who built the Ada?", "When did the Ada sink?"
    }  # fmt: skip
    assert any(one.message != one.rewrite for one in found)
    assert all("Ada" in " ".join(e.text for e in one.earlier) for one in found)
