"""The last step of every format: a valid Document, or a Rejected."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, BinaryIO, TypeVar, cast

from msgspec import structs

from index.errors import InputError
from index.files.encodings import without_surrogates
from index.formats.contract import Documents
from index.formats.fields.cleaning import visible, without_controls
from index.formats.steps.html.dates import published_in_url
from index.identity import site_of
from index.records import Document, Rejected
from index.text.own_fields import keep

Read = TypeVar("Read", bound=Callable[..., Documents])

_KEPT = ("id", "url")
"""Identifying fields are kept unchanged, including invisible characters."""
MAX_TEXT_BYTES = 64 << 20
"""The largest article: 64 MiB."""


def document(
    text: str,
    *,
    format: str,
    origin: str,
    assumed: Iterable[str] = (),
    meta: object = None,
    **fields: str | Iterable[str] | None,
) -> Document | Rejected:
    """Build a document: control characters are replaced, metadata is trimmed and cleaned.

    `fields` are the other fields by name; blank ones become None. `meta` may be anything: invalid
    parts are dropped and noted. A text without visible characters is rejected.
    """
    whole = without_surrogates(text)
    clean, controls = without_controls(whole)
    if not _is_visible(clean):
        return Rejected(origin, "contains no text")
    own, dropped = keep(meta)
    notes = (*assumed, *dropped)
    if whole != text:
        notes += ("text: lone surrogates became U+FFFD",)
    if controls:
        notes += (f"text: {controls:,} control characters were left out",)
    return Document(
        text=clean,
        format=format,
        origin=without_surrogates(origin),
        is_claimed=True,
        meta=own,
        assumed=tuple(without_surrogates(note) for note in notes),
        **{name: _tidied(name, value) for name, value in fields.items()},
    )


def at_address(found: Document, address: str) -> Document:
    """The article of a page with its address, if it is one of the web.

    A page may declare another for itself, but not on another site.
    """
    if not address.startswith(("http://", "https://")):
        return found
    place = found.url if found.url and site_of(found.url) == site_of(address) else address
    day = None if found.published else published_in_url(place)
    notes = (f"published: {day}, from the URL",) if day else ()
    return structs.replace(
        found, url=place, published=found.published or day, assumed=(*found.assumed, *notes)
    )


def rejecting(read: Read) -> Read:
    """Make a format's `read` end with a Rejected instead of raising.

    Parsers fail on hostile files in unpredictable ways, so this catches every Exception.
    """

    @wraps(read)
    def guarded(self: object, stream: BinaryIO, origin: str) -> Documents:
        try:
            yield from read(self, stream, origin)
        except InputError as exc:
            yield Rejected(origin, str(exc))
        except Exception as exc:  # noqa: BLE001
            yield Rejected(origin, f"cannot be read: {reason(exc)}")

    return cast("Read", guarded)


def reason(exc: Exception) -> str:
    """What went wrong, in a line."""
    words = " ".join(str(exc).split())[:200]
    return f"{type(exc).__name__}: {words}" if words else type(exc).__name__


def _is_visible(text: str) -> bool:
    return bool(text.strip("\0\ufeff\u200b \t\r\n")) and not text.isspace()


def _tidied(name: str, value: str | Iterable[str] | None) -> Any:
    if value is None or isinstance(value, str):
        return _tidy(value if name in _KEPT or value is None else visible(value))
    return _names(map(visible, value))


def _tidy(value: str | None) -> str | None:
    """One line without spaces at its ends, or None."""
    return " ".join(without_surrogates(value or "").replace("\0", " ").split()) or None


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for value in values if (name := _tidy(value))))
