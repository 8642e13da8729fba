"""Files that are damaged, too large, or no question sets at all."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.sets import check, load
from index.errors import UnreadableFileError

Write = Callable[..., Path]

_GOOD = {"id": "q1", "question": "What did it cost?"}


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "set.jsonl.gz"
    bomb.write_bytes(gzip.compress(b'{"id": "q1", "question": "x"}\n' + b" " * (40 << 20)))

    (fault,) = check(bomb)

    assert "unpacks to more than 200 times its size" in fault.message


def test_a_line_beyond_the_bound_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": "q0", "question": "' + b"x" * (65 << 20) + b'"}\n')
        file.write(b'{"id": "q1", "question": "Who?", "as_of": "soon"}\n')

    faults = [(fault.line, fault.field) for fault in check(path)]

    assert faults == [(1, ""), (2, "as_of")]


def test_a_cut_gzip_file_says_so(write: Write) -> None:
    path = write("set.jsonl.gz", *({"id": f"q{n}", "question": "x" * (n + 1)} for n in range(900)))
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(UnreadableFileError, match="is cut off or damaged; copy it again"):
        load(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", 'expected one question per line, {"id": ..., "question": ...}'),
        (b"id,question\n1,Who?\n", "line 1: is not JSON"),
        (b'{"id": "a", "text": "An article."}\n', "contains articles, not questions"),
        (b"[1, 2]\n", "expected a JSON object"),
        ('{"id": "q1"}'.encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"\x1f\x8bnot gzip", "is damaged"),
    ],
)
def test_an_invalid_file_is_reported_with_what_was_expected(
    tmp_path: Path, data: bytes, message: str
) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(data)

    with pytest.raises(UnreadableFileError) as caught:
        load(path)

    assert str(path) in str(caught.value)
    assert message in str(caught.value)
    assert [str(fault) for fault in check(path)] == [str(caught.value)]


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"missing\.jsonl: cannot be read: No such file"):
        load(tmp_path / "missing.jsonl")
    with pytest.raises(UnreadableFileError, match=r"expected questions\.jsonl with corpus\.jsonl"):
        load(tmp_path)


def test_sets_are_named_after_their_folder_and_file(write: Write) -> None:
    assert load(write("harbour/dev.jsonl.gz", _GOOD)).name == "harbour-dev"
    assert load(write("harbour/harbour2.jsonl", _GOOD)).name == "harbour2"
