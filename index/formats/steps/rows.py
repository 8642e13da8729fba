"""Rows of named fields to Documents, for CSV, JSON lines and API responses.

The fields: `text` (required), `id`, those of `Metadata` under their JSON names, or those in
`index.formats.fields.names`. `authors` and `visible_to` are lists, or names separated by
semicolons; `meta` is an object with custom fields. Others are ignored. Unreadable values are
treated as unknown and noted; only rows without text, or with unreadable labels, are rejected.
"""

from collections.abc import Iterable, Mapping

from index.errors import InputError, InvalidFieldError
from index.formats.fields.cleaning import plain_text, plain_url
from index.formats.fields.labels import labels_of
from index.formats.fields.names import named
from index.formats.fields.values import (
    Notes,
    date_of,
    is_nothing,
    paragraphs_of,
    people_of,
    words_of,
)
from index.formats.fields.withheld import embargo_of, held
from index.formats.steps.document import MAX_TEXT_BYTES, document
from index.records import Document, Rejected
from index.text.own_fields import shown


def document_from_row(
    row: Mapping[str, object],
    *,
    format: str,
    origin: str,
    assumed: Iterable[str] = (),
) -> Document | Rejected:
    """Read every field; `assumed` notes what could not be read, or was written in another way."""
    found = named(row, any_id=format == "csv")
    embargo, endless = embargo_of(found.fields["embargoed_until"], row.get("ednote"))
    if hold := held(row) or endless:
        return hold.rejected(origin, found.fields["id"], found.fields["url"])
    try:
        text, labels = _text(found.fields), labels_of(row)
    except InputError as exc:
        return Rejected(origin, str(exc))
    fields, notes = _metadata(found.fields)
    return document(
        text,
        format=format,
        origin=origin,
        assumed=(*assumed, *found.assumed, *notes),
        meta=found.fields["meta"],
        embargoed_until=embargo,
        visible_to=labels,
        **fields,
    )


def _text(row: Mapping[str, object]) -> str:
    if "text" not in row:
        raise InvalidFieldError("text", "is missing; it must contain the article's text")
    value = row["text"]
    text = paragraphs_of(value)
    if text is None and not is_nothing(value):
        raise InvalidFieldError("text", f"is {_kind(value)} ({shown(value)}); use a string or null")
    if text is None or is_nothing(text) or not text.strip():
        raise InvalidFieldError("text", "is empty; it must contain the article's text")
    if len(text) > MAX_TEXT_BYTES:
        raise InvalidFieldError("text", f"is longer than {MAX_TEXT_BYTES >> 20} Mi characters")
    return plain_text(text)


def _metadata(
    row: Mapping[str, object],
) -> tuple[dict[str, str | tuple[str, ...] | None], Notes]:
    title, of_title = words_of("title", row["title"])
    outlet, of_outlet = words_of("source", row["source"])
    url, of_url = words_of("url", row["url"])
    language, of_language = words_of("language", row["language"])
    id, of_id = words_of("id", row["id"])
    published, of_published = date_of("published", row["published"])
    modified, _ = date_of("modified", row["modified"])
    authors, of_authors = people_of("authors", row["authors"])
    fields = {
        "id": id,
        "title": title and plain_text(title),
        "url": url and plain_url(url),
        "outlet": outlet and plain_text(outlet),
        "published": published,
        "modified": modified,
        "authors": tuple(map(plain_text, authors)),
        "language": language,
    }
    notes = (*of_id, *of_title, *of_url, *of_outlet, *of_published, *of_authors, *of_language)
    return fields, notes


def _kind(value: object) -> str:
    kinds: dict[type, str] = {dict: "an object", list: "a list", bool: "true or false"}
    return kinds.get(type(value), "a number")
