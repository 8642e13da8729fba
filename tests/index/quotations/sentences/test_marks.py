import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.records import Mark, MarkKind, Span


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in pair_marks(text, split_paragraphs(text))]


PAIRS = {
    "two apostrophes close what a straight or curly mark opened": (
        "\"We won,'' he said, “all of it.''",
        ["\"We won,''", "“all of it.''"],
    ),
    "curly": ("A “b” c “d e” f", ["“b”", "“d e”"]),
    "straight": ('A "b" c "d e" f', ['"b"', '"d e"']),
    "low": ("A „b“ und „c” d", ["„b“", "„c”"]),
    "guillemets": ("A «b» et « c » d", ["«b»", "« c »"]),
    "guillemets turned": ("A »b« und »c« d", ["»b«", "»c«"]),
    "two apostrophes": ("A ''b'' and ``c'' d", ["''b''", "``c''"]),
    "curly closed straight": ('A “b" c', ['“b"']),
    "curly closed by its opener": ("“Do you?“ he asked", ["“Do you?“"]),
    "nested": ("A “b “c” d” e", ["“b “c” d”"]),
    "singles within": ("A “b ‘c’ d” e", ["“b ‘c’ d”"]),
    "singles around": ("‘I am “bad”,’ he said", ["‘I am “bad”,’"]),
    "single": ("He said 'yes' and ‘no’ to it", ["'yes'", "‘no’"]),
    "apostrophes": ("It's the voters' and children’s '90s rock 'n' roll", []),
    "apostrophes within": ("‘It’s the voters’ choice,’ he said", ["‘It’s the voters’ choice,’"]),
    "inches": ('A 6\'2" man and a 5" nail', []),
    "an opener too many": ("A “b c “d” e", ["“d”"]),
    "a closer too many": ("A b” c “d” e”", ["“d”"]),
    "never closed": ("A “b c d", []),
    "closed in the next paragraph": ("A “b\n\nc” d", []),
    "in brackets": ("A (“b”) [“c”] d", ["“b”", "“c”"]),
    "behind a dash": ("A—“b”—c", ["“b”"]),
}


@pytest.mark.parametrize(("text", "expected"), PAIRS.values(), ids=PAIRS)
def test_a_quoted_stretch_reaches_from_mark_to_mark(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_stretch_goes_on_where_the_next_paragraph_opens_with_the_mark_again() -> None:
    text = "He said: “One.\n\n“Two.\n\n“Three.”\n\n“Four"

    found = pair_marks(text, split_paragraphs(text))

    assert [(text[q.start : q.end], q.goes_on) for q in found] == [
        ("“One.", True),
        ("“Two.", True),
        ("“Three.”", False),
    ]


@given(st.text(alphabet="\"“”„‟«»‘’'`ab .,\n", max_size=80))
def test_stretches_lie_in_the_text_and_never_overlap(text: str) -> None:
    found = pair_marks(text, split_paragraphs(text))

    ends = [0, *(q.end for q in found)]
    starts = [*(q.start for q in found), len(text)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert all(q.start < q.end for q in found)


def test_paragraphs_leave_out_blanks_and_marked_text() -> None:
    text = "One.\n\n \nTwo and more.\r\nThree."
    start = text.index("and")

    found = split_paragraphs(text, [Mark(start, start + 3, MarkKind.SHARE)])

    assert [text[p.start : p.end] for p in found] == ["One.", "Two ", " more.", "Three."]


def test_a_line_broken_by_a_program_stays_in_its_paragraph() -> None:
    text = (
        "“This line was broken by some program that wraps its text\nwhere it likes,” he said.\nEnd."
    )

    assert split_paragraphs(text)[0] == Span(0, text.index("\nEnd"))
    assert len(quoted(text)) == 1
