"""Content not to be used: withheld, canceled, embargoed, unpublished.

The terms are from IPTC's ninjs and NewsML-G2 (`pubstatus`, `embargoed`, `ednote`), and from
WordPress (`status`).
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from index.formats.fields.values import is_nothing
from index.identity import article_id
from index.records import Document, Rejected
from index.text.dates.parsing import parse_loose_date

_STATUS = re.compile(
    r"(?:stat:|.*/)?(?P<back>withheld|cancell?ed|killed|deleted)?"
    r"(?P<not_yet>trash|draft|private|pending|future)?"
)
_ORDERS = re.compile(
    r"\b(?:kills?|killed|withdrawn|withhold|do not (?:use|publish|run)|hold for release"
    r"|cancell?ed|mandatory kill)\b",
    re.IGNORECASE,
)
_EMBARGO = re.compile(
    r"\bembargo(?:ed)?\b:?\s*(?:until|till|to)?\s*(?P<day>.{0,60})", re.IGNORECASE
)
_LIFTED = re.compile(r"\b(?:lift(?:ed|s)|no longer|over|expired|ended)\b", re.IGNORECASE)
_STATUS_FIELDS = ("pubstatus", "pubStatus", "status")


class Hold(Struct, frozen=True):
    """Why an article must not be quoted now."""

    reason: str
    takes_back: bool = False
    """Whether earlier versions must not be quoted either."""

    def rejected(self, origin: str, id: object = None, url: object = None) -> Rejected:
        """The article as rejected. Only unique ids, URIs, can withdraw earlier versions."""
        own = id.strip() if isinstance(id, str) and ":" in id else None
        address = url.strip() if isinstance(url, str) and own is None else None
        if not self.takes_back or not (own or address):
            return Rejected(origin, self.reason)
        named = Document(text="", format="", origin=origin, id=own, url=address)
        return Rejected(origin, self.reason, article_id(named))


def held(row: Mapping[str, object]) -> Hold | None:
    """Why the article of a row must not be quoted now, or None."""
    by_status = (found for name in _STATUS_FIELDS if (found := held_by_status(row.get(name))))
    return next(by_status, None) or held_by_note(row.get("ednote"))


def held_by_status(value: object) -> Hold | None:
    """Why an article with this status must not be quoted, or None."""
    found = _STATUS.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    status = found and (found["back"] or found["not_yet"])
    if not found or not status:
        return None
    return Hold(f"is {status}, so it is not added", takes_back=found["back"] is not None)


def held_by_note(value: object) -> Hold | None:
    """Why an article with this note to editors must not be quoted, or None."""
    if not isinstance(value, str) or not _ORDERS.search(value):
        return None
    shown = value.strip()[:100]
    return Hold(f"its note to editors says {shown!r}, so it is not added", takes_back=True)


def embargo_of(field: object, note: object = None) -> tuple[str | None, Hold | None]:
    """The end of an embargo in ISO 8601, or why the article is held if the end is unclear.

    Args:
        field: the embargo field's value.
        note: the note to editors, which may mention it.
    """
    value = _in_note(note) if is_nothing(field) else field
    if value is None or value is False:
        return None, None
    until = parse_loose_date(value) if isinstance(value, str) else None
    if until is None:
        reason = "is embargoed, until an unknown time; add it again when it is released"
        return None, Hold(reason)
    return until, None


def _in_note(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    embargo = _EMBARGO.search(value)
    if embargo is None or _LIFTED.search(value):
        return None
    return embargo["day"].strip(" .") or "unknown"
