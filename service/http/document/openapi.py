"""The OpenAPI document: all operations with their inputs and possible responses.

Litestar lists the operations; msgspec generates inputs and outputs from the types it enforces, so
document and behaviour cannot diverge.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response
from litestar.enums import ParamType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import OpenAPI

from index.text.field_patterns import filter_schemas
from prompts import languages
from service.access.keys import Scope
from service.channels.events import MEDIA_TYPE as EVENTS
from service.channels.openai.errors import ErrorReply, speaks_openai, status_of
from service.http import problems
from service.http.document.examples import examples
from service.http.requests.access import SAFE_METHODS
from service.http.requests.bodies import FORM, JSON
from service.http.requests.options import ALSO, BODY, KEYED, REPLIES, SCOPE, TEXT, UPLOADS
from service.http.requests.parameters import Parameter, parameters
from service.http.routes import route_handlers
from service.wire.problems import Problem

_PLACES = (ParamType.PATH, ParamType.QUERY)
_COMPONENTS = "#/components/schemas/"
_REQUEST_ID = {"X-Request-Id": {"description": "The request's id.", "schema": {"type": "string"}}}
_RETRY = {
    "Retry-After": {
        "description": "Seconds to wait before trying again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    }
}
_WITH_RETRY = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS)
_SECRET_KEY = "secretKey"  # noqa: S105
# One question cannot continue a stored conversation and bring its own.
_BOTH = {
    "required": ["conversation_id", "history"],
    "properties": {"conversation_id": {"type": "string"}, "history": {"type": "array"}},
}
_UPLOAD: dict[str, Any] = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": {
            "description": "Files in any format that `dateline add` reads, including archives.",
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "format": "binary"},
        }
    },
}


class Config(OpenAPIConfig):
    """A configuration that completes the document from the types."""

    def to_openapi_schema(self) -> OpenAPI:
        """An empty document for Litestar to fill."""
        empty = super().to_openapi_schema()
        return _Document(**{f.name: getattr(empty, f.name) for f in dataclasses.fields(empty)})


class _Document(OpenAPI):
    def to_schema(self) -> dict[str, Any]:
        """The document as JSON."""
        return completed(super().to_schema())


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """Litestar's document with parameters, bodies and replies as they are."""
    handlers = dict(_operations())
    types = [type_ for handler in handlers.values() for type_ in _types(handler)]
    _, components = msgspec.json.schema_components(
        [*types, Problem, ErrorReply], ref_template=_COMPONENTS + "{name}"
    )
    _name_languages(components["AskRequest"]["properties"]["language"]["anyOf"][0])
    components["AskRequest"]["not"] = _BOTH
    document["components"]["securitySchemes"] = {
        _SECRET_KEY: {"type": "http", "scheme": "bearer", "description": "From `dateline keys`."}
    }
    document["components"]["schemas"] = {**components, **filter_schemas(_COMPONENTS)}
    for path, item in document["paths"].items():
        # Whatever can be read has a head; saying so doubles the document.
        item.pop("head", None)
        for method, operation in item.items():
            handler = handlers.get((path, method))
            if handler is not None:
                _complete(operation, method, handler)
    return document


def _name_languages(schema: dict[str, Any]) -> None:
    """Say which languages there are; importing the types must not read them."""
    tags = ("".join(f"[{sign}{sign.upper()}]" for sign in tag) for tag in languages())
    schema["pattern"] = rf"^({'|'.join(tags)})([-_].*)?$"


def _operations() -> Iterator[tuple[tuple[str, str], HTTPRouteHandler]]:
    for handler in (one for one in route_handlers() if one.include_in_schema is not False):
        for path in handler.paths:
            for method in handler.http_methods:
                yield (re.sub(r":\w+}", "}", path), method.lower()), handler


def _complete(operation: dict[str, Any], method: str, handler: HTTPRouteHandler) -> None:
    found = [
        _parameter(name, place, parameter)
        for place in _PLACES
        for name, parameter in parameters(handler, place).items()
    ]
    operation.pop("parameters", None)
    operation.pop("requestBody", None)
    if found:
        operation["parameters"] = found
    body = dict(_contents(handler))
    if body:
        operation["requestBody"] = {"required": True, "content": body}
    refusals = sorted(_refusals(method, handler))
    told = _openai_errors if any(map(speaks_openai, handler.paths)) else _problems
    if handler.opt[SCOPE] is not Scope.OPEN:
        without: list[dict[str, list[str]]] = [] if handler.opt.get(KEYED) else [{}]
        operation["security"] = [*without, {_SECRET_KEY: []}]
    operation["responses"] = {**_replies(handler), **told(refusals)}


def _parameter(name: str, place: ParamType, parameter: Parameter) -> dict[str, Any]:
    schema = _without_null(_schema(parameter.type))
    description = schema.pop("description", None)
    if not parameter.is_required and parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": name,
        "in": place.value,
        "required": parameter.is_required,
        "schema": schema,
        **({"description": description} if description else {}),
    }


