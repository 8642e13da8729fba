"""Request bodies: parsed strictly, so that misspelt fields are not ignored."""

import json
import re
from collections.abc import AsyncGenerator
from functools import cache
from typing import Any, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from msgspec import inspect

from index.errors import InvalidFieldError, TooLargeError
from index.formats.steps.json_values import MOST_LISTS
from service.http.problems import UnsupportedBodyError
from service.http.requests.callers import check_body
from service.http.requests.misspelt import advice
from service.http.requests.options import ARTICLE_BYTES, IS_ARTICLE, MOST_BYTES
from service.wire.fields import in_words

JSON = "application/json"
FORM = "multipart/form-data"

# A question with all its filters takes half of it.
_USUAL_BYTES = 2 << 20
# Longer bodies are decoded off the event loop, one at a time.
_DECODED_AT_ONCE = 1 << 16
_CHARSETS = ("utf-8", "utf8")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)

Connection = ASGIConnection[Any, Any, Any, Any]
T = TypeVar("T")


class StrictRequest(Request[Any, Any, State]):
    """A request whose JSON must match its handler's type exactly."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body in parts.

        Raises:
            TooLargeError: it is JSON, and longer than what its handler takes can be.
        """
        most, size = most_bytes(self.route_handler), 0
        _check_size(self.content_length or 0, most)
        async for part in super().stream():
            size += len(part)
            _check_size(size, most)
            yield part

    async def json(self) -> Any:
        """The body as the handler's type.

        Raises:
            InvalidFieldError: a field is unknown, missing or invalid.
            msgspec.DecodeError: it is not JSON.
            OutsideTokenError: a page of another site may not ask that.
        """
        data = self.route_handler.parsed_data_field
        value = await decoded(await self.body(), data.annotation if data else Any)
        check_body(self.scope, value)
        return value


async def decoded(body: bytes, type_: type[T]) -> T:
    """JSON as this type; a long one holds up nobody else, and is alone in memory.

    Raises:
        InvalidFieldError: a field is unknown, missing, invalid or given twice.
        msgspec.DecodeError: it is not JSON.
    """
    if len(body) <= _DECODED_AT_ONCE:
        return decode(body, type_)
    return await to_thread.run_sync(decode, body, type_, limiter=_one_at_a_time())


def most_bytes(handler: Any) -> int | None:
    """The maximum JSON length of a handler; None if only the setting limits it."""
    if handler.opt.get(IS_ARTICLE):
        return int(handler.opt[ARTICLE_BYTES])
    if handler.parsed_data_field is None and MOST_BYTES not in handler.opt:
        return None
    return int(handler.opt.get(MOST_BYTES, _USUAL_BYTES))


def check_article_size(handler: Any, body: bytes) -> None:
    """Refuse one article that is longer than an article can be.

    Raises:
        TooLargeError: it is.
    """
    _check_size(len(body), int(handler.opt[ARTICLE_BYTES]))


def decode(body: bytes, type_: type[T]) -> T:
    """JSON as this type.

    Raises:
        InvalidFieldError: a field is unknown, missing, invalid or given twice.
        msgspec.DecodeError: it is not JSON.
        TooLargeError: there are too many lists and objects in it.
    """
    if body.count(b"[") + body.count(b"{") > MOST_LISTS:
        raise TooLargeError(f"the body has more than {MOST_LISTS:,} opening brackets")
    try:
        value = msgspec.json.decode(body, type=type_)
    except msgspec.ValidationError as exc:
        value = _converted(body, type_, exc)
    # msgspec uses the last of duplicate fields; other readers may use the first.
    json.loads(body, object_pairs_hook=_without_doubles)
    return value


def check_json(request: Connection) -> None:
    """Reject a body not declared as UTF-8 JSON: browsers send other types without a preflight.

    Raises:
        UnsupportedBodyError: the media type is different or missing.
    """
    given = request.headers.get("content-type", "")
    media_type, _, rest = given.partition(";")
    charset = re.search(r"""charset\s*=\s*["']?([^\s;"']*)""", rest, re.IGNORECASE)
    if media_type.strip().lower() != JSON:
        raise UnsupportedBodyError(f"{given or 'no Content-Type'}: send Content-Type: {JSON}")
    if charset is not None and charset[1].lower() not in _CHARSETS:
        raise UnsupportedBodyError(f"charset {charset[1]}: send {JSON} in UTF-8")


def require_json(request: Connection, handler: BaseRouteHandler) -> None:
    """Check the media type for handlers that take JSON."""
    if isinstance(handler, HTTPRouteHandler) and handler.parsed_data_field is not None:
        check_json(request)


def _check_size(size: int, most: int | None) -> None:
    if most is not None and size > most:
        raise TooLargeError(f"the body is longer than {most:,} bytes, the limit here")


@cache
def _one_at_a_time() -> CapacityLimiter:
    """Of a process, which has one event loop."""
    return CapacityLimiter(1)


def _converted(body: bytes, type_: type[T], refused: msgspec.ValidationError) -> T:
    """The body as this type: to JSON, 5.0 is a whole number like any other."""
    try:
        value = msgspec.json.decode(body)
    except msgspec.ValidationError:
        # A number beyond all bounds, which only its place can name.
        raise _invalid(refused, type_) from refused
    try:
        return msgspec.convert(_with_whole_numbers(value), type_)
    except msgspec.ValidationError as exc:
        raise _invalid(exc, type_) from exc


def _without_doubles(fields: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for name, _ in fields:
        if name in seen:
            raise InvalidFieldError(name[:100], "is given twice; send it once")
        seen.add(name)


def _with_whole_numbers(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_with_whole_numbers(one) for one in value]
    if isinstance(value, dict):
        return {name: _with_whole_numbers(one) for name, one in value.items()}
    return value


def _invalid(exc: msgspec.ValidationError, type_: Any) -> InvalidFieldError:
    message, _, place = str(exc).rpartition(" - at ")
    if not message:
        message, place = place, "$"
    field = place.strip("`").removeprefix("$").removeprefix(".")
    unknown = _UNKNOWN.fullmatch(message)
    if unknown is not None:
        known = _fields(inspect.type_info(type_), re.findall(r"\w+", field))
        name = unknown[1]
        field, message = ".".join(filter(None, (field, name[:100]))), advice(name, known)
        message = f"unknown field; {message}"
    return InvalidFieldError(field or "body", in_words(message))


def _fields(found: inspect.Type, path: list[str]) -> list[str]:
    """The fields of the struct at a place in a type."""
    if isinstance(found, inspect.Metadata):
        return _fields(found.type, path)
    if isinstance(found, inspect.UnionType):
        return [name for one in found.types for name in _fields(one, path)]
    if isinstance(found, inspect.ListType):
        return _fields(found.item_type, path)
    if not isinstance(found, inspect.StructType):
        return []
    if not path:
        return [field.encode_name for field in found.fields]
    inner = [field.type for field in found.fields if field.encode_name == path[0]]
    return [name for type_ in inner for name in _fields(type_, path[1:])]
