"""The Python client offers what the OpenAPI document has, with the same names and types."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple, get_args, get_type_hints

import msgspec
import pytest
from litestar.testing import TestClient

from service.client import AsyncDateline, Dateline
from service.client.calls import Call, Feed, Paged
from service.wire.articles import ArticleIn, RestoreRequest
from service.wire.asking import AskRequest
from tests.tools.operations import WITHOUT_CLIENT, kinds, operations

_MADE: dict[Any, Any] = {
    ArticleIn: ArticleIn(text="x"),
    Sequence[ArticleIn]: [ArticleIn(text="x")],
    Mapping[str, bytes | BinaryIO]: {"x.txt": b"x"},
    Sequence[str | AskRequest]: ["x"],
    RestoreRequest: RestoreRequest(id="x", version="abcd"),
}
"""What is given where more than a string is wanted."""
_HEADERS = {"etag"}
"""Parameters that are sent as headers, which the document does not name."""


class _Described(NamedTuple):
    """A method of the client."""

    name: str
    call: Call[Any]
    hints: dict[str, Any]
    """Types of its parameters."""


@pytest.fixture
def document(bridged: TestClient[Any]) -> dict[str, Any]:
    """The OpenAPI document."""
    return bridged.get("/schema/openapi.json").json()  # type: ignore[no-any-return]


def _described() -> Iterator[_Described]:
    for kind in Dateline.__mro__:
        for name, one in vars(kind).items():
            if type(one).__name__ == "Method":
                describe = getattr(Dateline, name)
                yield _Described(name, _call(describe), _hints(describe))


def _call(describe: Any) -> Call[Any]:
    parameters = inspect.signature(describe).parameters.values()
    needed = [
        one.name for one in parameters if one.default is one.empty and one.kind != one.VAR_KEYWORD
    ]
    hints = _hints(describe)
    made = describe(**{name: _MADE.get(hints[name], "x") for name in needed})
    return made.first if isinstance(made, Paged) else made


def _hints(describe: Any) -> dict[str, Any]:
    hints = get_type_hints(describe)
    hints.pop("return")
    filters = hints.pop("filters", None)
    return hints | (get_type_hints(get_args(filters)[0]) if filters else {})


def test_every_operation_has_a_method_or_a_reason_for_none(document: dict[str, Any]) -> None:
    offered = {(one.call.method, one.call.path) for one in _described()}

    assert offered | set(WITHOUT_CLIENT) == set(operations(document))
    assert offered.isdisjoint(WITHOUT_CLIENT)


def test_parameters_have_the_names_and_types_of_the_document(document: dict[str, Any]) -> None:
    offered: dict[tuple[str, str], dict[str, object]] = {}
    for one in _described():
        named = {n: t for n, t in one.hints.items() if n not in _HEADERS and not _is_body(one, n)}
        found = offered.setdefault((one.call.method, one.call.path), {})
        found |= {name: kinds(_schema(hint), document) for name, hint in named.items()}

    wanted = {
        key: {p["name"]: kinds(p["schema"], document) for p in operation.get("parameters", ())}
        for key, operation in operations(document).items()
        if key not in WITHOUT_CLIENT
    }
    assert offered == wanted


def _is_body(one: _Described, name: str) -> bool:
    is_first = name == next(iter(inspect.signature(getattr(Dateline, one.name)).parameters))
    has_body = one.call.body is not None or bool(one.call.files)
    return (
        has_body and (is_first or one.hints[name] in _MADE) and f"{{{name}}}" not in one.call.path
    )


def _schema(hint: Any) -> dict[str, Any]:
    return msgspec.json.schema(hint)


def test_bodies_and_replies_have_the_types_of_the_document(document: dict[str, Any]) -> None:
    for one in _described():
        operation = operations(document)[one.call.method, one.call.path]
        taken = set(operation.get("requestBody", {}).get("content", ()))
        sent = {"multipart/form-data"} if one.call.files else set()
        sent |= {"application/json"} if one.call.body is not None else set()
        assert sent <= taken, one.name
        assert bool(sent) == bool(taken), one.name
        assert _bodies(one) <= _bodies_of(operation, document), one.name
        assert _reply(one.call) in list(_replies(operation)), one.name


def _bodies(one: _Described) -> set[str]:
    """The structs that a method takes."""
    found: set[str] = set()
    for name, hint in one.hints.items():
        found |= _named(_schema(hint)) if _is_body(one, name) and not one.call.files else set()
    return found


def _bodies_of(operation: Mapping[str, Any], document: Mapping[str, Any]) -> set[str]:
    """The structs that an operation takes, and those within them."""
    named = _named(operation.get("requestBody", {}))
    return named.union(*(_named(document["components"]["schemas"][name]) for name in named))


def _named(value: Any) -> set[str]:
    """The structs that a schema names."""
    if isinstance(value, list):
        return set().union(*map(_named, value))
    if not isinstance(value, Mapping):
        return set()
    own = {str(value["$ref"]).rpartition("/")[2]} if "$ref" in value else set()
    parts = [part for name, part in value.items() if name != "$defs"]
    return own.union(*map(_named, parts))


def _reply(call: Call[Any]) -> object:
    if call.reply in (str, Feed):
        return {"type": "string"}
    if call.reply is type(None):
        return None
    (schema,), _ = msgspec.json.schema_components(
        [call.reply], ref_template="#/components/schemas/{name}"
    )
    return schema


def _replies(operation: Mapping[str, Any]) -> Iterator[object]:
    for status, reply in operation["responses"].items():
        if status < "300":
            yield from (one.get("schema") for one in reply.get("content", {}).values())
            yield from () if reply.get("content") else (None,)


def test_both_clients_have_the_same_methods() -> None:
    methods = [
        {name for name in dir(kind) if not name.startswith("_")} - {"close", "aclose"}
        for kind in (Dateline, AsyncDateline)
    ]

    assert methods[0] == methods[1] > {"ask", "stream", "articles", "send", "each"}