def _contents(handler: HTTPRouteHandler) -> Iterator[tuple[str, Any]]:
    """The bodies that a handler takes, by media type."""
    types = _body_types(handler)
    if types:
        schemas = [_schema(type_) for type_ in types]
        schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        values = (
            value for type_ in types for value in examples().get(getattr(type_, "__name__", ""), ())
        )
        shown = {f"{number}": {"value": value} for number, value in enumerate(values, start=1)}
        yield JSON, {"schema": schema, **({"examples": shown} if shown else {})}
    if handler.opt.get(UPLOADS):
        yield FORM, {"schema": _UPLOAD}


def _replies(handler: HTTPRouteHandler) -> dict[str, Any]:
    replies: dict[int, Any] = handler.opt.get(REPLIES) or {handler.status_code: None}
    return {str(status): _reply(handler, status, type_) for status, type_ in replies.items()}


def _reply(handler: HTTPRouteHandler, status: int, type_: Any) -> dict[str, Any]:
    reply: dict[str, Any] = {"description": HTTPStatus(status).phrase, "headers": _REQUEST_ID}
    type_ = type_ or handler.parsed_fn_signature.return_type.annotation
    if status == HTTPStatus.NOT_MODIFIED:
        return reply
    if TEXT in handler.opt:
        reply["content"] = {media_type: _text(media_type) for media_type in handler.opt[TEXT]}
    if REPLIES in handler.opt and TEXT in handler.opt:
        reply["content"][JSON] = {"schema": _schema(type_)}
    elif TEXT not in handler.opt and type_ not in (None, type(None)):
        reply["content"] = {JSON: {"schema": _schema(type_)}}
    return reply


def _text(media_type: str) -> dict[str, Any]:
    """Text; of server-sent events, a schema would describe what each of them is."""
    return {"schema": {} if media_type == EVENTS else {"type": "string"}}


def _refusals(method: str, handler: HTTPRouteHandler) -> Iterator[int]:
    """The statuses of the problems that an operation can end with."""
    taken = handler.parsed_fn_signature.parameters
    body = _body_types(handler)
    yield from (400, 421, 500)
    yield from handler.opt.get(ALSO, ())
    needs_key = handler.opt[SCOPE] is not Scope.OPEN
    if method.upper() not in SAFE_METHODS or needs_key:
        yield 403
    if needs_key:
        yield from (401, 429, 507)
    if body:
        yield from (413, 415)
    if body or any(parameters(handler, place) for place in _PLACES):
        yield from (404, 422)
    if parameters(handler, ParamType.QUERY):
        yield 414
    if "runtime" in taken:
        yield from (503, 507)


def _problems(statuses: Iterable[int]) -> dict[str, Any]:
    return {str(status): _problem(status) for status in statuses}


def _openai_errors(statuses: Iterable[int]) -> dict[str, Any]:
    """The same problems in the shape that clients of OpenAI's interface read."""
    named = [(status, name) for status in statuses for name in problems.names(status)]
    by_status: dict[int, list[str]] = {}
    for status, name in named:
        by_status.setdefault(status_of(name, status), []).append(name)
    return {str(status): _openai_error(status, by_status[status]) for status in sorted(by_status)}


def _openai_error(status: int, names: list[str]) -> dict[str, Any]:
    found = _problem(status)
    found["description"] = f"{HTTPStatus(status).phrase}: {', '.join(names)}."
    found["content"] = {JSON: {"schema": _schema(ErrorReply)}}
    return found


def _problem(status: int) -> dict[str, Any]:
    names = problems.names(status)
    about = {
        "properties": {
            "status": {"const": status},
            "type": {"enum": [f"{problems.URN}{name}" for name in names]},
        }
    }
    return {
        "description": f"{HTTPStatus(status).phrase}: {', '.join(names)}.",
        "headers": {**_REQUEST_ID, **(_RETRY if status in _WITH_RETRY else {})},
        "content": {problems.MEDIA_TYPE: {"schema": {"allOf": [_schema(Problem), about]}}},
    }


def _body_types(handler: HTTPRouteHandler) -> tuple[Any, ...]:
    data = handler.parsed_data_field
    return (data.annotation,) if data else handler.opt.get(BODY, ())


def _types(handler: HTTPRouteHandler) -> Iterator[Any]:
    """Every type that a handler takes or gives."""
    yield from _body_types(handler)
    yield from handler.opt.get(REPLIES, {}).values()
    for place in _PLACES:
        yield from (one.type for one in parameters(handler, place).values())
    returned = handler.parsed_fn_signature.return_type
    if returned.annotation is not None and not returned.is_subclass_of(Response):
        yield returned.annotation


def _schema(type_: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([type_], ref_template=_COMPONENTS + "{name}")
    return schema


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter: it may be left out, but a URL knows no null."""
    kinds = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return dict(kinds[0]) if len(kinds) == 1 and len(schema) == 1 else schema
