"""Every command of docs/api.md, run in order on the demo library."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pytest

from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.settings import load
from tests.demo import CopyDemo
from tests.node import run_node
from tests.service.conftest import running, settings_in
from tests.serving import Served, serving

_TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"^### `([A-Z]+) (\S+)`$.*?^```sh\n(.*?)^```$", re.M | re.S)
_SCRIPT = re.compile(r"^```(python|js)\n(.*?)^```$", re.M | re.S)
_ADDRESS = "http://127.0.0.1:8000"
_MODULE = Path(__file__).resolve().parents[2] / "service" / "javascript" / "client.js"
# What later commands take from the replies of earlier ones.
_KEPT = {"/v1/fetch": "JOB", "/v1/conversations": "CONVERSATION", "/v1/ask": "ANSWER"}
_QUESTION = "How many people were injured near Ross Coulee?"
_STATUS = " -w '\\n%{http_code} %{content_type}'"


class _Example(NamedTuple):
    method: str
    path: str
    command: str


_EXAMPLES = [_Example(*found) for found in _EXAMPLE.findall(_TEXT)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the server."""
    return tmp_path_factory.mktemp("api") / "data"


@pytest.fixture(scope="module")
def server(data: Path, copy_demo: CopyDemo) -> Iterator[Served]:
    """A server with the demo articles, and small parts."""
    copy_demo(data)
    small: dict[str, Any] = {"embedder": "letters", "reader": "sentence"}
    with serving(load({}, data=str(data), demo=True, allow_fetch=True, **small)) as server:
        yield server


def test_every_endpoint_has_an_example_and_each_command_is_one(tmp_path: Path) -> None:
    with running(settings_in(tmp_path)) as client:
        paths = client.get("/schema/openapi.json").json()["paths"]
    served = [(method.upper(), path) for path, item in paths.items() for method in item]

    shown = [(one.method, one.path) for one in _EXAMPLES]

    assert sorted(shown) == sorted(served)


@pytest.mark.gate
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_example_gives_what_the_document_says(server: Served, data: Path) -> None:
    _, document = server.request("GET", "/schema/openapi.json")
    wanted = NewKey(scopes=(Scope.ADMIN,), origins=("https://news.example",))
    _, key = KeyRing(data).create(wanted)
    known = {**os.environ, "DATELINE": server.address, "KEY": key}

    for one in _EXAMPLES:
        status, media, body = _run(one.command, known)
        replies = document["paths"][one.path][one.method.lower()]["responses"]
        assert status in replies, f"{one.command}\n{body}"
        assert status.startswith("2"), f"{one.command}\n{body}"
        content = replies[status].get("content", {})
        assert bool(content) == bool(body), one.command
        assert not content or media in content, one.command
        if media == "application/json":
            _check(document, content[media]["schema"], json.loads(body))
        if one.method == "POST" and one.path in _KEPT:
            known[_KEPT[one.path]] = json.loads(body)["id"]


@pytest.mark.gate
def test_both_clients_work_as_shown(server: Served, tmp_path: Path) -> None:
    said = {}

    for language, text in _SCRIPT.findall(_TEXT):
        script = tmp_path / f"script.{'py' if language == 'python' else 'mjs'}"
        shown = text.replace(f"{_ADDRESS}/client.js", str(_MODULE))
        script.write_text(shown.replace(_ADDRESS, server.address), encoding="utf-8")
        said[language] = _python(script) if language == "python" else run_node(script)

    _, answer = server.request("POST", "/v1/ask", {"question": _QUESTION})
    assert sorted(said) == ["js", "python"]
    assert all(answer["text"] in one for one in said.values())
    assert all(cited["quote"] in said["js"] for cited in answer["citations"])


def _python(script: Path) -> str:
    return subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True
    ).stdout


def _run(command: str, environment: dict[str, str]) -> tuple[str, str, str]:
    """Status, media type and body of one command."""
    ran = subprocess.run(
        ["sh", "-c", command.rstrip() + _STATUS],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    body, _, last = ran.stdout.rpartition("\n")
    status, _, media = last.partition(" ")
    return status, media.split(";")[0], body


def _check(document: dict[str, Any], schema: dict[str, Any], reply: Any) -> None:
    whole = {**schema, "components": document["components"]}
    jsonschema_rs.validate(whole, reply)
