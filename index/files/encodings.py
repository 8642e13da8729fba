"""Bytes to text, with a note on how the encoding was determined.

The order: a byte order mark, UTF-16 detected by its NUL bytes, UTF-8 that is declared as something
else, the declaration of the file or server, UTF-8, a guess from the bytes. A declaration holds if
most characters beyond ASCII are valid by it, and stand where such characters do. Damaged bytes
become U+FFFD. `assumed` notes what was not certain; bytes that fit no encoding are refused.
"""

import codecs
import io
import re
import unicodedata
from typing import BinaryIO

from msgspec import Struct

from index.errors import UnreadableFileError
from index.files.everyday import is_plausible
from index.files.guessing import likely_codecs
from index.files.magic import binary_kind, what_to_do
from index.files.streams import Rejoined, Transcoded, read_head

SAMPLE_BYTES = 1 << 16
"""How much is examined to detect UTF-16, binary data or an undeclared encoding."""
STREAM_HEAD_BYTES = 1 << 20
"""How much of a stream is examined before its encoding is decided."""
DAMAGE_BYTES = 1000
"""Maximum rate, one in this many, of undecodable bytes that become U+FFFD without further
evidence."""
VALID_TO_DAMAGED = {"utf-8": 0.5}
"""Minimum number of valid non-ASCII characters per damaged one for an encoding to be accepted. Text
in other encodings is hardly ever valid UTF-8, so a few are enough there."""
_USUAL_VALID = 4.0
_SURELY = 4
"""Number of valid sequences that prove UTF-8, even if declared as something else."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The supersets that browsers use for these names (WHATWG Encoding Standard).
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Codecs that are not page encodings; some take quadratic time or produce lone surrogates.
_NEVER = {"utf_7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.I)
# In every Windows code page these are quotes, dashes, dots and symbols, never letters.
_TYPOGRAPHY = (
    b"\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb"
)
_ASCII = bytes(range(128))


class Encoding(Struct, frozen=True):
    """How to read the bytes: `data[skip:].decode(codec, errors)`."""

    codec: str
    assumed: tuple[str, ...] = ()
    errors: str = "strict"
    skip: int = 0


class Decoded(Struct, frozen=True):
    """Text, the codec used, and what had to be assumed."""

    text: str
    codec: str
    assumed: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole file. Only a leading byte order mark is dropped; nothing is normalised.

    Raises:
        UnreadableFileError: it is binary, or fits no encoding.
    """
    found = detect(data, declared)
    text = data[found.skip :].decode(found.codec, found.errors)
    return Decoded(text, found.codec, found.assumed)


def utf8_stream(
    stream: BinaryIO, declared: str | None = None, *, guess: bool = True
) -> tuple[BinaryIO, tuple[str, ...]]:
    """The text as UTF-8 bytes without a byte order mark, and the assumptions made.

    The first megabyte decides the encoding. Later invalid bytes stay as they are in UTF-8 (the
    reader of rows rejects that row) and become U+FFFD in other encodings. With `guess=False`,
    undeclared bytes are taken as UTF-8, as JSON requires.

    Raises:
        UnreadableFileError: it is binary, or its first megabyte fits no encoding.
    """
    head = read_head(stream, STREAM_HEAD_BYTES)
    found = detect(head, declared, whole=len(head) < STREAM_HEAD_BYTES, guess=guess)
    rest = Rejoined(head[found.skip :], stream)
    is_clean = found.codec == "utf-8" and found.errors == "strict"
    raw = rest if is_clean else Transcoded(rest, found.codec)
    return io.BufferedReader(raw, 1 << 16), found.assumed


