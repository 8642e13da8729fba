"""A chat as a file: Markdown for people, JSON lines for programs."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from index.errors import InputError
from service.wire.conversations import TurnOut

_FOR_PROGRAMS = (".jsonl", ".ndjson")


def write(turns: Sequence[TurnOut], name: str) -> Path:
    """Write the turns; the file's ending says how. Return where they are.

    Raises:
        InputError: there is such a file, or it cannot be written.
    """
    path = Path(name).expanduser()
    text = _json_lines(turns) if path.suffix in _FOR_PROGRAMS else _markdown(turns)
    try:
        with path.open("x", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as exc:
        raise InputError(f"{path}: {exc.strerror or exc}") from exc
    return path


def _json_lines(turns: Sequence[TurnOut]) -> str:
    return "".join(f"{msgspec.json.encode(turn).decode()}\n" for turn in turns)


def _markdown(turns: Sequence[TurnOut]) -> str:
    return "\n".join(map(_turn, turns))


def _turn(turn: TurnOut) -> str:
    parts = [f"## {turn.number}. {' '.join(turn.question.split())}"]
    if turn.answer.searched != turn.question:
        parts.append(f"*→ {turn.answer.searched}*")
    return "\n\n".join([*parts, turn.answer.text]) + "\n"
