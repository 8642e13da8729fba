"""Messages: headers as metadata, the richest form of the text, messages within messages."""

import io
from email.message import EmailMessage

import pytest

from index.formats import eml, mbox
from index.records import Document, Rejected


def read(data: bytes) -> Document | Rejected:
    (found,) = eml.create().read(io.BytesIO(data), "a.eml")
    return found


def read_all(data: bytes) -> list[Document]:
    found = eml.create().read(io.BytesIO(data), "a.eml")
    return [one for one in found if isinstance(one, Document)]


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Rents up in Café Street"
    made["From"] = '"Jane Roe" <jane@News.example.org>'
    made["Date"] = "Thu, 18 Sep 2025 16:05:00 -0400"
    made["Message-ID"] = "<a-1@example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


def test_a_message_becomes_an_article() -> None:
    made = message(List_Id='"Morning Brief" <brief.example.org>')
    made.set_content("Rents are “up”.\n\nBy a tenth.\n", charset="windows-1252")
    made.add_alternative("<p>Rents in HTML.</p>", subtype="html")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    made["Content-Language"] = "en-GB"

    assert read(made.as_bytes()) == Document(
        text="Rents are “up”.\n\nBy a tenth.\n",
        format="eml",
        is_claimed=True,
        origin="a.eml",
        id="a-1@example.org",
        title="Rents up in Café Street",
        outlet="Morning Brief",
        published="2025-09-18T16:05:00-04:00",
        authors=("Jane Roe",),
        language="en-GB",
        assumed=(
            "encoding: cp1252, as declared (windows-1252)",
            "text: attached files were not read (1): a.png",
        ),
    )


def test_html_alone_is_read_as_an_article() -> None:
    made = message()
    made.set_content("<html><body><p>Rents are <b>up</b>.</p></body></html>", subtype="html")

    found = read(made.as_bytes())

    assert isinstance(found, Document)
    assert found.text == "Rents are up."
    assert (found.outlet, found.assumed) == ("news.example.org", ("text: from the HTML part",))


@pytest.mark.parametrize("data", [b"just words", b"\n\nbody", b""])
def test_what_has_no_headers_is_no_message(data: bytes) -> None:
    assert read(data) == Rejected("a.eml", "has no header lines, so it is not an e-mail message")


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: \xff\xfe\nFrom: \xff\nDate: x\n\nbody words",
        b"From: a@b@c,;<<\nSubject: =?utf-8?b?!!!?=\nDate: 99\n\nbody words",
        b"Content-Type: text/plain; charset=nope\nFrom: x\n\nbody words",
        b"Content-Type: multipart/mixed; boundary=x\nFrom: x\n\n--x\n\nbody words",
        b"Content-Transfer-Encoding: base64\nFrom: x\n\nYm9keSB3b3Jkcw",
    ],
)
def test_broken_messages_give_what_can_be_read(data: bytes) -> None:
    found = read(data)

    assert isinstance(found, Document)
    assert found.text == "body words"
    assert found.published is None
    for field in (found.title, found.outlet, *found.authors):
        (field or "").encode("utf-8")


WORDS = "The ferry will stop at midnight from April. “We cannot pay,” director Ragnhild Moe said."


@pytest.mark.parametrize(
    ("plain", "page", "text"),
    [
        ("Your mail program cannot show HTML.", f"<p>{WORDS}</p>", WORDS),
        (WORDS, "<p>Your mail program cannot show plain text.</p>", WORDS),
        (f"{WORDS}\nhttps://x.example/", f"<p>{WORDS}</p>", f"{WORDS}\nhttps://x.example/"),
        ("  ", f"<p>{WORDS}</p>", WORDS),
    ],
)
def test_of_several_forms_the_one_that_has_the_text_is_read(
    plain: str, page: str, text: str
) -> None:
    made = message()
    made.set_content(plain)
    made.add_alternative(page, subtype="html")

    (found,) = read_all(made.as_bytes())

    assert found.text.strip() == text


