"""Origins, written as browsers send them: `https://news.example`, `http://localhost:8000`."""

import re

from index.errors import InvalidFieldError

PATTERN = (
    r"^https?://(?:[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$"
)
LONGEST = 300
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def origin_of(text: str, field: str = "origin") -> str:
    """The origin as it stands in the header `Origin`: lower case, without the default port.

    Raises:
        InvalidFieldError: it is none; a path, a user or a star is none either.
    """
    origin = text.strip().lower()
    port = _DEFAULT_PORTS.get(origin.partition(":")[0], "")
    origin = origin.removesuffix(port) if port else origin
    if len(origin) > LONGEST or re.fullmatch(PATTERN, origin) is None:
        raise InvalidFieldError(
            field,
            f"{text[:100]!r} is no origin; write scheme, host and port as browsers send them, "
            "such as https://news.example (names in ASCII, no path)",
        )
    return origin
