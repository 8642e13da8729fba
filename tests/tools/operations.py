"""The operations of the OpenAPI document, as the tests of both clients read them."""

from typing import Any

_METHODS = ("get", "post", "put", "delete", "patch")

_AS_LINK = "the same as a link, which clients do not need"
_OPENAI = "for OpenAI's own clients"
_OWNERS = "for the operator, as `dateline follow` does"
WITHOUT_CLIENT = {
    ("GET", "/v1/ask"): _AS_LINK,
    ("GET", "/v1/search"): _AS_LINK,
    ("POST", "/v1/chat/completions"): _OPENAI,
    ("POST", "/v1/responses"): _OPENAI,
    ("GET", "/v1/models"): _OPENAI,
    ("GET", "/v1/models/{name}"): _OPENAI,
    ("GET", "/v1/feeds"): _OWNERS,
    ("POST", "/v1/feeds"): _OWNERS,
    ("DELETE", "/v1/feeds"): _OWNERS,
    ("POST", "/v1/feeds/visit"): _OWNERS,
    ("GET", "/v1/admin/stats"): "for the operator, as `dateline stats` does",
    ("GET", "/v1/page"): "for the page that the service serves",
}
"""Operations that neither client has, and why."""


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Every operation of `/v1`, by method and path."""
    return {
        (method.upper(), path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if path.startswith("/v1/") and method in _METHODS
    }


def kinds(schema: dict[str, Any], document: dict[str, Any]) -> set[object]:
    """The JSON types that a schema allows, or the only values; null left out."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        within = schema.get("$defs") or document["components"]["schemas"]
        return kinds(within[name], document)
    if "anyOf" in schema and "type" not in schema:
        return set().union(*(kinds(one, document) for one in schema["anyOf"]))
    if "enum" in schema:
        return {one for one in schema["enum"] if one is not None}
    if schema.get("type") == "array":
        return {("array", *sorted(map(str, kinds(schema["items"], document))))}
    return {schema["type"]} - {"null"}
