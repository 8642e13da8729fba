"""A checked draft as SARIF 2.1.0, for editors.

OASIS, Static Analysis Results Interchange Format 2.1.0: lines and columns count from 1; columns are
code points (`columnKind`).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, get_args
from urllib.parse import quote

from service.drafts.wording import differences, verdict
from service.wire.drafts import CheckAnswer, CheckedQuotation, DraftSpan, Verdict

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    "misattributed": "error",
    "altered": "error",
    "superseded": "warning",
    "indirect": "warning",
}
_NOTES = ("not_found", "too_short")
_LINE_END = re.compile(r"\r\n|\r|\n")


def sarif(answer: CheckAnswer, draft: str, address: str, language: str) -> dict[str, Any]:
    """The log of one run over the draft at an address, relative to the editor's folder."""
    lines = [0, *(match.end() for match in _LINE_END.finditer(draft))]
    uri = quote(address.replace("\\", "/"))
    driver = {
        "name": "Dateline",
        "version": version("dateline"),
        "rules": [{"id": name} for name in get_args(Verdict)],
    }
    results = [_result(one, lines, uri, language) for one in answer.quotations]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(
    checked: CheckedQuotation, lines: Sequence[int], uri: str, language: str
) -> dict[str, Any]:
    said = [verdict(checked, language), *differences(checked, language)]
    level = _LEVELS.get(checked.verdict, "note" if checked.verdict in _NOTES else "none")
    return {
        "ruleId": checked.verdict,
        "ruleIndex": get_args(Verdict).index(checked.verdict),
        "kind": "pass" if level == "none" else "informational" if level == "note" else "fail",
        # Only failures have a level (3.27.10).
        "level": level if level in ("error", "warning") else "none",
        "message": {"text": ". ".join(said)},
        "locations": [_location(span, lines, uri) for span in checked.spans],
        "properties": {
            "claimed": checked.claimed,
            "speaker": checked.speaker,
            "citations": checked.citations,
        },
    }


def _location(span: DraftSpan, lines: Sequence[int], uri: str) -> dict[str, Any]:
    (first, column), (last, end) = (
        line_and_column(lines, span.start),
        line_and_column(lines, span.end),
    )
    region = {
        "startLine": first,
        "startColumn": column,
        "endLine": last,
        "endColumn": end,
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "snippet": {"text": span.text},
    }
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def line_and_column(lines: Sequence[int], offset: int) -> tuple[int, int]:
    """Line and column of a character, both from 1, given the offsets of line starts."""
    line = bisect_right(lines, offset)
    return line, offset - lines[line - 1] + 1
