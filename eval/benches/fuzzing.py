"""Parsers fed with damaged files: `python -m eval.benches.fuzzing --minutes 20`.

Valid files of every format are changed at random, byte by byte and block by block, and read as for
ingestion: parsed, split into sentences, searched for quotations. Nothing may raise, take long, need
much memory or end the process. Reading happens in separate processes, so that a crash is recorded
and the run continues.
"""

import argparse
import io
import os
import random
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from rich.console import Console

from eval.support.machine import timed
from index.embedders import load as load_embedder
from index.errors import InputError
from index.formats import read_bytes
from index.formats.steps.recognise import format_names
from index.formats.steps.recognise import load as load_format
from index.prepare import check, drafts
from index.records import Document, Rejected
from service.demo import articles_folder

_AT_ONCE = 50
_MOST_SECONDS = 10
"""Of processor time, for one file."""
_MOST_BYTES = 1 << 30
"""Maximum memory beyond what the process already used."""
_TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"]]>", b"<![CDATA[", b"<!--", b"<p>" * 50, b'"', b"'",
    b"\r\n\r\n", b"From a 11:11:11 2026\n", b"&#x110000;", b"&#0;", b"-1", b"9" * 400, b"{" * 500,
    b"[" * 500, b"=?utf-8?b?", b"%PDF-1.7\n", b"PK\3\4", b"\x1f\x8b", b"\n" * 300, b" " * 3000,
    b"\xf0\x9f\x8c\x89", "\u202e\u200b\u00ad".encode(), b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b",,,,", b"\xed\xa0\x80", b"NaN", b"1e999",
)  # fmt: skip
_STORY = (
    "The lighthouse at Skarv was sold to a choir for one crown, the coast guard said on Friday. "
    "“We will sing there in winter,” said Ane Lund, who leads the choir.\n\n"
    "The keeper moved out in May 2024. It cost 3.5 million crowns to repair, she added."
)


class Sample(Struct, frozen=True):
    """One valid file."""

    format: str
    name: str
    data: bytes


def samples() -> list[Sample]:
    """At least one file of each format, and archives."""
    found = [*_of_the_demo(), *_made()]
    missing = set(format_names()) - {one.format for one in found}
    if missing:
        raise RuntimeError(f"no sample of {sorted(missing)}")
    return found


def changed(sample: Sample, chance: random.Random) -> bytes:
    """The file with some damage; in a zip, often in one of its parts instead of its bytes."""
    if sample.data.startswith(b"PK") and chance.random() < 0.7:
        return _changed_inside(sample.data, chance)
    data = sample.data
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        data = chance.choice(_CHANGES)(data, chance)
    return data


def read(sample: Sample, data: bytes) -> Counter[str]:
    """Read damaged bytes as an upload or directly by format; return the outcome.

    Raises:
        Exception: any exception of a reader.
    """
    outcomes: Counter[str] = Counter()
    # By its name and first bytes, or by the format whatever the bytes say.
    as_upload = len(data) % 2
    reader = load_format(sample.format)
    for found in (
        read_bytes(data, sample.name) if as_upload else reader.read(io.BytesIO(data), sample.name)
    ):
        if isinstance(found, Rejected):
            outcomes["refused"] += 1
            continue
        try:
            check(found)
        except InputError:
            outcomes["refused later"] += 1
            continue
        _hold_law(found)
        outcomes["read"] += 1
    return outcomes


def _hold_law(document: Document) -> None:
    (draft,) = drafts([document], load_embedder("letters"), lambda _: frozenset())
    places = [(s.start, s.end) for s in draft.sentences]
    if any(not 0 <= start < end <= len(document.text) for start, end in places):
        raise AssertionError(f"sentences outside of the text: {places}")


# Changes


def _flip(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) or 1)
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _leave_out(data: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 3, 100)) + data[end:]


def _move(data: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    place = chance.randrange(len(data) + 1)
    return data[:place] + data[start:end] + data[place:]


def _put_in(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(_TOKENS) + data[place:]


def _block(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 4, 32, 256, 2048)))


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _flip,
    lambda data, chance: data[: chance.randrange(len(data) + 1)],
    _leave_out,
    _repeat,
    _move,
    _put_in,
    _put_in,
)


