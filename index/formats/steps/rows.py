"""One row of named fields to one Document: what JSON Lines and CSV share.

The fields: `text` (required), `id`, `title`, `url`, `source`, `published` (ISO 8601), `authors` (a
list, or names separated by semicolons), `language`. Others are ignored; null or blank means
unknown.
"""

from collections.abc import Iterable, Mapping

from index.errors import InvalidFieldError
from index.formats.steps.document import MAX_TEXT_BYTES, document
from index.records import Document, Rejected
from index.text.dates import normalise_published

FIELDS = ("id", "title", "text", "url", "source", "published", "authors", "language")
_PLAIN = {"title": "title", "url": "url", "source": "outlet", "language": "language"}


def document_from_row(
    row: Mapping[str, object],
    *,
    format: str,
    origin: str,
    assumed: Iterable[str] = (),
) -> Document | Rejected:
    """Check every field; a row with a wrong one is rejected with the field and what is wrong."""
    try:
        return document(
            _text(row),
            format=format,
            origin=origin,
            id=_id(row.get("id")),
            published=_published(_string(row, "published")),
            authors=_authors(row.get("authors")),
            assumed=assumed,
            **{field: _string(row, name) for name, field in _PLAIN.items()},
        )
    except InvalidFieldError as exc:
        return Rejected(origin, str(exc))


def _text(row: Mapping[str, object]) -> str:
    if "text" not in row:
        raise InvalidFieldError("text", "is missing; give the article's words in it")
    text = _string(row, "text")
    if text is None or text.isspace() or not text:
        raise InvalidFieldError("text", "is empty; give the article's words in it")
    if len(text) > MAX_TEXT_BYTES:
        raise InvalidFieldError("text", f"is longer than {MAX_TEXT_BYTES >> 20} Mi characters")
    return text


def _string(row: Mapping[str, object], name: str) -> str | None:
    value = row.get(name)
    if value is None or isinstance(value, str):
        return value
    raise InvalidFieldError(name, f"is {_kind(value)} ({_shown(value)}); give a string or null")


def _id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string({"id": value}, "id")


def _published(value: str | None) -> str | None:
    return normalise_published(value) if value and value.strip() else None


def _authors(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(value.split(";"))
    if isinstance(value, list | tuple):
        for author in value:  # pyright: ignore[reportUnknownVariableType]
            if not isinstance(author, str):
                raise InvalidFieldError("authors", f"holds {_shown(author)}; give only strings")
        return tuple(value)  # pyright: ignore[reportUnknownArgumentType]
    raise InvalidFieldError("authors", f"is {_kind(value)}; give a list of strings, or a string")


def _kind(value: object) -> str:
    kinds: dict[type, str] = {dict: "an object", list: "a list", bool: "true or false"}
    return kinds.get(type(value), "a number")


def _shown(value: object) -> str:
    words = str(value)
    return words if len(words) <= 40 else f"{words[:40]}..."