@pytest.mark.parametrize(
    ("parameters", "lines", "text"),
    [
        ("", "We can \nnot\nwait \nlonger.\n", "We can not\nwait longer.\n"),
        ("; delsp=yes", "We can \nnot wait  \nlonger.\n", "We cannot wait longer.\n"),
        ("", "> Quoted \n> words.\nOwn \nones.\n", "> Quoted words.\nOwn ones.\n"),
        ("", " From here \nto there.\n-- \nJane\n", "From here to there.\n-- \nJane\n"),
    ],
    ids=["spaces kept", "spaces dropped", "depths", "stuffed, and a signature"],
)
def test_flowing_lines_are_joined(parameters: str, lines: str, text: str) -> None:
    head = f"From: a@x.example\nContent-Type: text/plain; format=flowed{parameters}\n\n"

    (found,) = read_all((head + lines).encode())

    assert found.text == text
    assert found.assumed == ("text: lines of format=flowed joined",)


def test_a_message_forwarded_in_the_text_is_an_article_of_its_sender() -> None:
    made = message()
    made.set_content(
        "Worth a look.\n\n---------- Forwarded message ---------\n"
        "From: Ola Nord <ola@desk.example>\nDate: Mon, 2 Mar 2026 at 10:11\n"
        f"Subject: Ferry stops\nTo: Jane Roe <jane@x.example>\n\n{WORDS}\n"
    )

    own, forwarded = read_all(made.as_bytes())

    assert (own.text, own.origin, own.authors) == ("Worth a look.", "a.eml", ("Jane Roe",))
    assert (forwarded.text, forwarded.origin) == (WORDS, "a.eml, entry 2")
    assert (forwarded.title, forwarded.outlet) == ("Ferry stops", "desk.example")
    assert (forwarded.published, forwarded.authors) == ("2026-03-02T10:11:00", ("Ola Nord",))


@pytest.mark.parametrize(
    "line",
    ["-----Original Message-----", "Begin forwarded message:", "-----Message d'origine-----"],
)
def test_a_line_that_says_so_without_headers_below_it_forwards_nothing(line: str) -> None:
    made = message()
    made.set_content(f"Look:\n\n{line}\n\n{WORDS}\n")

    (found,) = read_all(made.as_bytes())

    assert WORDS in found.text


@pytest.mark.parametrize("own", ["Worth a look.", ""])
def test_an_attached_message_is_an_article_with_its_own_headers(own: str) -> None:
    inner = message()
    inner.replace_header("Message-ID", "<inner@desk.example>")
    inner.replace_header("Subject", "Ferry stops")
    inner.set_content(WORDS)
    made = message()
    made.set_content(own)
    made.add_attachment(inner)

    found = read_all(made.as_bytes())

    assert [one.text.strip() for one in found] == [text for text in (own, WORDS) if text]
    assert (found[-1].id, found[-1].title) == ("inner@desk.example", "Ferry stops")


STORIES = (
    "<html><body><div style='display:none'>Preview of it all</div><h1>This Tuesday</h1>"
    f"<h2>{{0}}Ferry stops{{1}}</h2><p>{WORDS}</p>"
    "<h2>{0}Fewer cod{1}</h2><p>Cod landings fell by a fifth, figures from the auction show.</p>"
    "</body></html>"
)


@pytest.mark.parametrize(
    ("page", "headers"),
    [
        (STORIES.format("<a href='https://x.example/1'>", "</a>"), {}),
        (STORIES.format("", ""), {"List_Id": "Morning Brief <brief.example.org>"}),
    ],
    ids=["headings are links", "from a list"],
)
def test_a_newsletter_is_split_into_its_stories(page: str, headers: dict[str, str]) -> None:
    made = message(**headers)
    made.set_content(page, subtype="html")

    ferry, cod = read_all(made.as_bytes())

    assert (ferry.id, ferry.title, ferry.text) == ("a-1@example.org#1", "Ferry stops", WORDS)
    assert (cod.id, cod.title) == ("a-1@example.org#2", "Fewer cod")
    assert cod.text == "Cod landings fell by a fifth, figures from the auction show."
    assert ferry.published == cod.published == "2025-09-18T16:05:00-04:00"


