"""The file of a set that grows: whole and valid after every case, whatever happens in between."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from eval.questions import Case
from eval.sets.layouts import own
from eval.sets.steps.faults import Faults
from index.errors import StoreError, UnreadableFileError
from index.files.durable import write_durably
from index.records import Document

_NUMBER = re.compile(r"q(\d+)")


class Kept:
    """A set's file and the cases in it. It is read again before it is written.

    Each write puts a new file in the place of the old one, so that nobody ever finds half a line;
    lines that are not ours to change stay as they are, byte by byte.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there.

        Raises:
            UnreadableFileError: the file is there and is no set in our layout.
        """
        # A link stays a link: the file behind it is the one that is replaced.
        self._path = path.resolve()
        self._lines: list[bytes] = []
        self._positions: dict[str, int] = {}
        self.cases: list[Case] = []
        self._read()

    def next_id(self) -> str:
        """One more than the largest number so far: "q1" is the first."""
        numbers = [int(m[1]) for case in self.cases if (m := _NUMBER.fullmatch(case.id))]
        return f"q{max(numbers, default=0) + 1}"

    def append(self, *cases: Case) -> list[Case]:
        """Add cases behind the others; an id that is taken becomes the next free one.

        Raises:
            StoreError: the file cannot be written; the old one is still there.
        """
        self._read()
        added = []
        for case in cases:
            taken = case.id in self._positions
            new = structs.replace(case, id=self.next_id()) if taken else case
            self._positions[new.id] = len(self._lines)
            self._lines.append(line(new))
            self.cases.append(new)
            added.append(new)
        self._write()
        return added

    def replace(self, case: Case) -> None:
        """Put a case in the place of the one with its id.

        Raises:
            StoreError: the file cannot be written, or holds no such case any more.
        """
        self._read()
        if case.id not in self._positions:
            raise StoreError(f"{self._path}: {case.id!r} was taken out meanwhile; start again")
        self._lines[self._positions[case.id]] = line(case)
        self.cases = [case if known.id == case.id else known for known in self.cases]
        self._write()

    def _read(self) -> None:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as exc:
            raise UnreadableFileError(f"{self._path}: cannot be read: {exc.strerror}") from exc
        if data.startswith(b"\x1f\x8b"):
            raise UnreadableFileError(f"{self._path}: cannot grow while gzipped; unpack it first")
        faults = Faults(stop=True)
        self.cases = list(own.read_cases(self._path, faults).values())
        self._positions = {case.id: faults.places[case.id].row for case in self.cases}
        self._lines = data.removesuffix(b"\n").split(b"\n") if data else []

    def _write(self) -> None:
        write_durably(self._path, b"".join(each + b"\n" for each in self._lines))


def write_set(folder: Path, cases: Iterable[Case], documents: Iterable[Document]) -> None:
    """Write a set in our own layout: `questions.jsonl`, and its articles as `corpus.jsonl`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questions.jsonl").write_bytes(b"".join(line(case) + b"\n" for case in cases))
    articles = [
        {"id": d.id, "title": d.title, "text": d.text, "published": d.published, "source": d.outlet}
        for d in documents
    ]
    (folder / "corpus.jsonl").write_bytes(msgspec.json.Encoder().encode_lines(articles))


def line(case: Case) -> bytes:
    """A case as a line of our layout, without its end; what is not known is left out."""
    fields: dict[str, Any] = msgspec.to_builtins(case)
    plain: dict[str, Any] = msgspec.to_builtins(Case(id="", question=""))
    kept = {name: value for name, value in fields.items() if value != plain[name]}
    if case.evidence:
        kept["evidence"] = [_known(evidence) for evidence in kept["evidence"]]
    if "filters" in kept:
        kept["filters"] = _known(kept["filters"])
    # Said in words, so that whoever reads the file sees what is still to be judged.
    kept["answerable"] = "unknown" if case.answerable is None else case.answerable
    return msgspec.json.encode(kept)


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
