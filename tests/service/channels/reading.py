"""Server-sent events read as a client reads them."""

import json
from collections.abc import Iterator
from typing import Any


def events_of(text: str) -> Iterator[dict[str, Any]]:
    """The events of a stream, with their data."""
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
        if fields:
            yield {**fields, "data": json.loads(fields["data"])}
