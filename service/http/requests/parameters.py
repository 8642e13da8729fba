"""Request parameters: checked against their types; misspelt ones are not ignored."""

from functools import cache
from typing import Any
from urllib.parse import unquote_plus

import msgspec
from litestar.connection import ASGIConnection
from litestar.enums import ParamType
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import PathParameter, QueryParameter
from msgspec import NODEFAULT, Struct, inspect

from index.errors import InvalidFieldError
from service.http.problems import UnknownParameterError
from service.http.requests.misspelt import advice
from service.http.requests.options import QUERY
from service.wire.fields import in_words

Connection = ASGIConnection[Any, Any, Any, Any]


def check_parameters(request: Connection, handler: BaseRouteHandler) -> None:
    """Reject unknown query parameters, and values that the types do not allow.

    Misspelt filters must not be ignored, and Litestar ignores limits on parameter types.

    Raises:
        UnknownParameterError: no such parameter; the message lists the valid ones.
        InvalidFieldError: a value is invalid, or missing.
    """
    # The parameters of pages are read by their scripts.
    if not isinstance(handler, HTTPRouteHandler) or not handler.resolve_include_in_schema():
        return
    known = parameters(handler, ParamType.QUERY)
    for name, values in request.query_params.dict().items():
        if name not in known:
            raise UnknownParameterError(f"{name[:100]}: unknown parameter; {advice(name, known)}")
        _check_values(name, values, known[name].type)
    for name, parameter in known.items():
        if parameter.is_required and name not in request.query_params:
            raise InvalidFieldError(name, "is missing")
    try:
        unquote_plus(request.scope["query_string"].decode("latin-1"), errors="strict")
    except UnicodeDecodeError as exc:
        raise InvalidFieldError("query", "is not UTF-8; encode it, then percent-encode it") from exc


class Parameter(Struct, frozen=True):
    """A parameter of a handler."""

    type: Any
    default: Any = NODEFAULT

    @property
    def is_required(self) -> bool:
        """Whether a request without it is refused."""
        return self.default is NODEFAULT


def parameters(handler: HTTPRouteHandler, place: ParamType) -> dict[str, Parameter]:
    """The parameters that a handler takes from the query or the path, by name."""
    kind = {ParamType.QUERY: QueryParameter, ParamType.PATH: PathParameter}[place]
    own = {
        field.kwarg_definition.name or field.name: Parameter(
            field.raw, field.default if field.has_default else NODEFAULT
        )
        for field in handler.parsed_fn_signature.parameters.values()
        if isinstance(field.kwarg_definition, kind)
    }
    query = handler.opt.get(QUERY) if place is ParamType.QUERY else None
    return {**_fields(query), **own} if query else own


def given_values(request: Connection, type_: type[Struct]) -> dict[str, Any]:
    """The query's values for a struct's fields; repeatable ones as lists."""
    given = request.query_params.dict()
    return {
        name: given[name] if _is_list(inspect.type_info(parameter.type)) else given[name][0]
        for name, parameter in _fields(type_).items()
        if name in given
    }


@cache
def _fields(type_: type[Struct]) -> dict[str, Parameter]:
    fields = msgspec.structs.fields(type_)
    return {field.encode_name: Parameter(field.type, field.default) for field in fields}


def _check_values(name: str, values: list[str], type_: Any) -> None:
    is_list = _is_list(inspect.type_info(type_))
    if len(values) > 1 and not is_list:
        raise InvalidFieldError(name, f"is given {len(values)} times; send it once")
    try:
        # Not strict: numbers in a URL are text.
        value = msgspec.convert(values if is_list else values[0], type_, strict=False)
    except msgspec.ValidationError as exc:
        raise InvalidFieldError(name, in_words(str(exc).partition(" - at ")[0])) from exc
    if value is None:
        raise InvalidFieldError(name, "null is not allowed in a URL; leave the parameter out")


def _is_list(found: inspect.Type) -> bool:
    if isinstance(found, inspect.Metadata):
        return _is_list(found.type)
    if isinstance(found, inspect.UnionType):
        return any(map(_is_list, found.types))
    # What takes anything takes it several times as well.
    return isinstance(found, inspect.ListType | inspect.AnyType)
