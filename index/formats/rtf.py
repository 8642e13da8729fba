"""RTF: the text of a file, one article per file.

Invisible parts are skipped: hidden and deleted words, notes, headers, footers, pictures and field
instructions. The file's dates say when it was created, not when the article was published.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from index.errors import TooLargeError, UnreadableFileError
from index.files.streams import read_all
from index.formats.contract import BinaryFormat, Documents, Format
from index.formats.steps.document import rejecting
from index.formats.steps.office import Block, office_document
from index.interruption import steps

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z'])|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
MAX_BYTES = 32 << 20
_DEEPEST = 1_000
_LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator pict object "
    b"objdata header headerl headerr headerf footer "
    b"footerl footerr footerf footnote annotation atnid "
    b"atnauthor fldinst datafield themedata colorschememapping latentstyles xmlnstbl nonshppict "
    b"bkmkstart bkmkend info pntext listtext revtbl xe tc txe".split()
)
_SIGNS = {
    b"tab": "\t",
    b"cell": "\t",
    b"line": "\n",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"endash": "–",
    b"emdash": "—",
    b"bullet": "•",
    b"~": "\N{NO-BREAK SPACE}",
    b"_": "\N{NON-BREAKING HYPHEN}",
    b"-": "\N{SOFT HYPHEN}",
    **{sign: sign.decode() for sign in (b"{", b"}", b"\\")},
}
_ENDS = frozenset((b"par", b"sect", b"page", b"row", b"\n", b"\r"))
_CHARSETS = {
    77: 10000,
    128: 932,
    129: 949,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
}
"""Code pages of the fonts' character sets."""
_CODECS = {10000: "mac_roman", 65001: "utf-8", 708: "iso8859_6"}


class RtfFormat(BinaryFormat):
    """Reads the main text."""

    suffixes: tuple[str, ...] = (".rtf",)
    media_types: tuple[str, ...] = ("application/rtf", "text/rtf")

    def recognises(self, head: bytes) -> bool:
        """Whether it starts like RTF."""
        return head.lstrip().startswith(b"{\\rtf")

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the one article."""
        data = read_all(stream, MAX_BYTES, "file")
        if not self.recognises(data[:100]):
            raise UnreadableFileError("is not RTF")
        reading = _Reading()
        blocks = list(reading.blocks(data))
        yield office_document(
            blocks,
            format="rtf",
            origin=origin,
            title=reading.said.get(b"title"),
            author=reading.said.get(b"author"),
        )


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (it declares its own)
    """Build one."""
    return RtfFormat()


class _Group:
    """The state until the next closing brace."""

    def __init__(self, outer: "_Group | None" = None) -> None:
        self.is_left_out: bool = outer.is_left_out if outer else False
        self.is_hidden: bool = outer.is_hidden if outer else False
        self.skips: int = outer.skips if outer else 1
        """The number of fallback characters after a Unicode one."""
        self.font: int = outer.font if outer else -1
        self.said: bytes | None = outer.said if outer else None
        """The document property being read."""


class _Reading:
    """The text so far."""

    def __init__(self) -> None:
        self.said: dict[bytes, str] = {}
        """Title and author, as the file's properties have them."""
        self._groups = [_Group()]
        self._page = 1252
        self._fonts: dict[int, int] = {}
        self._bytes = bytearray()
        self._words: list[str] = []
        self._to_skip = 0
        self._is_optional = False
        self._is_in_table = False

    def blocks(self, data: bytes) -> Iterator[Block]:
        """The paragraphs, and a line for each row of a table."""
        for match in steps(_matches(data)):
            word = match["word"]
            if match["brace"]:
                self._brace(match["brace"])
            elif match["byte"]:
                self._add_bytes(bytes.fromhex(match["byte"].decode()))
            elif match["text"]:
                self._add_bytes(match["text"])
            elif (word or match["sign"]) in _ENDS:
                yield from self._end(word)
            else:
                self._control(word or match["sign"] or b"", match["number"])
        if len(self._groups) > 1:
            raise UnreadableFileError("is cut off; copy it again")
        yield from self._end(b"row")

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            if len(self._groups) > _DEEPEST:
                raise TooLargeError(f"has more than {_DEEPEST:,} nested groups")
            self._groups.append(_Group(self._group))
        elif len(self._groups) > 1:
            self._groups.pop()

    def _control(self, word: bytes, number: bytes | None) -> None:
        self._flush_unless_unicode(word)
        if word == b"*":
            self._is_optional = True
            return
        if word in _SIGNS:
            self._add(_SIGNS[word])
        elif word in (b"intbl", b"pard"):
            self._is_in_table = word == b"intbl"
        elif number is not None and self._numbered(word, int(number)):
            pass
        else:
            self._mark(word, is_on=number != b"0")
        self._is_optional = False

    def _numbered(self, word: bytes, value: int) -> bool:
        """Follow what says how characters are written; returns whether it is such a word."""
        group = self._group
        if word == b"ansicpg":
            self._page = value
        elif word == b"f":
            group.font = value
        elif word == b"fcharset":
            self._fonts[group.font] = _CHARSETS.get(value, self._page)
        elif word == b"uc":
            group.skips = max(0, value)
        elif word == b"u":
            self._add(_character(value))
            self._to_skip = group.skips
        else:
            return False
        return True

    def _mark(self, word: bytes, *, is_on: bool) -> None:
        """Follow what says that words are not shown, or are the file's title or author."""
        group = self._group
        if word in (b"title", b"author") and group.is_left_out:
            group.said = word
        elif word in _LEFT_OUT or (self._is_optional and word != b"shppict"):
            group.is_left_out = True
        elif word in (b"v", b"deleted", b"plain"):
            group.is_hidden = is_on and word != b"plain"

    def _flush_unless_unicode(self, word: bytes) -> None:
        if word != b"u":
            self._to_skip = 0
        self._flush()

    def _add_bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._bytes += data[skipped:]

    def _flush(self) -> None:
        """Decode what stands in the font's code page: a character may have two bytes."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            page = self._fonts.get(self._group.font, self._page)
            self._add(_decoded(data, page))

    def _add(self, words: str) -> None:
        group = self._group
        if group.said is not None:
            self.said[group.said] = self.said.get(group.said, "") + words
        elif not group.is_left_out and not group.is_hidden:
            self._words.append(words)

    def _end(self, word: bytes | None) -> Iterator[Block]:
        self._flush()
        self._to_skip = 0
        if self._group.is_left_out:
            return
        if self._is_in_table and word != b"row":
            self._words.append(" ")
            return
        words, self._words = _paired("".join(self._words)), []
        yield Block(words.strip("\t"), is_line=word == b"row")


def _matches(data: bytes) -> Iterator[re.Match[bytes]]:
    """The tokens; raw data of a length that a token tells is looked at by nobody."""
    at = 0
    while match := _TOKEN.match(data, at):
        yield match
        at = match.end()
        if match["word"] == b"bin":
            at += max(0, int(match["number"] or 0))


def _character(value: int) -> str:
    """Above 32,767 they are written as negative numbers."""
    value += 65_536 if value < 0 else 0
    return chr(value) if 0 < value <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"


def _paired(words: str) -> str:
    """Two halves of one character joined."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _decoded(data: bytes, page: int) -> str:
    try:
        return data.decode(_CODECS.get(page, f"cp{page}"), "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