@pytest.mark.parametrize("headers", [{}, {"List_Id": "Jane's list <jane.example.org>"}])
def test_headings_within_one_article_do_not_split_it(headers: dict[str, str]) -> None:
    made = message(**headers)
    made.replace_header("Subject", "This Tuesday")
    made.set_content(STORIES.format("", ""), subtype="html")

    (found,) = read_all(made.as_bytes())

    assert WORDS in found.text
    assert "Cod landings" in found.text


def test_a_mailbox_has_an_article_for_each_message() -> None:
    box = (
        b"From j@x.example Tue Mar  3 07:00:00 2026\nSubject: One\n\nFirst.\n>From here on.\n\n"
        b"From j@x.example Tue Mar  3 08:00:00 2026\n\n"
        b"From j@x.example Tue Mar  3 09:00:00 2026\nSubject: Two\n\nSecond.\n"
    )

    first, empty, second = mbox.create().read(io.BytesIO(box), "a.mbox")

    assert isinstance(first, Document)
    assert (first.title, first.text.strip()) == ("One", "First.\nFrom here on.")
    assert isinstance(empty, Rejected)
    assert isinstance(second, Document)
    assert (second.origin, second.text.strip()) == ("a.mbox, entry 3", "Second.")
    assert mbox.create().recognises(box)


_FERRY = "The ferry to Skarv sank on Monday, and nobody was hurt, the coast guard said.\n"
_LIGHT = "The lighthouse at Skarv was sold to a choir for one crown.\n"


def test_the_messages_of_a_digest_are_articles() -> None:
    parts = [
        f"From: {who}@coast.example\nSubject: {subject}\n"
        f"Date: Tue, 3 Mar 2026 10:00:00 +0000\n\n{text}"
        for who, subject, text in (("ada", "Ferry sinks", _FERRY), ("bo", "Light sold", _LIGHT))
    ]
    data = (
        "From: list@coast.example\nSubject: Coast, Vol 1\nMIME-Version: 1.0\n"
        "Content-Type: multipart/digest; boundary=x\n\n"
        + "".join(f"--x\n\n{part}\n" for part in parts)
        + "--x--\n"
    )

    found = read_all(data.encode())

    assert [(one.title, one.text.strip()) for one in found] == [
        ("Ferry sinks", _FERRY.strip()),
        ("Light sold", _LIGHT.strip()),
    ]
    assert {one.published for one in found} == {"2026-03-03T10:00:00+00:00"}


def test_so_are_those_of_a_digest_in_plain_text() -> None:
    rule = "-" * 30
    made = message(List_Id="Coast <coast.example>")
    made.replace_header("Subject", "Coast Digest, Vol 1, Issue 2")
    made.set_content(
        "Today's Topics:\n\n   1. Ferry sinks (Ada Brink)\n   2. Light sold (Bo Lind)\n\n\n"
        f"{rule}{rule}\n\n"
        "Message: 1\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nFrom: Ada Brink <ada@coast.example>\n"
        f"Subject: Ferry sinks\nMessage-ID: <1@coast.example>\n\n{_FERRY}\n{rule}\n\n"
        "Message: 2\nDate: Wed, 4 Mar 2026 10:00:00 +0000\nFrom: Bo Lind <bo@coast.example>\n"
        f"Subject: Light sold\n\n{_LIGHT}\n"
    )

    found = read_all(made.as_bytes())

    assert [(one.title, one.authors, (one.published or "")[:10]) for one in found] == [
        ("Ferry sinks", ("Ada Brink",), "2026-03-03"),
        ("Light sold", ("Bo Lind",), "2026-03-04"),
    ]
    assert [one.text.split("\n\n")[0].strip() for one in found] == [_FERRY.strip(), _LIGHT.strip()]