def detect(
    data: bytes, declared: str | None = None, *, whole: bool = True, guess: bool = True
) -> Encoding:
    """Detect the encoding; with `whole=False` the bytes are only the beginning of a file.

    With `guess=False`, bytes without a mark or a declaration are taken as UTF-8.

    Raises:
        UnreadableFileError: it is binary, or fits no encoding.
    """
    certain = (
        _by_mark(data, whole=whole)
        or _by_nul_bytes(data)
        or _declared_wide(data, declared, whole=whole)
        or _by_escapes(data)
    )
    if certain:
        return certain
    if kind := binary_kind(data[:SAMPLE_BYTES]):
        raise UnreadableFileError(what_to_do(kind))
    found = (
        _utf8_after_all(data, declared, whole=whole)
        or _declared(data, declared, whole=whole)
        or _held(data, "utf-8", "", whole=whole)
        or (None if guess else Encoding("utf-8"))
        or _guessed(data, whole=whole)
        or _declared(data, declared, whole=whole, doubt=False)
    )
    if found is None:
        raise UnreadableFileError(
            "its bytes fit no known encoding, not even UTF-8; save it as UTF-8"
        )
    return found


def declared_in_markup(head: bytes) -> str | None:
    """The encoding named in an XML declaration or an HTML meta tag."""
    match = _XML_ENCODING.search(head[:1024]) or _META_CHARSET.search(head[:8192])
    name = match[1].decode("ascii") if match else None
    # If this can be read as ASCII, it is not UTF-16 (WHATWG, "prescan a byte stream").
    return "utf-8" if name and name.lower().startswith(("utf-16", "utf-32", "ucs")) else name


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate replaced by U+FFFD (the same string if it has none)."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
    return text


def _fits(data: bytes, codec: str, *, whole: bool) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        decoder.decode(data, final=whole)
    except (UnicodeError, ValueError):
        return False
    return True


def _by_mark(data: bytes, *, whole: bool) -> Encoding | None:
    for mark, codec in _BOMS:
        if data.startswith(mark) and _is_really(data, mark, codec):
            note = f"encoding: {codec}, from the byte order mark, which was dropped"
            return _strict_or_damaged(data, codec, note, whole=whole, skip=len(mark))
    return None


def _is_really(data: bytes, mark: bytes, codec: str) -> bool:
    # FF FE 00 00 also begins UTF-16 text whose first character is NUL.
    if not codec.startswith("utf-32"):
        return True
    body = data[len(mark) :]
    return (
        bool(body)
        and len(body) % 4 == 0
        and _fits(body, codec, whole=True)
        and b"\0\0\0\0" not in body
    )


def _strict_or_damaged(
    data: bytes,
    codec: str,
    note: str,
    *,
    whole: bool,
    skip: int = 0,
) -> Encoding | None:
    """With at most one damaged byte in a thousand."""
    bad = _damage(data[skip:], codec, whole=whole)
    return None if bad * DAMAGE_BYTES > len(data) else _noted(codec, note, bad, skip)


def _held(data: bytes, codec: str, note: str, *, whole: bool) -> Encoding | None:
    """With far more valid characters beyond ASCII than damaged ones."""
    bad = _damage(data, codec, whole=whole)
    good = _beyond_ascii(data, codec) if bad else 0
    if bad and good < max(1, bad * VALID_TO_DAMAGED.get(codec, _USUAL_VALID)):
        return None
    if good < _USUAL_VALID * bad and not is_plausible(data[:SAMPLE_BYTES].decode(codec, "ignore")):
        return None
    return _noted(codec, note, bad)


def _noted(codec: str, note: str, bad: int, skip: int = 0) -> Encoding:
    damage = f"encoding: invalid {codec} bytes became U+FFFD ({bad})" if bad else ""
    notes = tuple(one for one in (note, damage) if one)
    return Encoding(codec, notes, "replace" if bad else "strict", skip)


def _beyond_ascii(data: bytes, codec: str) -> int:
    text = data.decode(codec, "ignore")
    return len(text) - len(text.encode("ascii", "ignore"))


