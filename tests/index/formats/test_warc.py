"""Web archives: their pages are read one by one, and hostile ones end."""

import gzip
import io

import pytest

from index.formats import read_bytes, read_stream
from index.records import Document, Rejected

STORY = "The lighthouse at {} was sold to a choir for one crown, the coast guard said on Friday."


def record(
    body: bytes,
    *,
    uri: str = "https://coast.example/2026/03/03/light",
    kind: str = "response",
    content_type: str = "application/http; msgtype=response",
    length: int | None = None,
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n"
        "WARC-Date: 2026-03-03T16:05:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: {content_type}\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(
    body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def page(place: str, charset: str = "utf-8") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>Sold at {place}</title></head><body><article>"
        f"<p>{STORY.format(place)}</p></article></body></html>"
    ).encode(charset)


def read(data: bytes, name: str = "a.warc") -> list[Document | Rejected]:
    return list(read_bytes(data, name))


@pytest.mark.parametrize("packed", [False, True])
def test_every_page_becomes_an_article_and_nothing_else_does(packed: bool) -> None:
    records = [
        record(b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(answer(page("Skarv"))),
        record(answer(b"\x89PNG", kind="image/png")),
        record(answer(page("Moved"), status="301 Moved")),
        record(answer(page("Gone"), status="404 Not Found")),
        record(answer(page("Brömme", "cp1252"), kind="text/html; charset=windows-1252")),
        record(page("Holm"), kind="resource", content_type="text/html"),
    ]
    data = b"".join(map(gzip.compress, records)) if packed else b"".join(records)

    found = read(data, "a.warc.gz" if packed else "a.warc")

    assert [one.text for one in found if isinstance(one, Document)] == [
        STORY.format(place) for place in ("Skarv", "Brömme", "Holm")
    ]
    assert [one.origin.rpartition(", ")[2] for one in found] == ["entry 3", "entry 7", "entry 8"]


def test_an_article_has_the_address_that_was_asked_for_and_no_date_of_the_crawl() -> None:
    (found,) = read(record(answer(page("Skarv"))))
    (undated,) = read(record(answer(page("Skarv")), uri="https://coast.example/light"))

    assert isinstance(found, Document)
    assert isinstance(undated, Document)
    assert (found.url, found.published) == ("https://coast.example/2026/03/03/light", "2026-03-03")
    assert found.assumed == ("published: 2026-03-03, from the URL",)
    assert undated.published is None


def test_texts_that_were_made_of_pages_are_read() -> None:
    text = record(STORY.format("Skarv").encode(), kind="conversion", content_type="text/plain")

    (found,) = read(text, "a.wet")

    assert isinstance(found, Document)
    assert found.text == STORY.format("Skarv")


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(page("Skarv")), "Content-Encoding: gzip\r\n"),
        (
            f"{len(page('Skarv')):x}\r\n".encode() + page("Skarv") + b"\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n",
        ),
    ],
)
def test_a_page_is_read_as_it_was_sent(body: bytes, more: str) -> None:
    (found,) = read(record(answer(body, more=more)))

    assert isinstance(found, Document)
    assert found.text == STORY.format("Skarv")


def test_thousands_of_small_records_are_read() -> None:
    small = record(answer(b"", status="304 Not Modified")) * 6_000

    (found,) = read(small + record(answer(page("Skarv"))))

    assert isinstance(found, Document)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (record(answer(page("Skarv")))[:-90], "is cut off; copy the archive again"),
        (record(answer(b"", kind="image/png")), "contains no web page"),
        (b"WARC/1.0\r\n" + b"x" * (2 << 20), "has a record whose headers are larger than 1 MiB"),
        (
            record(answer(gzip.compress(b"<p>" * (6 << 20)), more="Content-Encoding: gzip\r\n")),
            "is larger than the limit of 16 MiB for one page",
        ),
        (
            record(answer(page("Skarv")), length=30 << 20),
            "is larger than the limit of 16 MiB for a page",
        ),
        (b"WARC/1.0\r\n\r\nrest\r\n\r\n", "contains no web page"),
    ],
)
def test_a_damaged_or_hostile_archive_ends_with_a_reason(data: bytes, reason: str) -> None:
    found = read(data)

    assert isinstance(found[-1], Rejected)
    assert found[-1].reason.startswith(reason)


class Endless(io.RawIOBase):
    """An archive that repeats one page for ever, and how much of it was asked for."""

    def __init__(self, one: bytes) -> None:
        self._one = one
        self._left = b""
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._left = self._left or self._one
        taken = self._left[: len(buffer)]
        self._left = self._left[len(taken) :]
        buffer[: len(taken)] = taken
        self.given += len(taken)
        return len(taken)


def test_an_archive_is_read_as_it_streams_in() -> None:
    endless = Endless(record(answer(page("Skarv"))))

    found = read_stream(io.BufferedReader(endless), "a.warc")
    first = [next(found) for _ in range(3)]

    assert all(isinstance(one, Document) for one in first)
    assert endless.given < 1 << 20


def test_an_arc_is_read_as_well() -> None:
    about = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://a.arc 0.0.0.0 20060101000000 text/plain %d\n%s\n" % (len(about), about)
    records = [
        (b"https://coast.example/2006/03/03/light", answer(page("Skarv"))),
        (b"https://coast.example/gone", answer(page("Gone"), status="404 Not Found")),
        (b"https://coast.example/b", answer(page("Brömme", "cp1252"), kind="text/html")),
    ]
    data = head + b"".join(
        b"%s 1.2.3.4 20060102000000 text/html %d\n%s\n" % (uri, len(body), body)
        for uri, body in records
    )

    found = read(data, "a.arc")
    packed = read(gzip.compress(data), "a.arc.gz")
    unnamed = read(data, "upload")

    assert [one.text for one in found if isinstance(one, Document)] == [
        STORY.format("Skarv"),
        STORY.format("Brömme"),
    ]
    addresses = [getattr(one, "url", None) for one in found]
    assert addresses == [records[0][0].decode(), records[2][0].decode()]
    assert [getattr(one, "published", None) for one in found] == ["2006-03-03", None]
    assert [one.origin for one in packed] == ["a.arc.gz, entry 2", "a.arc.gz, entry 4"]
    assert [type(one) for one in unnamed] == [Document, Document]
