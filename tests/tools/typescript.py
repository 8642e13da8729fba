"""The types of /client.js, written from the OpenAPI document.

    python -m tests.tools.typescript        writes service/javascript/client.d.ts anew

A test compares that file with what this writes.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from service.telling import Searched
from service.wire.streams import Part

FILE = Path(__file__).resolve().parents[2] / "service" / "javascript" / "client.d.ts"
_REF = "#/components/schemas/"
_HEAD = """\
// Generated from the OpenAPI document by `python -m tests.tools.typescript`: do not edit.

export interface Options {
  /** Maximum number of attempts for a safe request; default 4. */
  tries?: number;
  /** Timeout of each attempt; default 60,000. */
  timeoutMilliseconds?: number;
  /** Headers of every request, such as `Accept-Language`. */
  headers?: Record<string, string>;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** The service rejected the request: `problem` gives the reason (RFC 9457). */
export class ProblemError extends Error {
  constructor(problem: Problem, retryAfterSeconds?: number | null);
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;
}
"""
_CLASS = """
export class Dateline {
  constructor(address?: string, options?: Options);
  stream(
    question: string | AskRequest,
    options?: { suggestions?: number } & CallOptions,
  ): AsyncGenerator<StreamEvent>;
"""
_EVENTS = """\
/**
 * An event of an answer. `restarted`: discard everything received; the provisional answer was
 * wrong, or the connection was lost and the question is answered again, differently.
 */
export type StreamEvent =
  | { event: "searched"; data: Searched }
  | { event: "citation"; data: Citation }
  | { event: "answer"; data: Part }
  | { event: "suggestions"; data: SuggestionList }
  | { event: "done"; data: Answer }
  | { event: "restarted"; data: null };
"""
MODULE = FILE.with_name("client.js")
_ENTRY = re.compile(r'^  (\w+): \["([A-Z]+)", "([^"]+)"(?:, \{ (.*) \})?\],$', re.MULTILINE)
# What several methods ask of one path, told apart: what is sent, and the status of the reply.
_SENT = {
    "add": ("article: ArticleIn", "200"),
    "addMany": ("articles: ArticleIn[]", "202"),
    "upload": ("files: Iterable<File>", "202"),
    "askBatch": ("questions: (string | AskRequest)[]", "200"),
}


class Method(NamedTuple):
    """A method of the class, as the module lists it."""

    name: str
    method: str
    path: str
    how: dict[str, str]


def methods() -> list[Method]:
    """Every method but `stream`."""
    found = _ENTRY.findall(MODULE.read_text(encoding="utf-8"))
    return [
        Method(name, method, path, dict(re.findall(r'(\w+): "?(\w*)"?', how)))
        for name, method, path, how in found
    ]


def types(document: dict[str, Any]) -> str:
    """The whole file."""
    told, of_events = msgspec.json.schema_components([Searched, Part], ref_template=_REF + "{name}")
    schemas = {**document["components"]["schemas"], **of_events}
    classed = "\n".join(_method(document, schemas, one) for one in methods())
    named = {*re.findall(r"\b[A-Z]\w+", classed + _EVENTS), "Problem", *map(_type, told)}
    used = sorted(_reachable(named, schemas), key=_last)
    assert len({_last(name) for name in used}) == len(used), used
    declared = "\n".join(_declared(_last(name), schemas[name]) for name in used)
    return f"{_HEAD}{_CLASS}{classed}\n}}\n\n{_EVENTS}\n{declared}"


def _method(document: dict[str, Any], schemas: dict[str, Any], one: Method) -> str:
    operation = document["paths"][one.path][one.method.lower()]
    sent, status = _SENT.get(one.name, (_sent(operation, one), ""))
    given = _given(operation, schemas, one, status)
    first = [f"{name}: string" for name in re.findall(r"{(\w+)}", one.path)]
    taken = ", ".join([*first, *([sent] if sent else []), f"options?: {_options(operation, one)}"])
    return f"  {one.name}({taken}): {given};"


def _sent(operation: dict[str, Any], one: Method) -> str:
    """What comes first besides the path: the parameter that must be there, or the body."""
    if first := one.how.get("first"):
        (schema,) = (p["schema"] for p in operation["parameters"] if p["name"] == first)
        return f"{first}: {_type(schema)}"
    if "body" not in one.how:
        return ""
    kind = _type(operation["requestBody"]["content"]["application/json"]["schema"])
    field = one.how["body"]
    optional = "?" if one.name in ("begin", "suggestions") else ""
    return f"{field}{optional}: string | {kind}" if field else f"request: {kind}"


def _given(operation: dict[str, Any], schemas: dict[str, Any], one: Method, status: str) -> str:
    replies = {s: r for s, r in operation["responses"].items() if s < "300"}
    content = replies[status or min(replies)].get("content")
    if not content:
        return "Promise<void>"
    kind = _type(content.get("application/json", next(iter(content.values())))["schema"])
    if items := one.how.get("items"):
        listed = _type(schemas[kind]["properties"][items])
        return f"AsyncGenerator<{listed.removesuffix('[]')}>"
    return f"Promise<{kind}>"


def _options(operation: dict[str, Any], one: Method) -> str:
    optional = [
        f"{p['name']}?: {_type(p['schema'])}"
        for p in operation.get("parameters", ())
        if p["in"] == "query" and p["name"] not in (one.how.get("first"), "suggestions")
    ]
    return f"{{ {'; '.join(optional)} }} & CallOptions" if optional else "CallOptions"


def _declared(name: str, schema: dict[str, Any]) -> str:
    comment = f"/** {_comment(schema['description'])} */\n" if schema.get("description") else ""
    if "properties" not in schema:
        return f"{comment}export type {name} = {_type(schema)};\n"
    required = schema.get("required", ())
    lines = [
        f"  {field}{'' if _is_there(field, required, one) else '?'}: {_type(one)};"
        for field, one in schema["properties"].items()
    ]
    return f"{comment}export interface {name} {{\n" + "\n".join(lines) + "\n}\n"


def _is_there(field: str, required: Any, schema: dict[str, Any]) -> bool:
    return field in required or (schema.get("const") is not None)


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _last(str(schema["$ref"]))
    for several in ("anyOf", "oneOf"):
        # A string of several formats is a string.
        if several in schema and schema.get("type") != "string":
            return " | ".join(dict.fromkeys(_type(one) for one in schema[several]))
    if "enum" in schema:
        return " | ".join(f'"{one}"' for one in schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        return _array(schema)
    if kind == "object":
        values = schema.get("additionalProperties")
        inner = _type(values) if isinstance(values, dict) and values else "unknown"
        return f"Record<string, {inner}>"
    return _SIMPLE.get(str(kind), "unknown")


_SIMPLE = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean"} | {
    "null": "null"
}


def _array(schema: dict[str, Any]) -> str:
    if schema.get("prefixItems"):
        return f"[{', '.join(_type(one) for one in schema['prefixItems'])}]"
    inner = _type(schema.get("items") or {})
    return f"({inner})[]" if "|" in inner else f"{inner}[]"


def _reachable(names: set[str], schemas: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    left = [name for name in names if name in schemas]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _named(schemas[name])
    return found


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].removeprefix(_REF)
        for one in value.values():
            yield from _named(one)
    elif isinstance(value, list):
        for one in value:
            yield from _named(one)


def _last(name: str) -> str:
    """A schema's name without the module that tells it from another."""
    return name.removeprefix(_REF).rpartition(".")[2]


def _comment(text: str) -> str:
    return " ".join(text.replace("*/", "* /").split())


def main() -> None:
    """Write the file anew."""
    from tests.service.conftest import running, settings_in

    with (
        tempfile.TemporaryDirectory() as folder,
        running(settings_in(Path(folder))) as client,
    ):
        document = client.get("/schema/openapi.json").json()
    FILE.write_text(types(document), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")


if __name__ == "__main__":
    main()