def _damage(data: bytes, codec: str, *, whole: bool = True) -> int:
    """How many places are invalid; what a file's beginning cuts off at its end is not."""
    if _fits(data, codec, whole=whole):
        return 0
    mark = "\N{REPLACEMENT CHARACTER}"
    return data.decode(codec, "replace").count(mark) - data.decode(codec, "ignore").count(mark)


def _by_nul_bytes(data: bytes) -> Encoding | None:
    sample = data[: SAMPLE_BYTES & ~1]
    if len(data) % 2 and len(data) <= SAMPLE_BYTES:
        return None
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    codec = "utf-16-be" if first > second else "utf-16-le"
    most, least, units = max(first, second), min(first, second), len(sample) // 2
    if most < 2 or most * 10 < units or least * 100 > units or not _reads_well(sample, codec):
        return None
    return Encoding(codec, (f"encoding: {codec}, without a byte order mark, from its NUL bytes",))


def _by_escapes(data: bytes) -> Encoding | None:
    """ISO-2022-JP: ASCII all over, with sequences that lead to Japanese and back."""
    if b"\x1b$" not in data[:SAMPLE_BYTES] or not data.isascii():
        return None
    note = "encoding: iso2022_jp, from its escape sequences"
    return Encoding("iso2022_jp", (note,)) if _fits(data, "iso2022_jp", whole=False) else None


def _reads_well(sample: bytes, codec: str) -> bool:
    text = sample.decode(codec, "replace")[:2000]
    strange = sum(unicodedata.category(c)[0] == "C" and c not in "\t\n\r\f\u00ad" for c in text)
    return strange * 50 <= len(text)


def _codec(declared: str | None) -> str | None:
    name = ""
    try:
        name = codecs.lookup((declared or "").strip()).name
        b"a".decode(name)
    except UnicodeError:
        pass  # UTF-16 cannot decode a single byte
    except (LookupError, ValueError):
        return None
    return None if name.replace("-", "_") in _NEVER else name or None


def _declared_wide(data: bytes, declared: str | None, *, whole: bool) -> Encoding | None:
    name = _codec(declared)
    if name and name.startswith(("utf-16", "utf-32")) and _fits(data, name, whole=whole):
        return Encoding(name, (f"encoding: {name}, as declared",))
    return None


def _declared(
    data: bytes, declared: str | None, *, whole: bool, doubt: bool = True
) -> Encoding | None:
    """What is declared, if it is valid; with `doubt`, only if the text then reads like text."""
    name = _codec(declared)
    if name is None or name == "utf-8" or data.isascii():
        return None
    for codec in dict.fromkeys((_READ_AS.get(name, name), name)):
        note = f"encoding: {codec}, as declared ({declared})"
        found = _held(data, codec, note, whole=whole)
        if found and not (doubt and not is_plausible(data[:SAMPLE_BYTES].decode(codec, "replace"))):
            return found
    return None


def _utf8_after_all(data: bytes, declared: str | None, *, whole: bool) -> Encoding | None:
    """UTF-8 that is declared as something else, as pages declared iso-8859-1 often are."""
    name = _codec(declared)
    if name in (None, "utf-8") or _beyond_ascii(data[:SAMPLE_BYTES], "utf-8") < _SURELY:
        return None
    note = f"encoding: utf-8, because the bytes are, although {declared} is declared"
    return _held(data, "utf-8", note, whole=whole)


def _guessed(data: bytes, *, whole: bool) -> Encoding | None:
    sample = data[:SAMPLE_BYTES]
    if not data.translate(None, _ASCII + _TYPOGRAPHY):
        return Encoding("cp1252", ("encoding: windows-1252, from its quotation marks and dashes",))
    for codec, confidence in likely_codecs(sample):
        note = f"encoding: {codec}, guessed from the bytes ({confidence})"
        if found := _held(data, codec, note, whole=whole):
            return found
    return _strict_or_damaged(data, "utf-8", "", whole=whole)
