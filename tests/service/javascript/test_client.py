"""/client.js does what its types say, and its types are those of the OpenAPI document."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.node import PACKAGES, need_package, run_node
from tests.service.conftest import settings_in
from tests.serving import Served, serving
from tests.tools.operations import WITHOUT_CLIENT, operations
from tests.tools.typescript import FILE, methods, types

_WITHOUT = {**WITHOUT_CLIENT, ("GET", "/v1/alerts.atom"): "feed readers ask for it themselves"}
_SCRIPT = Path(__file__).with_name("client.test.mjs")
_STRICT = ("--noEmit", "--strict", "--target", "es2022", "--module", "nodenext")
_PAGE = """
import { Dateline } from "/client.js";
const dateline = new Dateline("http://news.example", { tries: 2 });
const { citations } = await dateline.ask("?", { signal: AbortSignal.timeout(5) });
const number: number = citations[0].number;
for await (const one of dateline.stream({ question: "?" }, { suggestions: number }))
  if (one.event === "citation") console.log(one.data.quote);
for await (const one of dateline.articles({ order: "newest" })) console.log(one.title);
// @ts-expect-error: the name of a parameter
dateline.articles({ sorce: "Harbor Ledger" });
// @ts-expect-error: the type of an id
dateline.article(5);
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    """A server with two articles."""
    with serving(settings_in(tmp_path)) as server:
        for id, text in (("a/b", "The 🌉 bridge cost 41 million euros."), ("other", "It rains.")):
            assert server.request("POST", "/v1/articles", {"id": id, "text": text})[0] == 201
        yield server


def test_the_types_are_those_of_the_document(bridged: TestClient[Any]) -> None:
    document = bridged.get("/schema/openapi.json").json()

    written = types(document)

    assert FILE.read_text(encoding="utf-8") == written  # `python -m tests.tools.typescript`


def test_every_operation_has_a_method_or_a_reason_for_none(bridged: TestClient[Any]) -> None:
    document = bridged.get("/schema/openapi.json").json()

    offered = {(one.method, one.path) for one in methods()}

    assert offered | set(_WITHOUT) == set(operations(document))
    assert offered.isdisjoint(_WITHOUT)


def test_methods_take_what_the_document_takes(bridged: TestClient[Any]) -> None:
    document = bridged.get("/schema/openapi.json").json()

    for one in methods():
        operation = operations(document)[one.method, one.path]
        needed = [p["name"] for p in operation.get("parameters", ()) if p["required"]]
        in_path = re.findall(r"{(\w+)}", one.path)
        assert needed == [*in_path, *filter(None, [one.how.get("first")])], one.name
        assert ("body" in one.how) == ("requestBody" in operation), one.name


@pytest.mark.parametrize(
    ("path", "kind"), [("/client.js", "text/javascript"), ("/client.d.ts", "text/plain")]
)
def test_the_module_and_its_types_are_served(
    bridged: TestClient[Any], path: str, kind: str
) -> None:
    reply = bridged.get(path)

    lines = FILE.with_name(path[1:]).read_text(encoding="utf-8").splitlines()
    sent = set(reply.text.splitlines())
    assert [line for line in lines if line not in sent and "/widget/events.js" not in line] == []
    assert reply.headers["content-type"].startswith(kind)
    assert bridged.get(path, headers={"If-None-Match": reply.headers["etag"]}).status_code == 304


def test_the_module_that_is_sent_stands_alone(bridged: TestClient[Any], tmp_path: Path) -> None:
    script = tmp_path / "client.mjs"
    script.write_text(
        bridged.get("/client.js").text
        + """
const sent = ["event: answer\\ndata: {}\\n\\n", ": alive\\n\\nid: 2\\nda", "ta: 1\\n\\n"];
const body = new Blob(sent).stream();
for await (const block of blocks(body, () => {})) console.log(JSON.stringify(block));
""",
        encoding="utf-8",
    )

    assert run_node(script).splitlines() == [
        '{"event":"answer","data":"{}"}',
        '{"id":"2","data":"1"}',
    ]


@pytest.mark.gate
def test_the_module_asks_a_running_server(server: Served) -> None:
    assert run_node(_SCRIPT, server.address) == "done"


@pytest.mark.gate
def test_the_compiler_takes_the_types(tmp_path: Path) -> None:
    need_package("typescript")
    script = tmp_path / "page.mts"
    module = str(FILE.with_name("client.js"))
    script.write_text(_PAGE.replace("/client.js", module), encoding="utf-8")

    # It ends with another status than 0, and says why, if a line is wrong.
    assert run_node(PACKAGES / "typescript" / "bin" / "tsc", *_STRICT, str(script)) == ""
