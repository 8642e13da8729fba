"""Parameters of requests: checked against their types; what is misspelt is never ignored."""

from typing import Any
from urllib.parse import unquote_plus

import msgspec
from litestar.connection import ASGIConnection
from litestar.enums import ParamType
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import PathParameter, QueryParameter
from litestar.typing import FieldDefinition
from msgspec import inspect

from index.errors import InvalidFieldError
from service.http.problems import UnknownParameterError
from service.http.requests.misspelt import advice

Connection = ASGIConnection[Any, Any, Any, Any]


def check_parameters(request: Connection, handler: BaseRouteHandler) -> None:
    """Refuse unknown query parameters, and values that the types of known ones forbid.

    A misspelt filter must not be ignored, and Litestar ignores the limits on types of parameters.

    Raises:
        UnknownParameterError: there is no such parameter; the message names those that exist.
        InvalidFieldError: a value is invalid.
    """
    # The parameters of pages are read by their scripts.
    if not isinstance(handler, HTTPRouteHandler) or not handler.resolve_include_in_schema():
        return
    known = parameters(handler, ParamType.QUERY)
    for name, values in request.query_params.dict().items():
        if name not in known:
            raise UnknownParameterError(f"{name[:100]}: unknown parameter; {advice(name, known)}")
        _check_values(name, values, known[name].raw)
    try:
        unquote_plus(request.scope["query_string"].decode("latin-1"), errors="strict")
    except UnicodeDecodeError as exc:
        raise InvalidFieldError("query", "is not UTF-8; encode it, then percent-encode it") from exc


def parameters(handler: HTTPRouteHandler, place: ParamType) -> dict[str, FieldDefinition]:
    """The parameters that a handler takes from the query or the path, by name."""
    kind = {ParamType.QUERY: QueryParameter, ParamType.PATH: PathParameter}[place]
    return {
        field.kwarg_definition.name or field.name: field
        for field in handler.parsed_fn_signature.parameters.values()
        if isinstance(field.kwarg_definition, kind)
    }


def _check_values(name: str, values: list[str], type_: Any) -> None:
    is_list = _is_list(inspect.type_info(type_))
    if len(values) > 1 and not is_list:
        raise InvalidFieldError(name, f"is given {len(values)} times; give it once")
    try:
        # Not strict: numbers stand in a URL as text.
        msgspec.convert(values if is_list else values[0], type_, strict=False)
    except msgspec.ValidationError as exc:
        raise InvalidFieldError(name, str(exc).partition(" - at ")[0]) from exc


def _is_list(found: inspect.Type) -> bool:
    if isinstance(found, inspect.Metadata):
        return _is_list(found.type)
    if isinstance(found, inspect.UnionType):
        return any(map(_is_list, found.types))
    return isinstance(found, inspect.ListType)