def _changed_inside(data: bytes, chance: random.Random) -> bytes:
    """A sound zip with one damaged part: its checksum is right."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = chance.choice(sorted(parts))
    parts[chosen] = changed(Sample("", chosen, parts[chosen]), chance)
    return zipped(parts)


# Samples


def _of_the_demo() -> Iterator[Sample]:
    suffixes = {suffix: name for name in format_names() for suffix in load_format(name).suffixes}
    known: Counter[str] = Counter()
    for path in sorted(articles_folder().rglob("*")):
        name = suffixes.get(path.suffix)
        if path.is_file() and name is not None and known[name] < 3:
            known[name] += 1
            yield Sample(name, path.name, path.read_bytes())


def _made() -> Iterator[Sample]:
    """What the demo has none of."""
    paragraphs = _STORY.split("\n\n")
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    body = f'<w:document xmlns:w="{word}"><w:body>{lines}</w:body></w:document>'
    core = "<c:coreProperties xmlns:c='urn:c'><title>Light</title></c:coreProperties>"
    docx = {"[Content_Types].xml": "<Types/>", "word/document.xml": body, "docProps/core.xml": core}
    yield Sample("docx", "a.docx", zipped({n: text.encode() for n, text in docx.items()}))
    space = "urn:oasis:names:tc:opendocument:xmlns"
    lines = "".join(f"<text:p>{p}</text:p>" for p in paragraphs)
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:text="{space}:text:1.0"><office:body><office:text>{lines}</office:text>'
        "</office:body></office:document-content>"
    )
    odt = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    yield Sample("odt", "a.odt", zipped({n: text.encode() for n, text in odt.items()}))
    rtf = "\\par\\par ".join(paragraphs).encode("ascii", "backslashreplace").decode()
    yield Sample("rtf", "a.rtf", f"{{\\rtf1\\ansi{{\\b Light}}\\par {rtf}}}".encode())
    page = f"<html><head><title>Light</title></head><body><p>{_STORY}</p></body></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    record = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/2026/03/03/light"
        "\r\nWARC-Date: 2026-03-03T16:05:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: "
        f"application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    yield Sample("warc", "a.warc", (record.encode() + answer + b"\r\n\r\n") * 2)
    mail = f"From: a@b.example\nSubject: Light\nDate: Tue, 03 Mar 2026 16:05:00 +0000\n\n{_STORY}\n"
    yield Sample("mbox", "a.mbox", f"From a@b.example Tue Mar  3 16:05:00 2026\n{mail}\n".encode())
    items = "".join(f"<p>{p}</p>" for p in paragraphs)
    news = (
        '<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:n:1" '
        'version="1"><itemMeta><versionCreated>2026-03-03T16:05:00Z</versionCreated></itemMeta>'
        "<contentMeta><headline>Light</headline></contentMeta><contentSet><inlineXML>"
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{items}</body></html>'
        "</inlineXML></contentSet></newsItem>"
    )
    yield Sample("newsml", "a.xml", news.encode())
    feed = (
        '<rss version="2.0"><channel><title>Coast</title><item><title>Light</title><link>'
        f"https://a.example/1</link><pubDate>Tue, 03 Mar 2026 16:05:00 GMT</pubDate><description>"
        f"{_STORY}</description></item></channel></rss>"
    )
    yield Sample("feed", "a.rss", feed.encode())
    yield Sample("txt", "many.zip", zipped({f"{n}.txt": _STORY.encode() for n in range(3)}))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


# Processes


class Fuzzer:
    """Reads damaged files until the time is over, and notes what went wrong."""

    def __init__(self, seed: int, keep: Path | None = None) -> None:
        """Set the seed, and the folder for files that break something, if any."""
        self.files: Counter[str] = Counter()
        self.faults: list[str] = []
        self._samples = samples()
        self._seed = seed
        self._keep = keep
        self._number = 0

    def round(self, formats: Sequence[str] = ()) -> None:
        """Read some files in a separate process."""
        numbers = iter(range(self._number, self._number + _AT_ONCE))
        self._number += _AT_ONCE
        while (number := next(numbers, None)) is not None:
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                self._read_and_exit([number, *numbers], writing, formats)
            os.close(writing)
            with os.fdopen(reading, encoding="utf-8") as told:
                lines = told.read().splitlines()
            _, status = os.waitpid(child, 0)
            self._note(lines, os.waitstatus_to_exitcode(status))
            begun = sum(not line.startswith("!") for line in lines)
            numbers = iter(range(number + max(1, begun), self._number))

    def _note(self, lines: Sequence[str], code: int) -> None:
        begun = [line for line in lines if not line.startswith("!")]
        self.files.update(line.split()[1] for line in begun)
        self.faults += [line for line in lines if line.startswith("!")]
        if code:
            why = "took too long" if code == -signal.SIGPROF else f"ended with {code}"
            self.faults.append(f"! {begun[-1] if begun else 'the process'}: {why}")

    def _read_and_exit(self, numbers: Sequence[int], writing: int, formats: Sequence[str]) -> None:
        before = _memory()
        resource.setrlimit(resource.RLIMIT_AS, (before + _MOST_BYTES, before + _MOST_BYTES))
        for number in numbers:
            chance = random.Random(f"{self._seed} {number}")  # noqa: S311
            fitting = [s for s in self._samples if not formats or s.format in formats]
            # PDFs are read in a separate process, which takes a hundred times as long to start.
            sample = chance.choices(fitting, [1 if s.format == "pdf" else 5 for s in fitting])[0]
            data = changed(sample, chance)
            os.write(writing, f"{number} {sample.format} {sample.name}\n".encode())
            signal.setitimer(signal.ITIMER_PROF, _MOST_SECONDS)
            if self._keep is not None:
                (self._keep / f"{number}-{sample.name}").write_bytes(data)
            try:
                read(sample, data)
            except BaseException as exc:  # noqa: BLE001
                words = f"! {number} {sample.format} {sample.name}: {type(exc).__name__}: {exc}"
                os.write(writing, (" ".join(words.split())[:500] + "\n").encode())
            else:
                if self._keep is not None:
                    (self._keep / f"{number}-{sample.name}").unlink()
            signal.setitimer(signal.ITIMER_PROF, 0)
        os._exit(0)


def _memory() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def main(arguments: Sequence[str] | None = None) -> None:
    """Fuzz; exit status 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--files", type=int, help="end after so many, whatever the time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="+", default=())
    parser.add_argument("--keep", type=Path, help="a folder for files that break something")
    options = parser.parse_args(arguments)
    fuzzer = Fuzzer(options.seed, options.keep)
    until = time.monotonic() + options.minutes * 60
    with timed() as timing:
        while time.monotonic() < until and fuzzer.files.total() < (options.files or sys.maxsize):
            fuzzer.round(options.formats)
    console = Console()
    for fault in fuzzer.faults:
        console.print(fault, markup=False)
    total = sum(fuzzer.files.values())
    console.print(f"{total} files {dict(sorted(fuzzer.files.items()))}, {len(fuzzer.faults)} wrong")
    console.print(str(timing))
    sys.exit(1 if fuzzer.faults else 0)


if __name__ == "__main__":
    main()
