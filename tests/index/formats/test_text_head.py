"""Heads of plain texts: byline, outlet and date on lines of their own."""

from io import BytesIO

import pytest

from index.formats import txt
from index.formats.md import create as create_md
from index.records import Document

BODY = """

The council approved the budget on Tuesday, November 3, 2020, after nine hours, said Ann Berg.

More text follows here.
"""
JANE = ("Jane Doe",)
LEDGER = "The Harbor Ledger"
DAY = "2026-11-24"


def read(head: str) -> Document:
    (found,) = txt.create(None).read(BytesIO((head + BODY).encode()), "a.txt")
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(
    ("head", "title", "authors", "outlet", "published"),
    [
        ("By Jane Doe\nThe Harbor Ledger | November 24, 2026", None, JANE, LEDGER, DAY),
        ("By Jane Doe, The Harbor Ledger, 24 November 2026", None, JANE, LEDGER, DAY),
        ("By Jane Doe, editor, Tuesday, November 24, 2026", None, JANE, None, DAY),
        ("By Tuesday, November 24, 2026", "By Tuesday, November 24, 2026", (), None, None),
        (
            "Budget passes\nBy Jane Doe\nThe Harbor Ledger\nNov. 24, 2026",
            "Budget passes",
            JANE,
            LEDGER,
            DAY,
        ),
        (
            "By Jane Doe / The Harbor Ledger / 24 November 2026\n\nBudget passes",
            "Budget passes",
            JANE,
            LEDGER,
            DAY,
        ),
        (
            "Budget passes\n\nBy Jane Doe, The Harbor Ledger\n2026-11-24",
            "Budget passes",
            JANE,
            LEDGER,
            DAY,
        ),
        ("The Harbor Ledger — November 24, 2026\nBudget passes", "Budget passes", (), LEDGER, DAY),
        (
            "*The Harbor Ledger, November 24, 2026. By Jane Doe*\n\nBudget passes",
            "Budget passes",
            JANE,
            LEDGER,
            DAY,
        ),
        (
            "Title: It passes at last.\nDate: Nov 24, 2026\nSource: The Harbor Ledger\nBy Jane Doe",
            "It passes at last.",
            JANE,
            LEDGER,
            DAY,
        ),
        ("By Jane Doe\nHeadline: Why now?", "Why now?", JANE, None, None),
        ("Jane Doe · The Harbor Ledger · November 24, 2026", None, JANE, LEDGER, DAY),
        (
            "Author: Jane Doe\nSource: The Harbor Ledger\nDate: Nov 24, 2026",
            None,
            JANE,
            LEDGER,
            DAY,
        ),
        ("By Jane Doe for The Harbor Ledger", None, JANE, LEDGER, None),
        ("By Jane Doe\nSpecial to The Harbor Ledger", None, JANE, LEDGER, None),
        ("By Sen. Jane Doe (D-VA)\nNov 24, 2026", None, ("Sen. Jane Doe",), None, DAY),
        (
            "BUDGET PASSES\n\nBy JANE DOE and John Roe, Staff Writers\nPosted: Nov 24, 2026",
            "BUDGET PASSES",
            ("JANE DOE", "John Roe"),
            None,
            DAY,
        ),
        (
            "Budget passes\n\nNobody had voted against it when the hall emptied at last.\n\n"
            "By Jane Doe\nKestrel Bay · November 24, 2026",
            "Budget passes",
            JANE,
            "Kestrel Bay",
            DAY,
        ),
        (
            "Puente abierto\nPor Ana Ruiz\nLa Voz, 24 de noviembre de 2026",
            "Puente abierto",
            ("Ana Ruiz",),
            "La Voz",
            DAY,
        ),
        (
            "Pont rouvert\nPar Luc Roy\nLe Courrier, mardi 24 novembre 2026",
            "Pont rouvert",
            ("Luc Roy",),
            "Le Courrier",
            DAY,
        ),
        (
            "Brücke offen\nVon Eva Noll | 24. November 2026",
            "Brücke offen",
            ("Eva Noll",),
            None,
            DAY,
        ),
        ("LONDON (Reuters) | Nov 24, 2026", None, (), "Reuters", DAY),
    ],
)
def test_lines_above_the_text_credit_it(
    head: str,
    title: str | None,
    authors: tuple[str, ...],
    outlet: str | None,
    published: str | None,
) -> None:
    found = read(head)

    assert (found.title, found.authors) == (title, authors)
    assert (found.outlet, found.published) == (outlet, published)
    assert found.text == head + BODY


@pytest.mark.parametrize(
    "head",
    [
        "Budget passes",
        "By the time the vote came, the hall was empty",
        "By land and sea",
        "It was published in The Harbor Ledger on November 24, 2026.",
        "The bridge\nwas opened\nby Lee Smith\nNovember 24, 2026",
    ],
)
def test_sentences_credit_nothing(head: str) -> None:
    found = read(head)

    assert (found.authors, found.outlet, found.published) == ((), None, None)
    assert found.assumed == ()


