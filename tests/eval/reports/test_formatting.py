import math

import pytest

from eval.reports.formatting import chance, figure, interval, one_line, plain, signed


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.4304, "", ".430"),
        (1.0, "", "1.000"),
        (-0.0312, "", "−.031"),
        (24.83, "ms", "24.8 ms"),
        (1805.8, "ms", "1,806 ms"),
        (70.5, "1/s", "70.5 / s"),
        (1097.2, "MB", "1,097 MB"),
        (3.0, "parsecs", "3.0 parsecs"),
        (math.nan, "", "–"),
        (math.inf, "ms", "–"),
    ],
)
def test_a_figure_is_written_with_its_unit(value: float, unit: str, text: str) -> None:
    assert figure(value, unit) == text


def test_an_interval_names_its_unit_once_and_is_a_dash_where_there_is_none() -> None:
    assert interval(0.3, 0.45) == ".300 to .450"
    assert interval(7.6, 8.5, "ms") == "7.6 to 8.5 ms"
    assert interval(0.3, 0.3) == "–"
    assert interval(math.nan, 0.3) == "–"


def test_a_difference_shows_its_direction() -> None:
    assert [signed(value) for value in (0.02, -0.02, 0.0, math.nan)] == ["+.020", "−.020", "0", "–"]


def test_a_chance_too_small_to_write_is_bounded() -> None:
    assert [chance(p) for p in (0.0004, 0.032, None, math.nan)] == ["< .001", ".032", "–", "–"]


def test_control_characters_become_visible() -> None:
    assert plain("a\x00b\x1b[31mc\nd") == "a\ufffdb\ufffd[31mc\nd"


def test_a_line_is_cut_and_turns_no_text_around() -> None:
    assert one_line("one\n two\u202e three") == "one two three"
    assert one_line("abcdefghij", 5) == "abcd…"
