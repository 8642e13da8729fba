"""Reads the objects of a JSON array one by one, without loading the whole array."""

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from index.files.streams import Line, Rejoined

MOST_LISTS = 250_000
"""Lists and objects in one value: one takes two bytes of JSON, and thirty times as much memory."""

_CHUNK_BYTES = 1 << 16
_BLANKS = re.compile(r"[ \t\r\n]*")
_NEAR_THE_END = 16
_IN_WORDS = {
    "Unterminated string starting at": "the text that begins there has no closing quotation mark",
    "Invalid control character at": "a line break or another control character stands in a text",
}


class Value(Struct, frozen=True):
    """A value and the line it begins on, or why nothing after that line can be read."""

    line: int
    value: object = None
    problem: str = ""


def values(first: Line, rest: BinaryIO, limit: int) -> Iterator[Value]:
    """Yield the elements of the array that begins with `first`, or the one object.

    The first error ends it, because the start of the next element is then unknown.
    """
    # In chunks, whatever the length of the first line: what has been read belongs to the next
    # value.
    whole = io.BufferedReader(Rejoined(first.data or b"", rest), _CHUNK_BYTES)
    window = _Window(whole, first.number, limit)
    try:
        yield from _elements(window)
    except UnicodeDecodeError:
        yield Value(window.line, problem="invalid UTF-8; save the file as UTF-8")
    except json.JSONDecodeError as exc:
        yield Value(window.line, problem=f"invalid JSON ({in_words(exc)}); the rest was not read")
    except (ValueError, RecursionError) as exc:
        yield Value(window.line, problem=f"invalid JSON ({exc}); the rest was not read")


def in_words(exc: json.JSONDecodeError) -> str:
    """What is wrong; json's own words may be the beginning of a sentence that a place ends."""
    return _IN_WORDS.get(exc.msg, exc.msg)


def check_lists(text: str) -> None:
    """Refuse a value of so many lists that it would fill the memory.

    Raises:
        ValueError: it has more opening brackets than `MOST_LISTS`, those in strings included.
    """
    if text.count("[") + text.count("{") > MOST_LISTS:
        raise ValueError(f"it has more than {MOST_LISTS:,} opening brackets")


def _elements(window: "_Window") -> Iterator[Value]:
    if window.next_character() == "[":
        window.skip_character()
        yield from _until_the_bracket(window)
    else:
        yield Value(window.line, window.take_value())
    if character := window.next_character():
        raise ValueError(f"unexpected {character!r} after the end")


def _until_the_bracket(window: "_Window") -> Iterator[Value]:
    if window.next_character() == "]":
        window.skip_character()
        return
    character = ","
    while character == ",":
        window.next_character()
        yield Value(window.line, window.take_value())
        character = window.next_character()
        if not character:
            raise ValueError("it ends unexpectedly")
        if character not in ",]":
            raise ValueError(f"expected ',' or ']', not {character!r}")
        window.skip_character()


class _Window:
    """The part of the text that is not yet parsed: `text[at:]`."""

    def __init__(self, rest: BinaryIO, line: int, limit: int) -> None:
        self.line = line
        self._json = json.JSONDecoder()
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._rest = rest
        self._limit = limit
        self._text = ""
        self._at = 0

    def next_character(self) -> str:
        """Skip blanks and return the next character, or "" at the end."""
        while True:
            match = _BLANKS.match(self._text, self._at)
            self._move_to(match.end() if match else self._at)
            if self._at < len(self._text) or not self._grow(_CHUNK_BYTES):
                return self._text[self._at : self._at + 1]

    def skip_character(self) -> None:
        """Skip one character that is not a line break."""
        self._at += 1

    def take_value(self) -> object:
        """Parse and return one value. Doubling what is read keeps the work linear."""
        size = _CHUNK_BYTES
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as exc:
                if not _may_be_cut(exc):
                    raise
                # All that is left belongs to this value, which does not end in it.
                check_lists(self._text[self._at :])
                if not self._grow(size):
                    raise
                self._refuse_giants()
                size *= 2
                continue
            # A number at the very end may continue.
            if end == len(self._text) and self._grow(size):
                continue
            self._move_to(end)
            return value

    def _refuse_giants(self) -> None:
        if len(self._text) - self._at > self._limit:
            raise ValueError(f"an object is larger than {self._limit >> 20} MiB")

    def _move_to(self, at: int) -> None:
        self.line += self._text.count("\n", self._at, at)
        self._at = at

    def _grow(self, size: int) -> bool:
        data = self._rest.read(size)
        words = self._decode(data, not data)
        if data:
            self._text = self._text[self._at :] + words
            self._at = 0
        return bool(data)


def _may_be_cut(exc: json.JSONDecodeError) -> bool:
    """Whether more text could fix it: errors at the end, and unterminated strings."""
    return exc.pos + _NEAR_THE_END >= len(exc.doc) or exc.msg.startswith("Unterminated")
