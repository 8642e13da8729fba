"""Gzip and zip under bounds: what is too much or broken is rejected by name, the rest is read."""

import gzip
import io
import os
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InputError, TooLargeError
from index.files.archives import Member, members
from index.files.bounded import Bounds
from index.files.streams import read_head
from index.records import Rejected

WORDS = b"word " * 20


def zipped(files: Sequence[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def unpacked(data: bytes, name: str, bounds: Bounds | None = None) -> list[tuple[str, bytes | str]]:
    """(origin, content) of each member, or (origin, reason)."""
    found: list[tuple[str, bytes | str]] = []
    for member in members(io.BytesIO(data), name, bounds or Bounds()):
        if isinstance(member, Rejected):
            found.append((member.origin, member.reason))
        else:
            found.append((member.origin, content_of(member)))
    return found


def content_of(member: Member) -> bytes | str:
    try:
        return member.stream.read()
    except InputError as exc:
        return str(exc)


def test_gzip_holds_one_file_called_as_it_without_the_ending() -> None:
    member = next(members(io.BytesIO(gzip.compress(b"words")), "a.jsonl.gz", Bounds()))

    assert isinstance(member, Member)
    assert (member.origin, member.name) == ("a.jsonl.gz", "a.jsonl")


def test_several_gzip_parts_are_one_file() -> None:
    assert unpacked(gzip.compress(b"one ") + gzip.compress(b"two"), "a.gz") == [
        ("a.gz", b"one two")
    ]


def test_a_zip_gives_its_files_but_no_hidden_ones() -> None:
    data = zipped([("a.txt", "one"), ("in/b.txt", "two"), (".c", "x"), ("__MACOSX/a.txt", "x")])

    assert unpacked(data, "n.zip") == [("n.zip/a.txt", b"one"), ("n.zip/in/b.txt", b"two")]


def test_archives_in_an_archive_are_opened_one_level_deep() -> None:
    inner = zipped([("c.txt", "deep"), ("too.zip", zipped([("d.txt", "deeper")]))])
    data = zipped([("in.zip", inner), ("b.txt.gz", gzip.compress(b"packed"))])

    assert unpacked(data, "n.zip") == [
        ("n.zip/in.zip/c.txt", b"deep"),
        ("n.zip/in.zip/too.zip", "is an archive nested three deep; unpack it first"),
        ("n.zip/b.txt.gz", b"packed"),
    ]


def test_a_bomb_is_rejected_by_name_and_bound_and_the_rest_goes_on() -> None:
    data = zipped([("bomb.txt", bytes(12 << 20)), ("ok.txt", "fine")])

    (bomb, reason), fine = unpacked(data, "n.zip")

    assert bomb == "n.zip/bomb.txt"
    assert "more than 200 times its size" in str(reason)
    assert fine == ("n.zip/ok.txt", b"fine")


def test_a_member_may_have_only_so_many_bytes() -> None:
    data = zipped([("big.txt", os.urandom(3000)), ("ok.txt", "fine")])

    big, fine = unpacked(data, "n.zip", Bounds(member_bytes=2000))

    assert "the limit for one member" in str(big[1])
    assert fine == ("n.zip/ok.txt", b"fine")


def test_all_members_together_may_have_only_so_many_bytes() -> None:
    data = zipped([(f"{n}.txt", os.urandom(1000)) for n in range(5)])

    found = unpacked(data, "n.zip", Bounds(total_bytes=2500))

    assert [len(content) == 1000 for _, content in found] == [True, True, False, False]
    assert "the limit for an archive" in str(found[2][1])
    assert found[3] == (
        "n.zip",
        "the rest was not read: the archive unpacks to too many bytes: split it, "
        "or raise DATELINE_MAX_ARCHIVE_BYTES",
    )


def test_there_may_be_only_so_many_members() -> None:
    data = zipped([(f"{n}.txt", "x") for n in range(5)])

    found = unpacked(data, "n.zip", Bounds(members=3))

    assert found[3:] == [("n.zip", "has more than 3 members; split it")]


def test_a_gzip_that_is_cut_off_gives_what_came_before_then_fails() -> None:
    content = os.urandom(200_000)
    found = members(io.BytesIO(gzip.compress(content)[:100_000]), "a.gz", Bounds())
    member = next(found)

    assert isinstance(member, Member)
    before = read_head(member.stream, len(content))
    with pytest.raises(InputError, match="is cut off or damaged"):
        member.stream.read()
    assert content.startswith(before)
    assert len(before) > 90_000


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_that_is_cut_off_gives_the_members_before_the_cut(method: int) -> None:
    contents = [os.urandom(2000) for _ in range(10)]
    data = zipped([(f"{n}.txt", content) for n, content in enumerate(contents)], method)

    found = unpacked(data[: len(data) // 2], "n.zip")

    whole = [content for _, content in found if isinstance(content, bytes)]
    assert whole == contents[: len(whole)]
    assert len(whole) >= 4
    assert found[-2][1] == "is cut off or damaged; copy it again"
    assert "its list of members is missing" in str(found[-1][1])


def test_office_files_are_no_archives_of_articles() -> None:
    data = zipped([("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")])

    assert unpacked(data, "a.xlsx") == [
        ("a.xlsx", "binary: an office file or program, not text; save it as text")
    ]


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
        (("mimetype", "content.xml"), "opendocument.text"),
    ],
)
def test_texts_of_word_processors_are_members_of_their_own(
    parts: tuple[str, str], kind: str
) -> None:
    data = zipped([(part, "application/vnd.oasis.opendocument.text") for part in parts])

    (member,) = members(io.BytesIO(data), "a", Bounds())

    assert isinstance(member, Member)
    assert (member.media_type or "").endswith(kind)
    assert member.stream.read() == data


def test_methods_that_may_ask_for_gigabytes_are_refused() -> None:
    assert unpacked(zipped([("a.txt", "x" * 999)], zipfile.ZIP_LZMA), "n.zip") == [
        ("n.zip/a.txt", "uses compression method 14; zip it with deflate")
    ]


def test_reading_beyond_a_bound_raises_too_large() -> None:
    data = gzip.compress(bytes(11 << 20))
    found = members(io.BytesIO(data), "a.gz", Bounds())
    member = next(found)

    assert isinstance(member, Member)
    with pytest.raises(TooLargeError, match="zip bomb"):
        member.stream.read()


@pytest.mark.parametrize("sound", [zipped([("a.txt", WORDS)]), gzip.compress(WORDS, mtime=0)])
@given(noise=st.binary(max_size=400), at=st.integers(0, 300))
@settings(deadline=None)
def test_what_is_damaged_is_whole_all_the_same_or_named(
    sound: bytes, noise: bytes, at: int
) -> None:
    data = sound[:at] + noise

    found = unpacked(data, "n")

    assert all(origin.startswith("n") for origin, _ in found)
    contents = [content for _, content in found]
    # So little may be left that it is no archive any more: then it is a file of its own.
    assert contents in ([WORDS], [data]) or any(isinstance(content, str) for content in contents)
