"""Whether words begin or end inside of a figure: "46.3 degrees" of "46.3 degrees below zero".

Then they state another value than the article does.
"""

import re

_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|crore|lakh|[kmb]n?\b|tn\b|mln\b)"
_PART = r"(?:thirds?|quarters?|halves|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b"
_NEXT = (
    r"(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|months?|weeks?|days?|inch(?:es)?"
    r"|in|cents?|pence)\b"
)
_BEFORE = re.compile(
    r"(?:\d[.,:/’'\u202f\u00a0 ]?|[-−–][$€£¥]?|\b(?:minus|negative)\s|\$\("
    r"|(?:#|\bNo\.?\s|\bnumber\s)|\b(?:hundred|thousand|million|billion)(?: and)?\s)$",
    re.IGNORECASE,
)  # fmt: skip
_AFTER = re.compile(
    rf"[.,:/’'\u202f\u00a0]?\d|\s\d{{3}}\b|[\s-]?(?:{_SCALE}|{_PART})|['’]?s\b|[½¼¾⅓⅔]|-(?:one|two|three|four|five|six|seven|eight|nine)\b|\s?B\.?C\b"
    rf"|(?:,|\sand)?\s(?:\d+|[a-z]+)\s{_NEXT}|\s(?:degrees\s)?(?:below|above)\b"
    r"|\s(?:warmer|colder|cooler|hotter|higher|lower)\b|\s(?:an?|per)\s(?:hour|second|minute)\b"
    r"|\s(?:out\sof|in)\s(?:every\s)?(?:\d|two|three|four|five|six|seven|eight|nine|ten|hundred)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[A-Za-z]$")
_SIGN = re.compile(r"[$€£¥]")


def is_cut(before: str, words: str, after: str) -> bool:
    """Whether the figure goes on before these words or behind them."""
    is_before = _BEFORE.search(before) or (_LETTERED.search(before) and _SIGN.match(words))
    return bool(is_before or _AFTER.match(after))
