"""Recognises binary files by their first bytes."""

_MAGIC = (
    (0, b"\x89PNG", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (8, b"WEBP", "a WebP image"),
    (0, b"BM", "a BMP image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (0, b"\0\0\1\0", "an icon"),
    (4, b"ftyp", "a video or image (MP4, HEIC)"),
    (0, b"\x1aE\xdf\xa3", "a video (Matroska)"),
    (0, b"OggS", "an Ogg file"),
    (0, b"ID3", "an MP3 file"),
    (0, b"RIFF", "a RIFF file (sound or video)"),
    (0, b"fLaC", "a FLAC file"),
    (0, b"PK\3\4", "a zip archive or an office file"),
    (0, b"PK\5\6", "an empty zip archive"),
    (0, b"\x1f\x8b", "gzip data"),
    (0, b"BZh", "bzip2 data"),
    (0, b"\xfd7zXZ", "xz data"),
    (0, b"\x28\xb5\x2f\xfd", "zstd data"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office file (Word, Excel or Outlook)"),
    (0, b"{\\rtf", "an RTF file"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ", "a Windows program"),
    (0, b"\xca\xfe\xba\xbe", "a Java class or program"),
    (0, b"\xcf\xfa\xed\xfe", "a macOS program"),
    (0, b"\0asm", "WebAssembly"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"%PDF-", "a PDF file"),
)
# Tab, line feed, vertical tab, form feed, carriage return and escape occur in text.
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
_CONTROLS_ALLOWED = 8


def binary_kind(head: bytes) -> str | None:
    """The kind of binary data with this beginning, in words; None if it may be text.

    Text may contain a few stray control characters: up to 8, or 2 in 100.
    """
    for offset, magic, name in _MAGIC:
        if head.startswith(magic, offset) and _not_words(head, magic):
            return name
    if _controls(head) > max(_CONTROLS_ALLOWED, len(head) // 50):
        return "binary data"
    return None


def what_to_do(kind: str) -> str:
    """The advice for that kind of binary data."""
    if kind.endswith((" archive", "bzip2 data", "xz data", "zstd data")):
        return f"binary: {kind}; unpack it first (of archives, .zip and .gz are read)"
    return f"binary: {kind}, not text; give the article as text"


def _controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, _CONTROLS))


def _not_words(head: bytes, magic: bytes) -> bool:
    """A magic number made of letters ("BM", "GIF89a") may also begin a sentence."""
    if magic == b"{\\rtf" or not (magic.isascii() and magic.decode("ascii").isprintable()):
        return True
    return _controls(head[:1024]) > 0 or not _is_utf8(head)


def _is_utf8(head: bytes) -> bool:
    # The last character may be cut off.
    return any(_strictly_utf8(head[: len(head) - cut]) for cut in range(4))


def _strictly_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
