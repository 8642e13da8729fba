"""Defaults for articles from a feed: outlet and labels."""

from collections.abc import Sequence

from msgspec import structs

from index.records import Document, Rejected


def completed(
    found: Document | Rejected, outlet: str | None, labels: Sequence[str], given: str
) -> Document | Rejected:
    """The document, with `given` defaults for missing fields."""
    if isinstance(found, Rejected):
        return found
    if labels and not found.visible_to:
        found = structs.replace(found, visible_to=tuple(dict.fromkeys(labels)))
    if outlet and found.outlet is None:
        assumed = (*found.assumed, f"source: {outlet}, given {given}")
        found = structs.replace(found, outlet=outlet, assumed=assumed)
    return found
