"""Messages: headers as metadata, the plain text or the article of the HTML."""

import io
from email.message import EmailMessage

import pytest

from index.formats import eml
from index.records import Document, Rejected


def read(data: bytes) -> Document | Rejected:
    (found,) = eml.create().read(io.BytesIO(data), "a.eml")
    return found


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
            "text: attachments were not read (1)",
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
