"""Uploads, files, folders: each is read by its format, and none stops the rest."""

import gzip
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.formats import format_for, read_bytes, read_paths, read_stream
from index.formats.contract import Format
from index.formats.steps.recognise import format_names, load
from index.records import Document, Rejected

ROOT = Path(__file__).resolve().parents[3]
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj"
HTML = b"<!-- x -->\n<!DOCTYPE html><html><body><p>Words.</p></body></html>"
RSS = b'<?xml version="1.0"?>\n<rss version="2.0"><channel></channel></rss>'
ROW = b'{"text": "Words."}\n'
MAIL = b"From: a@example.org\nSubject: x\nDate: y\n\nWords."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def name_of(found: Format | None) -> str | None:
    return type(found).__module__.rpartition(".")[2] if found else None


def summary(found: Sequence[Document | Rejected]) -> list[tuple[str, str]]:
    return [(one.origin, one.text if isinstance(one, Document) else "rejected") for one in found]


@pytest.mark.parametrize(
    ("name", "head", "media_type", "format"),
    [
        ("a.txt", b"Words.", None, "txt"),
        ("a.MD", b"# Words", None, "md"),
        ("a.csv", b"text\nx", "application/vnd.ms-excel", "csv"),
        ("a.jsonl", ROW, "application/octet-stream", "jsonl"),
        ("a.json", b"[" + ROW + b"]", "application/json", "jsonl"),
        ("a.eml", MAIL, None, "eml"),
        ("a.xml", RSS, "text/xml", "feed"),
        ("a.txt", PDF, "text/plain", "pdf"),
        ("a.txt", HTML, "text/plain", "html"),
        ("a.txt", HTML.decode().encode("utf-16"), None, "html"),
        ("a.html", RSS, "text/html", "feed"),
        ("a.txt", PNG, "text/plain", None),
        ("a.html", PNG, "text/html", None),
        ("a.jsonl", bytes(200), None, None),
        ("a.pdf", b"no pdf", None, "pdf"),
        ("article", b"<p>Words.</p>", "text/html; charset=utf-8", "html"),
        ("story.2025-09-18", b"Words.", None, "txt"),
        ("story", b"Words.", None, "txt"),
        ("story", ROW, None, "jsonl"),
        ("story", MAIL, None, "eml"),
        ("a.md", b"# Words", "text/plain", "md"),
        ("a.py", b"import this", None, None),
        ("a.png", b"Words.", None, None),
    ],
)
def test_a_file_is_read_by_its_bytes_its_declared_type_and_its_name(
    name: str, head: bytes, media_type: str | None, format: str | None
) -> None:
    assert name_of(format_for(name, head, media_type)) == format


def test_a_prologue_of_many_comments_is_recognised_in_no_time() -> None:
    assert name_of(format_for("a", b"<!---->" * 1_100 + b"x")) == "txt"


def test_the_charset_of_the_media_type_reaches_the_format() -> None:
    (found,) = read_bytes(
        "Größe".encode("cp1252"), "a.txt", media_type='text/plain; charset="latin1"'
    )

    assert isinstance(found, Document)
    assert (found.text, found.assumed) == ("Größe", ("encoding: cp1252, as declared (latin1)",))


def test_an_upload_that_is_an_archive_is_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "One.")
        archive.writestr("rows.jsonl.gz", gzip.compress(ROW))
        archive.writestr("picture.png", PNG)

    assert summary(list(read_bytes(packed.getvalue(), "news.zip"))) == [
        ("news.zip/a.txt", "One."),
        ("news.zip/rows.jsonl.gz, line 1", "Words."),
        ("news.zip/picture.png", "rejected"),
    ]


