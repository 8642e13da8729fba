"""The types of /client.js, written from the OpenAPI document.

    python -m tests.tools.typescript        writes service/javascript/client.d.ts anew

A test compares that file with what this writes.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "service" / "javascript" / "client.d.ts"
_REF = "#/components/schemas/"
# The methods of the class, with the operations behind them.
_HEAD = """\
// Written from the OpenAPI document by `python -m tests.tools.typescript`: do not edit.

export interface Options {
  /** How often a safe request is sent, at most; 4. */
  tries?: number;
  /** For each try; 60,000. */
  timeoutMilliseconds?: number;
  /** Sent with each request, such as `Accept-Language`. */
  headers?: Record<string, string>;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** The service refused the request: `problem` says why (RFC 9457). */
export class ProblemError extends Error {
  constructor(problem: Problem, retryAfterSeconds?: number | null);
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;
}
"""
METHODS = (
    ("ask", "asked: string | AskRequest", "post", "/v1/ask", ""),
    ("search", "wanted: string | SearchRequest", "post", "/v1/search", ""),
    ("context", "wanted: string | ContextRequest", "post", "/v1/context", ""),
    ("suggestions", "wanted?: SuggestRequest", "post", "/v1/suggestions", "suggestions"),
    ("complete", "typed: string, params?: {params}", "get", "/v1/suggest", "completions"),
    ("article", "id: string, params?: {params}", "get", "/v1/articles/{id}", ""),
    ("quotesIn", "id: string, params?: {params}", "get", "/v1/articles/{id}/quotes", ""),
    ("quotesBy", "person: string, params?: {params}", "get", "/v1/people/{id}/quotes", ""),
    ("articles", "params?: {params}", "get", "/v1/articles", "*articles"),
    ("people", "params?: {params}", "get", "/v1/people", "*people"),
    ("collections", "", "get", "/v1/collections", ""),
)
"""Name, parameters, method, path, and the field that is given back, `*` if page by page."""


def types(document: dict[str, Any]) -> str:
    """The whole file."""
    schemas = document["components"]["schemas"]
    methods = "\n".join(_method(document, *one) for one in METHODS)
    used = sorted(_reachable({*re.findall(r"\b[A-Z]\w+", methods), "Problem"}, schemas))
    declared = "\n".join(_declared(name, schemas[name]) for name in used)
    constructor = "  constructor(address?: string, options?: Options);"
    return f"{_HEAD}\nexport class Dateline {{\n{constructor}\n{methods}\n}}\n\n{declared}"


def _method(
    document: dict[str, Any], name: str, taken: str, method: str, path: str, field: str
) -> str:
    operation = document["paths"][path][method]
    reply = operation["responses"]["200"]["content"]["application/json"]["schema"]
    given = _type(reply)
    wanted = field.removeprefix("*")
    if wanted:
        page = document["components"]["schemas"][given]
        given = _type(page["properties"][wanted])
    taken = taken.replace("{params}", _params(operation))
    rest = f"{taken}, options?: CallOptions" if taken else "options?: CallOptions"
    if field.startswith("*"):
        return f"  {name}({rest}): AsyncGenerator<{given.removesuffix('[]')}>;"
    return f"  {name}({rest}): Promise<{given}>;"


def _params(operation: dict[str, Any]) -> str:
    optional = [one for one in operation.get("parameters", ()) if not one["required"]]
    fields = "; ".join(f"{one['name']}?: {_type(one['schema'])}" for one in optional)
    return f"{{ {fields} }}"


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
        return str(schema["$ref"]).removeprefix(_REF)
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
