"""Pages of PDFs: columns, heads, tables and margins, read by the places of their words."""

import io
from collections.abc import Callable

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from eval.components.newspaper_pages import papers
from eval.components.newspapers import count, ours
from index.formats.paged.hyphens import Hyphens
from index.formats.paged.reading import Limits
from index.formats.paged.values import Box, Word, line_of
from index.formats.pdf import PdfFormat
from index.prepare import marks_of
from index.records import Document, MarkKind, Rejected

PROSE = (
    "The tram line will open in November, the transport board said on",
    "Monday, two years late and at twice the price that was promised.",
    "The board blamed soft ground under the main street, where four",
    "houses had to be propped up while the tunnel was dug below them.",
)


def printed(draw: Callable[[Canvas], None]) -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(600, 800))
    draw(canvas)
    canvas.save()
    return held.getvalue()


def put(canvas: Canvas, x: float, y: float, *lines: str, size: float = 10) -> None:
    canvas.setFont("Times-Roman", size)
    for number, line in enumerate(lines):
        canvas.drawString(x, 800 - y - number * size * 1.2, line)


def read(data: bytes, limits: Limits | None = None) -> Document:
    (found,) = PdfFormat(limits or Limits()).read(io.BytesIO(data), "a.pdf")
    assert isinstance(found, Document), found
    return found


def refusal(data: bytes, limits: Limits | None = None) -> str:
    (found,) = PdfFormat(limits or Limits()).read(io.BytesIO(data), "a.pdf")
    assert isinstance(found, Rejected)
    return found.reason


@pytest.mark.gate
def test_sentences_of_a_newspaper_are_those_that_were_printed() -> None:
    printed = list(papers(1, 4))

    counts = [count(paper, ours) for paper in printed]

    assert [one.columns for one in counts] == [1, 2, 3, 4]
    assert [one.made_up for one in counts] == [0, 0, 0, 0]
    assert [one.whole for one in counts] == [one.printed for one in counts]
    assert [one.in_order for one in counts] == [one.whole for one in counts]


@pytest.mark.slow
def test_sentences_of_many_newspapers_are_those_that_were_printed() -> None:
    counts = [count(paper, ours) for paper in papers(5, 80)]

    total = sum(one.printed for one in counts)
    assert sum(one.made_up for one in counts) <= 0.005 * total
    assert sum(one.whole for one in counts) >= 0.99 * total


def test_what_repeats_at_the_edges_of_pages_parts_no_sentence() -> None:
    def draw(canvas: Canvas) -> None:
        for number, lines in enumerate((PROSE[:3], PROSE[3:]), 7):
            put(canvas, 60, 40, f"THE OSTERBY GAZETTE  Tuesday 3 March 2026  {number}")
            put(canvas, 60, 80, *lines)
            put(canvas, 60, 780, "© Osterby Gazette", size=7)
            canvas.showPage()

    found = read(printed(draw))

    assert found.text == " ".join(PROSE)
    assert found.layout.page(0) == 1
    assert found.layout.page(found.text.index("houses")) == 2
    assert (
        "text: what repeats at the edges of the pages was left out: "
        "“THE OSTERBY GAZETTE Tuesday # March # #”, “© Osterby Gazette”"
    ) in found.assumed


def test_columns_are_read_one_after_the_other_whatever_the_order_of_the_file() -> None:
    left = ("The harbour was closed on Monday", "after a barge had lost its load of", "gravel.")
    right = ("Nobody was hurt, said the harbour", "office, which wants to open it again", "soon.")

    def draw(canvas: Canvas) -> None:
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            put(canvas, 60, 80 + 12 * number, one)
            put(canvas, 220, 80 + 12 * number, other)

    assert read(printed(draw)).text == f"{' '.join(left)}\n\n{' '.join(right)}"


def test_a_table_is_read_row_by_row() -> None:
    rows = [("Harbour", "Ships", "Tonnes"), ("Osterby", "312", "9,100"), ("Skarv", "28", "640")]

    def draw(canvas: Canvas) -> None:
        put(canvas, 60, 80, *PROSE)
        for number, row in enumerate(rows):
            for x, cell in zip((60, 200, 320), row, strict=True):
                put(canvas, x, 180 + 14 * number, cell)

    found = read(printed(draw))

    table = "\n".join("\t".join(row) for row in rows)
    assert found.text == f"{' '.join(PROSE)}\n\n{table}"


def test_a_list_without_full_stops_breaks_off_nowhere() -> None:
    def draw(canvas: Canvas) -> None:
        put(
            canvas, 60, 80, "Present were", "Ada Lind, harbour office", "Bo Kim, council of Osterby"
        )

    assert read(printed(draw)).layout.apart == ()


def test_turned_words_stand_apart_and_are_not_quoted() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 60, 80, *PROSE)
        canvas.rotate(90)
        canvas.drawString(300, -580, "Photo Ada Lind")

    found = read(printed(draw))

    assert found.text == f"{' '.join(PROSE)}\n\nPhoto Ada Lind"
    (mark,) = found.layout.apart
    assert (found.text[mark.start : mark.end], mark.kind) == ("Photo Ada Lind", MarkKind.MARGIN)
    assert mark in marks_of(found, frozenset())