@pytest.mark.parametrize(
    "head",
    [
        "WASHINGTON, November 24, 2026",
        "Politics | November 24, 2026",
        "Jane Doe | November 24, 2026",
        "Mayor Wins Third Term\nNovember 24, 2026",
    ],
)
def test_places_sections_and_doubtful_names_are_no_outlets(head: str) -> None:
    found = read(head)

    assert (found.authors, found.outlet, found.published) == ((), None, DAY)


@pytest.mark.parametrize(
    ("dateline", "outlet", "published"),
    [
        ("KAMPALA, Uganda, Nov. 24, 2026 (Lake Wire) — ", "Lake Wire", DAY),
        ("OSLO, 24 November 2026 (Reuters) - ", "Reuters", DAY),
        ("PORT ELLERY, Nov 24 2026 – ", None, DAY),
        ("KAMPALA, Uganda, Nov. 24 (Lake Wire) — ", None, None),
        ("KAMPALA, Uganda — ", None, None),
        ("In Oslo, on November 24, 2026 — ", None, None),
    ],
)
def test_a_dateline_with_a_year_tells_the_day(
    dateline: str, outlet: str | None, published: str | None
) -> None:
    found = read(f"Budget passes\n\n{dateline}The council agreed at last on what to spend.")

    assert (found.title, found.outlet, found.published) == ("Budget passes", outlet, published)


def test_the_line_of_the_date_goes_before_the_dateline() -> None:
    found = read("By Jane Doe\nNov. 25, 2026\n\nOSLO, Nov. 24, 2026 — The council agreed to it.")

    assert found.published == "2026-11-25"


@pytest.mark.parametrize("outlet", ["Cedar Messenger", "Harbor Beacon", "The Morning Star"])
def test_papers_are_known_by_their_last_words(outlet: str) -> None:
    found = read(f"Budget passes\nBy Jane Doe, {outlet}\nNov. 24, 2026")

    assert (found.authors, found.outlet, found.published) == (JANE, outlet, DAY)


def test_what_is_read_from_the_head_is_said() -> None:
    found = read("By Jane Doe\nThe Harbor Ledger | November 24, 2026 | Updated: November 25, 2026")

    assert found.modified == "2026-11-25"
    line = "“The Harbor Ledger | November 24, 2026 | Updated: November 25, 2026”"
    assert found.assumed == (
        "authors: from the line “By Jane Doe”",
        f"source: from the line {line}",
        f"published: from the line {line}",
        f"modified: from the line {line}",
    )


def test_front_matter_comes_before_the_head_of_a_markdown_text() -> None:
    text = "---\nauthor: Ann Berg\n---\n# Budget passes\n\nBy Jane Doe | November 24, 2026" + BODY

    (found,) = create_md(None).read(BytesIO(text.encode()), "a.md")

    assert isinstance(found, Document)
    assert (found.title, found.authors) == ("Budget passes", ("Ann Berg",))
    assert found.published == DAY


@pytest.mark.parametrize(
    ("line", "outlet", "published"),
    [
        ("Riverton Courier | November 18, 2025", "Riverton Courier", "2025-11-18"),
        ("(Riverton Courier, November 18, 2025)", "Riverton Courier", "2025-11-18"),
        ("Riverton Courier November 18, 2025", "Riverton Courier", "2025-11-18"),
        ("Riverton Courier (Nov. 18, 2025)", "Riverton Courier", "2025-11-18"),
        ("Riverton Courier\tNovember 18, 2025", "Riverton Courier", "2025-11-18"),
        ("From the Riverton Courier, 18 November 2025", "Riverton Courier", "2025-11-18"),
        (
            "Riverton Courier | Nov 18, 2025 | 3 min read | Page A4",
            "Riverton Courier",
            "2025-11-18",
        ),
        ("The Weekly Otter, 3 March 2026", "The Weekly Otter", "2026-03-03"),
        ("Summit & Field | 3 March 2026 10.15 GMT", "Summit & Field", "2026-03-03T10:15:00+00:00"),
        ("Der Seebote | 3. März 2026", "Der Seebote", "2026-03-03"),
        ("otter.example - 18/11/2025 - by Jane Doe", "otter.example", "2025-11-18"),
        ("Jane Doe | November 18, 2025", None, "2025-11-18"),
        ("The Hague, 3 March 2026", None, "2026-03-03"),
        ("La Paz | 3 March 2026", None, "2026-03-03"),
    ],
)
def test_one_line_may_say_outlet_and_date(line: str, outlet: str | None, published: str) -> None:
    found = read(f"{line}\n\nBudget passes")

    assert (found.outlet, found.published, found.title) == (outlet, published, "Budget passes")
