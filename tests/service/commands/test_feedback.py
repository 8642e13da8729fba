"""`dateline feedback`, `keys` and `eval from-feedback`, as an editor uses them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from litestar.testing import TestClient

from eval.sets import check
from service.commands.cli import main
from service.settings import Settings

Client = TestClient[Any]
COST = "How much did the new bridge cost?"
NOBODY = "Who won the chess championship in Reykjavik?"


def _run(settings: Settings, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--data", settings.data, *arguments])
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def sent(client: Client, bridge: dict[str, Any]) -> list[str]:
    """Ids of feedback: a right answer, a right refusal, a wrong answer for the desk."""
    assert bridge
    ids = []
    for question, body in (
        (COST, {"verdict": "up"}),
        (NOBODY, {"verdict": "up"}),
        (COST, {"verdict": "down", "reasons": ["altered"], "note": "\x1b[31mred", "to_desk": True}),
    ):
        answer = client.post("/v1/ask", json={"question": question}).json()
        reply = client.post("/v1/feedback", json={"answer_id": answer["id"], **body})
        ids.append(reply.json()["id"])
    return ids


def test_feedback_is_a_table_that_cannot_command_the_terminal(
    settings: Settings, sent: list[str]
) -> None:
    shown = _run(settings, "feedback").stdout

    assert all(id in shown for id in sent)
    assert "not helpful  altered  for the desk" in shown
    assert "\x1b[31m" not in shown
    assert "red" in shown


def test_feedback_is_filtered_exported_and_marked(settings: Settings, sent: list[str]) -> None:
    right, refused, wrong = sent

    def ids(*options: str) -> set[str]:
        lines = _run(settings, "feedback", "--format", "jsonl", *options).stdout.splitlines()
        return {json.loads(line)["id"] for line in lines}

    assert ids() == set(sent)
    assert ids("--reason", "altered") == ids("--verdict", "down") == ids("--desk") == {wrong}
    assert ids("--from", "2999-01-01") == set()
    assert _run(settings, "feedback", "--handle", right, "--handle", refused).exit_code == 0
    assert ids("--status", "handled") == {right, refused}
    assert _run(settings, "feedback", "--reopen", right).exit_code == 0
    assert ids("--status", "new") == {right, wrong}
    assert _run(settings, "feedback", "--handle", "fb_nobodys").exit_code == 1
    assert _run(settings, "feedback", "--delete", wrong).exit_code == 0
    assert len(json.loads(_run(settings, "feedback", "--json").stdout)) == 2


def test_feedback_becomes_questions_of_a_set_once(
    settings: Settings, sent: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "set.jsonl"
    assert len(sent) == 3

    first = _run(settings, "eval", "from-feedback", str(out))
    again = _run(settings, "eval", "from-feedback", str(out))

    assert "3 questions added" in first.stderr
    assert "0 questions added" in again.stderr
    assert check(out) == []
    cases = {case["type"]: case for case in map(json.loads, out.read_text("utf-8").splitlines())}
    assert cases["feedback-right"]["answers"]
    assert cases["feedback-right"]["evidence"][0]["article"] == "bridge"
    assert cases["feedback-refused"]["answerable"] is False
    assert cases["feedback-wrong"]["note"].startswith("altered; ")


def test_unverified_feedback_becomes_a_question_only_if_it_is_asked_for(
    client: Client, bridge: dict[str, Any], settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "set.jsonl"
    body = {"answer_id": "nobodys", "verdict": "down", "question": "What is missing?"}
    assert bridge
    assert client.post("/v1/feedback", json=body).json()["verified"] is False

    without = _run(settings, "eval", "from-feedback", str(out))
    with_it = _run(settings, "eval", "from-feedback", str(out), "--unverified")

    assert "0 questions added" in without.stderr
    assert "1 questions added" in with_it.stderr


def test_keys_are_made_listed_and_revoked(settings: Settings) -> None:
    made = _run(
        settings, "keys", "widget", "--origin", "https://News.example", "-c", "news", "--json"
    )
    key = json.loads(made.stdout)
    owner = _run(settings, "keys", "owner", "--days", "3")

    listed = _run(settings, "keys", "list")
    revoked = _run(settings, "keys", "revoke", key["id"])
    after = json.loads(_run(settings, "keys", "list", "--json").stdout)

    assert owner.stdout.startswith("dateline-secret.")
    assert f"{key['id']}  tokens  valid" in listed.stdout
    assert "https://news.example  news" in listed.stdout
    assert key["secret"] not in listed.stdout
    assert revoked.exit_code == 0
    assert after[0]["revoked"]
    assert not {"salt", "hash", "secret"} & after[0].keys()


def test_a_key_for_no_real_origin_is_not_made(settings: Settings) -> None:
    refused = _run(settings, "keys", "widget", "--origin", "https://news.example/page")

    assert refused.exit_code != 0
    assert "is not an origin" in refused.stderr
    assert _run(settings, "keys", "list", "--json").stdout.strip() == "[]"