def test_lines_printed_over_each_other_are_not_quoted() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 60, 80, *PROSE)
        put(canvas, 75, 83, *PROSE[::-1])
        put(canvas, 60, 300, *PROSE)

    found = read(printed(draw))

    kinds = {found.text[mark.start : mark.end]: mark.kind for mark in found.layout.apart}
    assert set(kinds.values()) == {MarkKind.UNORDERED}
    assert " ".join(PROSE) in found.text
    assert not any(" ".join(PROSE) in words for words in kinds)


def test_a_sentence_whose_other_half_is_elsewhere_is_not_quoted() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 60, 700, *PROSE[:3])
        canvas.showPage()
        put(canvas, 60, 80, "Quite another story", size=20)

    found = read(printed(draw))

    (mark,) = found.layout.apart
    assert found.text[mark.start : mark.end] == PROSE[2]


@pytest.mark.parametrize(
    ("seen", "is_mirrored", "read_as"),
    [
        (["لسنة", "8", "2022", "رقم", "قانون"], True, "قانون رقم 8 2022 لسنة"),
        (["the", "words", "رقم", "قانون", "again"], False, "the words قانون رقم again"),
        (["Osterby", "Gazette"], True, "Osterby Gazette"),
    ],
)
def test_words_are_read_in_the_direction_of_their_script(
    seen: list[str], read_as: str, *, is_mirrored: bool
) -> None:
    # On a page read from right to left, places are as in a mirror.
    words = seen[::-1] if is_mirrored else seen
    placed = [
        Word(text, Box(90 + 40 * at, 80, 125 + 40 * at, 92), 10, is_mirrored)
        for at, text in enumerate(words)
    ]

    assert line_of(placed).text == read_as


@pytest.mark.short(1)
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_upright(angle: int) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed(lambda one: put(one, 60, 80, *PROSE))))
    writer.pages[0].rotate(angle)
    held = io.BytesIO()
    writer.write(held)

    assert read(held.getvalue()).text == " ".join(PROSE)


@pytest.mark.parametrize(
    ("password", "opens"), [("", True), ("secret", False)], ids=["owner's", "reader's"]
)
def test_only_a_password_that_readers_need_locks_a_pdf(password: str, *, opens: bool) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed(lambda one: put(one, 60, 80, *PROSE))))
    writer.encrypt(user_password=password, owner_password="editor", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)

    if opens:
        assert read(held.getvalue()).text == " ".join(PROSE)
    else:
        assert refusal(held.getvalue()) == "is encrypted; save it without a password"


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(seconds=0.0), "took over 0 s to read; split it"),
        (Limits(pages=0), "has more than 0 pages; split it"),
        (Limits(characters=100), "contains more than 0 Mi characters; split it"),
    ],
    ids=["time", "pages", "characters"],
)
def test_reading_ends_at_its_limits(limits: Limits, reason: str) -> None:
    assert refusal(printed(lambda one: put(one, 60, 80, *PROSE)), limits) == reason


def test_a_pdf_that_needs_more_memory_than_it_may_have_is_refused() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(40):
            put(canvas, 60, 40, *PROSE * 15)
            canvas.showPage()

    reason = refusal(printed(draw), Limits(memory=1 << 20))

    assert "needs more than 1 MiB" in reason


@pytest.mark.parametrize(
    ("line", "after", "parts"),
    [
        *[("the govern-", "ment said", True), ("a mil-", "lion", True), ("em\u00ad", "bank", True)],
        *[
            ("a well-", "known man", False),
            ("Franco-", "German", False),
            ("twenty-", "five", False),
        ],
        *[("a three-year-", "old boy", False), ("the high-", "est", True), ("COVID-", "19", False)],
        *[("the long-", "term plan", False), ("a so-", "ciety", True), ("re-", "ported", True)],
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_left_out_unless_the_word_has_it(
    line: str, after: str, *, parts: bool
) -> None:
    hyphens = Hyphens(["It was known that the plan was for a long term."])

    assert hyphens.parts_a_word(line, after) is parts


def test_a_word_that_the_text_writes_with_a_hyphen_keeps_it() -> None:
    hyphens = Hyphens(["The cross-border trains are late."])

    assert not hyphens.parts_a_word("new cross-", "border lines")


def test_a_parted_word_goes_on_where_it_becomes_one_that_is_known() -> None:
    left = (
        "The harbour was closed on Monday",
        "after a barge had lost a load, the",
        "port commis-",
    )
    other = ("Journalists of the Gazette won two", "prizes on Friday for their reports", "on it.")
    right = ("sion said, and nobody was hurt by", "what had fallen into the basin of", "the port.")

    def draw(canvas: Canvas) -> None:
        put(canvas, 60, 80, *left)
        put(canvas, 220, 80, *other)
        put(canvas, 380, 80, *right)

    text = read(printed(draw)).text

    assert "the port commission said, and nobody was hurt" in text
    assert (
        "\n\nJournalists of the Gazette won two prizes on Friday for their reports on it." in text
    )