@pytest.mark.parametrize("rule", ["=" * 40, "* * *", "-----", "—" * 20])
def test_a_newsletter_in_plain_text_is_split_at_its_lines(rule: str) -> None:
    made = message()
    made.replace_header("Subject", "The Coast Briefing")
    made.set_content(
        f"IN THIS ISSUE\nFerry sinks\nLight sold\n\n{rule}\n\nFerry sinks\n\n{_FERRY}\n{rule}\n"
        f"\nLight sold\n\n“It sings now,” said Bo Lind. {_LIGHT}\n{rule}\nUnsubscribe\n"
    )

    found = read_all(made.as_bytes())

    assert [one.title for one in found] == ["Ferry sinks", "Light sold"]
    assert [one.text for one in found] == [
        _FERRY.strip(),
        f"“It sings now,” said Bo Lind. {_LIGHT}".strip(),
    ]


@pytest.mark.parametrize("subject", ["Rents up", "The Coast Briefing"])
def test_a_line_within_one_article_does_not_split_it(subject: str) -> None:
    made = message()
    made.replace_header("Subject", subject)
    made.set_content(f"{_FERRY}\n-----\n\nIt had been built in 1911, and was to be sold. {_LIGHT}")

    found = read_all(made.as_bytes())

    assert [one.title for one in found] == [subject]


RELEASE = (
    "The harbour master, Eva Lund, said on Tuesday that the north quay will be closed for fourteen "
    "months. Ferries will use the south quay until then, and the fish market moves to the old "
    "customs house, where it will open at six every morning but Sunday.\n"
)


def with_files(*files: tuple[bytes, str, str]) -> bytes:
    made = message()
    made.set_content("Please find our statement attached.")
    for data, kind, name in files:
        main, sub = kind.split("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def test_an_attached_document_is_an_article_of_the_day_and_outlet_of_the_message() -> None:
    own, attached = read_all(with_files((RELEASE.encode(), "text/plain", "Meddelande, kaj ö.txt")))

    assert own.text.strip() == "Please find our statement attached."
    assert attached.text == RELEASE
    assert (attached.format, attached.origin) == ("txt", "a.eml, entry 2")
    assert (attached.id, attached.outlet) == ("a-1@example.org#file-1", "news.example.org")
    assert attached.published == "2025-09-18T16:05:00-04:00"
    assert attached.assumed[-3:] == (
        "text: of the file Meddelande, kaj ö.txt, attached to a message",
        "outlet: that of the message",
        "published: that of the message",
    )


def test_an_attached_page_keeps_what_it_says_of_itself() -> None:
    page = (
        '<html><head><meta property="article:published_time" content="2025-09-10T08:00:00Z">'
        '<meta property="og:site_name" content="Port of Brellin"></head>'
        f"<body><p>{RELEASE}</p></body></html>"
    )
    _, attached = read_all(with_files((page.encode(), "text/html", "statement.html")))

    assert attached.outlet == "Port of Brellin"
    assert (attached.published or "").startswith("2025-09-10T08:00:00")


@pytest.mark.parametrize(
    ("data", "kind", "name", "why"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png", "map.png", "map.png"),
        (b"Sent from my phone.", "text/plain", "ATT00001.txt", "ATT00001.txt"),
        (b"day,catch\n1,2\n", "text/csv", "catch.csv", "catch.csv"),
        (b"BEGIN:VCALENDAR", "text/calendar", "invite.ics", "invite.ics"),
        (b"%PDF-1.7 and no more", "application/pdf", "plan.pdf", "plan.pdf "),
    ],
)
def test_what_is_attached_and_not_read_is_told(data: bytes, kind: str, name: str, why: str) -> None:
    (own,) = read_all(with_files((data, kind, name)))

    assert own.assumed[-1].startswith(f"text: attached files were not read (1): {why}")


def test_a_message_of_attached_documents_alone_is_these_documents() -> None:
    made = message()
    made.set_content("")
    made.add_attachment(RELEASE.encode(), maintype="text", subtype="plain", filename="a.txt")

    (found,) = read_all(made.as_bytes())

    assert found.text == RELEASE
