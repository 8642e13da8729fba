"""From a row of named fields to a Document, for JSON Lines and CSV.

The fields: `text` (required), `id`, those of `Metadata` under the names that JSON gives them
(`published` in ISO 8601; `authors` a list, or names separated by semicolons; `meta` an object with
fields of the article's own). Others are ignored; null or blank means unknown.
"""

from collections.abc import Iterable, Mapping

from msgspec import structs

from index.errors import InvalidFieldError
from index.formats.steps.document import MAX_TEXT_BYTES, document
from index.records import Document, Metadata, Rejected
from index.text.dates import normalise_published, parse_loose_date
from index.text.own_fields import shown

_LISTS = frozenset(f.encode_name for f in structs.fields(Metadata) if f.type == tuple[str, ...])
_METADATA = {f.encode_name: f.name for f in structs.fields(Metadata) if f.name != "meta"}

FIELDS = ("id", "text", *_METADATA)


def document_from_row(
    row: Mapping[str, object],
    *,
    format: str,
    origin: str,
    assumed: Iterable[str] = (),
) -> Document | Rejected:
    """Check every field; an invalid one rejects the row and is named with what is wrong.

    An invalid value inside `meta` does not reject the row: it is dropped, and `assumed` says so.
    """
    try:
        return document(
            _text(row),
            format=format,
            origin=origin,
            assumed=assumed,
            meta=row.get("meta"),
            id=_id(row.get("id")),
            **{field: _value(row, name) for name, field in _METADATA.items()},
        )
    except InvalidFieldError as exc:
        return Rejected(origin, str(exc))


def _text(row: Mapping[str, object]) -> str:
    if "text" not in row:
        raise InvalidFieldError("text", "is missing; it must contain the article's text")
    text = _string(row, "text")
    if text is None or text.isspace() or not text:
        raise InvalidFieldError("text", "is empty; it must contain the article's text")
    if len(text) > MAX_TEXT_BYTES:
        raise InvalidFieldError("text", f"is longer than {MAX_TEXT_BYTES >> 20} Mi characters")
    return text


def _string(row: Mapping[str, object], name: str) -> str | None:
    value = row.get(name)
    if value is None or isinstance(value, str):
        return value
    raise InvalidFieldError(name, f"is {_kind(value)} ({shown(value)}); use a string or null")


def _id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string({"id": value}, "id")


def _value(row: Mapping[str, object], name: str) -> str | tuple[str, ...] | None:
    if name in _LISTS:
        return _strings(name, row.get(name))
    if name == "modified":
        # It only orders states of a story, and used to be ignored: unreadable, it rejects no row.
        return parse_loose_date(written) if isinstance(written := row.get(name), str) else None
    value = _string(row, name)
    if name == "published":
        return normalise_published(value) if value and value.strip() else None
    return value


def _strings(name: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(value.split(";"))
    if isinstance(value, list | tuple):
        for one in value:  # pyright: ignore[reportUnknownVariableType]
            if not isinstance(one, str):
                raise InvalidFieldError(name, f"contains {shown(one)}; use only strings")
        return tuple(value)  # pyright: ignore[reportUnknownArgumentType]
    raise InvalidFieldError(name, f"is {_kind(value)}; use a list of strings, or a string")


def _kind(value: object) -> str:
    kinds: dict[type, str] = {dict: "an object", list: "a list", bool: "true or false"}
    return kinds.get(type(value), "a number")
