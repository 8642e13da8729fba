"""`dateline keys` makes, lists and renews keys."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.access.errors import MissingKeyError
from service.access.key_ring import KeyRing
from service.access.keys import Scope
from service.commands.cli import main
from service.settings import load
from tests.serving import serving_silently


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(folder), "keys", *arguments])


def test_commands_send_the_key_that_is_set_and_config_hides_it(tmp_path: Path) -> None:
    secret = _made(tmp_path, "create", "--scope", "read")["secret"]
    small: dict[str, Any] = {"embedder": "letters", "reader": "sentence"}
    with serving_silently(load({}, data=str(tmp_path), require_key=True, **small)) as server:

        def listed(**given: str) -> Result:
            return CliRunner(env=given).invoke(main, ["list", "--url", server.address])

        with_key, without = listed(DATELINE_KEY=secret), listed()

    assert with_key.exit_code == 0, with_key.output
    assert without.exit_code == 1
    assert "needs a secret key" in without.stderr
    shown = CliRunner(env={"DATELINE_KEY": secret}).invoke(main, ["config"]).stdout
    assert secret not in shown
    assert "***" in shown


def _made(folder: Path, *arguments: str) -> Any:
    return json.loads(_run(folder, *arguments, "--json").stdout)


def test_a_key_is_made_for_scopes_collections_and_a_time(tmp_path: Path) -> None:
    made = _made(
        tmp_path, "create", "--scope", "read", "--scope", "write", "-c", "news", "--days", "30"
    )

    key = KeyRing(tmp_path).check(made["secret"], Scope.WRITE)
    assert (key.scopes, key.collections) == ((Scope.READ, Scope.WRITE), ("news",))
    assert key.days == pytest.approx(30)
    assert made["secret"] not in (tmp_path / "keys.json").read_text("utf-8")


def test_a_key_has_labels_and_so_has_the_one_that_replaces_it(tmp_path: Path) -> None:
    made = _made(tmp_path, "create", "--scope", "read", "--label", "desk", "--label", "legal")
    pages = _made(tmp_path, "widget", "--origin", "https://news.example", "--label", "desk")

    renewed = _made(tmp_path, "renew", made["id"])

    assert (made["labels"], pages["labels"]) == (["desk", "legal"], ["desk"])
    assert renewed["labels"] == ["desk", "legal"]
    assert "+desk +legal" in _run(tmp_path, "list").stdout


@pytest.mark.parametrize(
    ("scope", "label", "why"),
    [
        ("write", "desk", "keys that may write see every article"),
        ("admin", "desk", "keys that may write see every article"),
        ("read", "the desk", "invalid label"),
        ("read", "", "invalid label"),
    ],
)
def test_a_label_that_would_keep_nothing_apart_makes_no_key(
    tmp_path: Path, scope: str, label: str, why: str
) -> None:
    refused = _run(tmp_path, "create", "--scope", scope, "--label", label)

    assert refused.exit_code != 0
    assert why in refused.stderr
    assert not (tmp_path / "keys.json").exists()


def test_a_key_for_nothing_is_not_made(tmp_path: Path) -> None:
    without, unknown = _run(tmp_path, "create"), _run(tmp_path, "create", "--scope", "open")

    assert (without.exit_code, unknown.exit_code) == (2, 2)
    assert not (tmp_path / "keys.json").exists()


def test_the_list_tells_when_a_key_was_last_used(tmp_path: Path) -> None:
    used, unused = (_made(tmp_path, "create", "--scope", "ask") for _ in range(2))
    KeyRing(tmp_path).check(used["secret"], Scope.ASK)

    listed = {
        one["id"]: one["last_used"] for one in json.loads(_run(tmp_path, "list", "--json").stdout)
    }

    assert listed[unused["id"]] is None
    age = datetime.now(UTC) - datetime.fromisoformat(listed[used["id"]])
    assert abs(age) < timedelta(minutes=2)
    text = _run(tmp_path, "list").stdout
    assert f"last used {listed[used['id']][:10]}" in text
    assert "never used" in text


def test_a_renewed_key_does_the_same_and_the_old_one_ends_after_the_overlap(
    tmp_path: Path,
) -> None:
    ring = KeyRing(tmp_path)
    old = _made(tmp_path, "create", "--scope", "ask", "-c", "news", "--name", "feed", "--days", "9")

    new = _made(tmp_path, "renew", old["id"], "--overlap-hours", "2")

    kept, key = ring.check(old["secret"], Scope.ASK), ring.check(new["secret"], Scope.ASK)
    assert (key.scopes, key.collections, key.name) == (kept.scopes, kept.collections, "feed")
    assert key.days == pytest.approx(9)
    left = datetime.fromisoformat(kept.expires or "") - datetime.now(UTC)
    assert timedelta(hours=1.9) < left <= timedelta(hours=2)


def test_without_an_overlap_the_old_key_is_refused_at_once(tmp_path: Path) -> None:
    old = _made(tmp_path, "create", "--scope", "ask")

    renewed = _run(tmp_path, "renew", old["id"], "--overlap-hours", "0")

    with pytest.raises(MissingKeyError):
        KeyRing(tmp_path).check(old["secret"], Scope.ASK)
    assert f"replaces {old['id']}" in renewed.stderr
    again = _run(tmp_path, "renew", old["id"])
    assert "no valid key" in again.stderr
