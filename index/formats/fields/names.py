"""Field names: one list for CSV, JSON lines, arrays and news APIs.

Dateline           {"text", "title", "published", ...}
news-please        {"maintext", "date_publish", "source_domain", ...}
The Guardian       {"fields": {"body"}, "webTitle", "webPublicationDate", ...}
New York Times     {"lead_paragraph", "headline": {"main"}, "byline": {"original"}, ...}
WordPress          {"content": {"rendered"}, "date_gmt", "_embedded": {"author"}, ...}
ninjs              {"body_html" or "bodies", "headline", "versioncreated", "pubstatus", ...}
JSON Feed, schema.org, NewsAPI
"""

import re
from collections.abc import Mapping
from typing import cast

from msgspec import Struct

from index.formats.fields.values import is_nothing

_NAMES = {
    "text": (
        "text body content article article_text full_text maintext plain_text body_text story"
        " fields.body fields.body_text body_html body_xhtml bodies content_html content_text"
        " article_body raw_content text_content paragraphs"
    ),
    "title": "title headline heading web_title headlines article_title",
    "url": "url link web_url canonical_url article_url permalink requested_url uri",
    "source": (
        "source outlet publisher publication newspaper source_name site site_name sitename"
        " publication_name fields.publication provider source_domain domain"
    ),
    "published": (
        "published date_gmt date published_at publish_date date_publish date_published"
        " published_date published_time pub_date web_publication_date publication_date"
        " first_published firstcreated versioncreated publish_time datetime timestamp"
    ),
    "modified": (
        "modified modified_gmt updated updated_at modified_at last_modified date_modified"
        " date_modify fields.last_modified versioncreated"
    ),
    "embargoed_until": "embargoed_until embargoed",
    "visible_to": "visible_to",
    "authors": ("authors _embedded.author author byline fields.byline bylines creator writer by"),
    "language": "language lang locale in_language",
    "id": "id",
    "meta": "meta",
}
_OTHER_IDS = "guid article_id doc_id _id uuid uri"
_SUMMARIES = "lead_paragraph abstract summary description excerpt snippet"
_NOT_A_LETTER = re.compile(r"[\W_]+")
_OWN = "meta."
_ADDRESS = ("http://", "https://")


class _Path(Struct, frozen=True):
    keys: tuple[str, ...]
    written: str


class Named(Struct, frozen=True):
    """A row's values by article field, and the assumptions made."""

    fields: dict[str, object]
    assumed: tuple[str, ...] = ()


def named(row: Mapping[str, object], *, any_id: bool = False) -> Named:
    """Map a row to Dateline's field names. The first name with a value wins.

    Args:
        row: the values by the file's field names.
        any_id: whether "guid" and the like identify an article although it has a URL.
    """
    plain = _by_plain_names(row)
    fields = {field: _first(plain, paths) for field, paths in _PATHS.items()}
    fields |= {name: value for name, value in row.items() if is_own(name)}
    if is_nothing(fields["id"]) and (any_id or is_nothing(fields["url"])):
        fields["id"] = _first(plain, _IDS)
    if not is_nothing(fields["text"]):
        return Named(fields)
    for path in _SUMMARY_PATHS:
        if not is_nothing(summary := _at(plain, path)):
            return Named(
                {**fields, "text": summary},
                (f"text: from “{path.written}”, which is only a summary",),
            )
    if all(_at(plain, path) is None for path in _PATHS["text"]) and "text" not in row:
        del fields["text"]
    return Named(fields)


def field_called(name: str) -> str:
    """The field for a column name, or ""."""
    return _COLUMNS.get(_plain(name), "")


def is_own(name: str) -> bool:
    """Whether a column is a custom field: "meta.section"."""
    return name.startswith(_OWN)


def own_name(name: str) -> str:
    """What that field is called in `meta`."""
    return name.removeprefix(_OWN)


def _plain(name: str) -> str:
    plain = _NOT_A_LETTER.sub("", name).casefold()
    return f"_{plain}" if name.startswith("_") else plain


def _paths(names: str) -> tuple[_Path, ...]:
    return tuple(_Path(tuple(map(_plain, name.split("."))), name) for name in names.split())


_PATHS = {field: _paths(names) for field, names in _NAMES.items()}
_IDS = _paths(_OTHER_IDS)
_SUMMARY_PATHS = _paths(_SUMMARIES)
_COLUMNS = {
    path.keys[0]: field
    for field, paths in (("text", _SUMMARY_PATHS), ("id", _IDS), *reversed(_PATHS.items()))
    for path in paths
    if len(path.keys) == 1 and field != "meta"
}


def _by_plain_names(row: Mapping[str, object]) -> dict[str, object]:
    """Values by plain names; of equal ones that which is spelled as here, else the first."""
    plain: dict[str, object] = {}
    for name, value in row.items():
        key = _plain(name)
        if is_nothing(plain.get(key)) or (name in _NAMES and not is_nothing(value)):
            plain[key] = value
    return plain


def _first(plain: Mapping[str, object], paths: tuple[_Path, ...]) -> object:
    for path in paths:
        value = _at(plain, path)
        if is_nothing(value):
            continue
        if path.written == "uri" and (paths is _IDS) is str(value).startswith(_ADDRESS):
            continue
        # WordPress has them in UTC without saying so.
        is_utc = path.written.endswith("_gmt") and isinstance(value, str)
        return f"{str(value).strip().removesuffix('Z')}Z" if is_utc else value
    return None


def _at(plain: Mapping[str, object], path: _Path) -> object:
    value: object = plain.get(path.keys[0])
    for key in path.keys[1:]:
        if not isinstance(value, dict):
            return None
        value = _by_plain_names(cast("dict[str, object]", value)).get(key)
    return value
