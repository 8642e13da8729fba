"""Writes question sets in our own layout."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from eval.questions import Case
from index.files.durable import write_durably
from index.records import Document


def write_set(folder: Path, cases: Iterable[Case], documents: Iterable[Document]) -> None:
    """Write a set in our own layout: `questions.jsonl`, and its articles as `corpus.jsonl`.

    Raises:
        StoreError: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    questions = b"".join(case_line(case) + b"\n" for case in cases)
    write_durably(folder / "questions.jsonl", questions)
    articles = [
        {"id": d.id, "title": d.title, "text": d.text, "published": d.published, "source": d.outlet}
        for d in documents
    ]
    write_durably(folder / "corpus.jsonl", msgspec.json.Encoder().encode_lines(articles))


def case_line(case: Case) -> bytes:
    """A case as a line of our layout, without the line end; unknown fields are left out."""
    fields: dict[str, Any] = msgspec.to_builtins(case)
    plain: dict[str, Any] = msgspec.to_builtins(Case(id="", question=""))
    kept = {name: value for name, value in fields.items() if value != plain[name]}
    if case.evidence:
        kept["evidence"] = [_known(evidence) for evidence in kept["evidence"]]
    if "filters" in kept:
        kept["filters"] = _known(kept["filters"])
    # Spelled out, so that readers of the file see what is still to be judged.
    kept["answerable"] = "unknown" if case.answerable is None else case.answerable
    return msgspec.json.encode(kept)


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
