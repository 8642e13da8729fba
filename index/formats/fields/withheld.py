"""What an agency or editor does not want to be used: withheld, canceled, embargoed, not published.

The words are those of IPTC's ninjs and NewsML-G2 (`pubstatus`, `embargoed`, `ednote`), and of
WordPress (`status`).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from index.formats.fields.values import is_nothing
from index.text.dates import first_instant, parse_loose_date

_STATUS = re.compile(
    r"(?:stat:|.*/)?(withheld|cancell?ed|killed|deleted|trash|draft|private|pending|future)"
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


def why_withheld(row: Mapping[str, object]) -> str | None:
    """Why an article must not be quoted now, or None."""
    for name in _STATUS_FIELDS:
        if reason := why_status(row.get(name)):
            return reason
    return why_embargoed(row.get("embargoed")) or why_noted(row.get("ednote"))


def why_status(value: object) -> str | None:
    """Why an article of this status must not be quoted, or None."""
    found = _STATUS.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    return f"is {found[1]}, so it is not added" if found else None


def why_embargoed(value: object) -> str | None:
    """Why an article with this embargo must not be quoted now, or None; an unreadable one holds."""
    if is_nothing(value) or value is False:
        return None
    until = parse_loose_date(value) if isinstance(value, str) else None
    if until is None:
        return "is embargoed, until an unknown time; add it again when it is released"
    if first_instant(until) <= datetime.now(UTC).timestamp():
        return None
    return f"is embargoed until {until}; add it again then"


def why_noted(value: object) -> str | None:
    """Why an article with this note to editors must not be quoted, or None."""
    if not isinstance(value, str):
        return None
    if _ORDERS.search(value):
        return f"its note to editors says {value.strip()[:100]!r}, so it is not added"
    embargo = _EMBARGO.search(value)
    if embargo is None or _LIFTED.search(value):
        return None
    return why_embargoed(embargo["day"].strip(" .") or "unknown")
