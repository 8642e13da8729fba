"""Where and by whom a story was written: "PARIS, May 4 (Reuters) — "."""

import re

_LONGEST = 200
"""Characters in which a dateline ends."""
_AGENCY = r"AP|AFP|CNN|dpa|UPI|PA|EFE|Reuters|Bloomberg"
_DATELINE = re.compile(
    rf"^\s*(?:[A-Z][\w.'’-]+(?:[ ,/]+[\w.'’-]+){{0,5}}\s*\((?:{_AGENCY})\)\s*(?:[-–—]+\s+)?"
    r"|[A-ZÀ-Þ]{3,}[A-ZÀ-Þ .'’-]*(?:,[\w ,.]{2,20})?(?:\([\w .]{2,30}\)\s*)?\s?[-–—]+\s+)"
)


def dateline_end(text: str) -> int:
    """Where the dateline ends that a paragraph begins with; 0 if it has none.

    It says where a story was written, not what happened there.
    """
    found = _DATELINE.match(text[:_LONGEST])
    return found.end() if found else 0
