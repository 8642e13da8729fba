"""Datelines: where a story was written."""

import pytest

from index.text.datelines import dateline_end


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("PORT ELLERY — The city closed the bridge.", "PORT ELLERY — "),
        ("ROSS COULEE (TW) — A bus and a truck collided.", "ROSS COULEE (TW) — "),
        ("ARDEN (Tidewater Wire) — The regulator fined it.", "ARDEN (Tidewater Wire) — "),
        ("Mexico City (CNN) The leaders met.", "Mexico City (CNN) "),
        ("WASHINGTON, May 4 (Reuters) - The Senate voted.", "WASHINGTON, May 4 (Reuters) - "),
        (
            "KAMPALA, Uganda, Nov. 24, 2026 (Lake Wire) — It rose.",
            "KAMPALA, Uganda, Nov. 24, 2026 (Lake Wire) — ",
        ),
        ("MONTRÉAL — La mairesse a parlé.", "MONTRÉAL — "),
    ],
)
def test_a_dateline_ends_where_the_story_begins(text: str, dateline: str) -> None:
    assert text[: dateline_end(text)] == dateline


@pytest.mark.parametrize(
    "text",
    [
        "The city closed the bridge — again.",
        "NATO leaders met in Vilnius.",
        "“It closes,” she said — “on Friday.”",
        "A man — tall — ran.",
        "",
    ],
)
def test_other_beginnings_are_not_datelines(text: str) -> None:
    assert dateline_end(text) == 0
