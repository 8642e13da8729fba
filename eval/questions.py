"""Question sets: one JSON object a line, as the demo questions and the data sets have them."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from index.errors import UnreadableFileError


class Evidence(Struct, frozen=True, kw_only=True):
    """Where an answer stands, as a person or a rule marked it."""

    doc_id: str | None = None
    article: str | None = None
    quote: str | None = None
    kind: str | None = None


class Case(Struct, frozen=True, kw_only=True):
    """One question with what is known of its answer."""

    id: str
    question: str
    answers: list[str] = []
    evidence: list[Evidence] = []
    answerable: bool | None = None
    asked: str | None = None
    speaker: str | None = None
    type: str | None = None


def load(path: Path) -> list[Case]:
    """Read a question set, gzipped or not.

    Raises:
        UnreadableFileError: naming the line that is wrong.
    """
    return list(_cases(path))


def _cases(path: Path) -> Iterator[Case]:
    decoder = msgspec.json.Decoder(Case)
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError as exc:
                raise UnreadableFileError(f"{path}, line {number}: {exc}") from exc
