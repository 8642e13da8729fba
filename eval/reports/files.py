"""Reports as JSON: one metric or record per line, so that diffs of a committed one are readable.

nan is written as null, since JSON cannot represent it, and read back as nan.
"""

import math
import re
from pathlib import Path
from typing import Any

import msgspec

from eval.records import Record, Report
from index.errors import StoreError, UnreadableFileError
from index.files.durable import write_durably

FORMAT = 1
"""The newest layout that can be read."""
_NAME = "report.json"
_BEGINNING = re.compile(rb'\s*\{\s*"format"\s*:')
_LOOK = 1000
_METRIC_FIGURES = ("value", "low", "high")


def save(report: Report, path: Path) -> None:
    """Write a report; fields with their default value are left out of its records.

    Raises:
        StoreError: the file cannot be written.
    """
    fields = msgspec.structs.asdict(report)
    lines = [f"{_json(name)}:{_value(name, value)}" for name, value in fields.items()]
    write_durably(path, ("{\n" + ",\n".join(lines) + "\n}\n").encode())


def read(path: Path) -> Report:
    """Return the report in a file, or in the `report.json` of a folder.

    Raises:
        UnreadableFileError: it is missing, not a report, or in a newer layout.
    """
    file = path / _NAME if path.is_dir() else path
    raw = _decoded(file)
    _check_format(file, raw)
    try:
        return msgspec.convert(_with_nan(raw), Report)
    except (msgspec.ValidationError, AttributeError, TypeError) as exc:
        raise UnreadableFileError(f"{file}: not a report of `dateline eval`: {exc}") from exc


def is_report(path: Path) -> bool:
    """Whether a path is a report or a folder with one, rather than a question set."""
    if path.is_dir() or path.name == _NAME:
        return (path / _NAME if path.is_dir() else path).is_file()
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _BEGINNING.match(file.read(_LOOK)) is not None


def make_folder(folder: Path) -> None:
    """Create a folder for reports.

    Raises:
        StoreError: it cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreError(f"{folder}: {exc.strerror}; choose another folder") from exc


def report_file(folder: Path) -> Path:
    """The report's file in a folder."""
    return folder / _NAME


def _decoded(file: Path) -> dict[str, Any]:
    try:
        raw: Any = msgspec.json.decode(file.read_bytes())
    except OSError as exc:
        raise UnreadableFileError(f"{file}: {exc.strerror}") from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise UnreadableFileError(f"{file}: not valid JSON: {exc}") from exc
    if not isinstance(raw, dict):
        raise UnreadableFileError(f"{file}: not a report of `dateline eval`: not a JSON object")
    return raw


def _check_format(file: Path, raw: dict[str, Any]) -> None:
    found = raw.get("format", FORMAT)
    if isinstance(found, int) and found > FORMAT:
        raise UnreadableFileError(
            f"{file}: this report has layout {found}, made by a newer Dateline; this version reads "
            f"layouts up to {FORMAT}: update Dateline, or measure again with this version"
        )


def _value(name: str, value: Any) -> str:
    if name == "records":
        return _lines([_lean(record) for record in value])
    return _lines(value) if name == "metrics" else _json(value)


def _lines(values: list[Any]) -> str:
    return "[\n" + ",\n".join(_json(value) for value in values) + "\n]" if values else "[]"


def _lean(record: Record) -> dict[str, Any]:
    """A record's fields that differ from their defaults."""
    return {
        field.name: value
        for field in msgspec.structs.fields(record)
        if (value := getattr(record, field.name)) != _default(field)
    }


def _default(field: msgspec.structs.FieldInfo) -> Any:
    factory = field.default_factory
    return field.default if factory is msgspec.NODEFAULT else factory()


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _with_nan(raw: dict[str, Any]) -> dict[str, Any]:
    """The decoded report with nan where a figure is null."""
    groups = [raw.get("metrics", []), *raw.get("by_type", {}).values()]
    for metric in (metric for group in groups for metric in group):
        metric.update({name: math.nan for name in _METRIC_FIGURES if metric.get(name) is None})
    return raw