def test_a_cut_off_corpus_gives_its_rows_up_to_the_cut() -> None:
    rows = b"".join(b'{"text": "%s"}\n' % os.urandom(30).hex().encode() for _ in range(2_000))
    packed = gzip.compress(rows)

    found = list(read_bytes(packed[: len(packed) // 2], "a.jsonl.gz"))

    assert found[-1] == Rejected("a.jsonl.gz", "is cut off or damaged; copy it again")
    assert 900 < sum(isinstance(one, Document) for one in found) < 1_100


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "is empty"),
        (PNG, "a.txt", "binary: a PNG image, not text; give the article as text"),
        (bytes(257) + b"ustar", "a.tar.gz", "binary: a tar archive; unpack it first"),
        (b"BZh91AY\0", "a.txt", "binary: bzip2 data; unpack it first"),
        (b"x", "a.py", ".py is not a supported format; supported are .arc, .atom, .csv"),
        (b"PK\x03\x04junk", "a.zip", "is cut off or damaged"),
        (b"\x1f\x8bjunk", "a.gz", "is cut off or damaged"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_the_reason(
    data: bytes, name: str, reason: str
) -> None:
    (found,) = read_bytes(data, name)

    assert isinstance(found, Rejected)
    assert found.reason.startswith(reason)


def test_a_folder_is_read_by_name_without_hidden_files_and_loops(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("Two.")
    (tmp_path / "b" / "back").symlink_to(tmp_path)
    (tmp_path / "a.md").write_text("One.")
    (tmp_path / ".hidden.txt").write_text("No.")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("No.")
    (tmp_path / "c.txt").symlink_to(tmp_path / "b" / "two.txt")
    (tmp_path / "d.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "e.txt")
    (tmp_path / "f.txt").write_bytes(PNG)

    found = list(read_paths([tmp_path, tmp_path / "missing.txt"]))

    assert [(Path(origin).name, text) for origin, text in summary(found)] == [
        ("a.md", "One."),
        ("two.txt", "Two."),
        ("c.txt", "Two."),
        ("d.txt", "rejected"),
        ("e.txt", "rejected"),
        ("f.txt", "rejected"),
        ("missing.txt", "rejected"),
    ]


def test_a_folder_of_the_deepest_path_is_read(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(400):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("Deep.")

    assert [one.text for one in read_paths([tmp_path]) if isinstance(one, Document)] == ["Deep."]


def test_standard_input_is_read_as_it_streams() -> None:
    code = (
        "from pathlib import Path; from index.formats import read_paths\n"
        "for one in read_paths([Path('-')]): print(one.origin, one.text)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=gzip.compress(ROW),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )

    assert done.stdout.decode().strip() == "standard input, line 1 Words."


def test_importing_the_formats_loads_no_heavy_library() -> None:
    code = (
        "import sys, index.formats as s\n"
        "import index.formats.steps.opening, index.web.articles\n"
        "list(s.read_bytes(b'x', 'a.txt'))\n"
        "heavy = {'trafilatura', 'lxml', 'pypdf', 'feedparser', 'markdown_it', 'httpx2'}\n"
        "print(heavy & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)

    assert done.stdout.decode().strip() == "set()"


SAMPLES = [
    PDF,
    HTML,
    RSS,
    ROW * 3,
    MAIL,
    b"text,id\nWords.,1\n",
    b"# T\n\n- a\n",
    gzip.compress(ROW),
]


@pytest.mark.short(3)
@pytest.mark.parametrize("format", format_names())
@given(data=st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_arbitrary_bytes_never_crash_a_format(format: str, data: bytes) -> None:
    _check(list(load(format).read(io.BytesIO(data), "x")))


@given(
    sample=st.sampled_from(SAMPLES),
    at=st.integers(0, 120),
    noise=st.binary(max_size=20),
    name=st.sampled_from([f"x.{suffix}" for suffix in ("txt", "html", "xml", "json", "eml", "md")]),
)
@settings(deadline=None)
def test_damaged_files_never_stop_the_reading(
    sample: bytes, at: int, noise: bytes, name: str
) -> None:
    _check(list(read_bytes(sample[:at] + noise + sample[at:], name)))


def _check(found: list[Document | Rejected]) -> None:
    for one in found:
        if isinstance(one, Document):
            assert one.text.strip()
            one.text.encode("utf-8")
        else:
            assert one.reason


def test_a_stream_that_fails_is_rejected() -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # noqa: ARG002
            raise OSError(5, "Input/output error")

    (found,) = read_stream(io.BufferedReader(Failing()), "a.txt")

    assert isinstance(found, Rejected)
    assert "Input/output error" in found.reason
