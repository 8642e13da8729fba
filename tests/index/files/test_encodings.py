"""Bytes to text, with whatever had to be assumed."""

import io

import pytest

from index.errors import UnreadableFileError
from index.files.encodings import declared_in_markup, decode, utf8_stream, without_surrogates

GERMAN = "Der Bürgermeister sagte am Montag, daß die Straße größer wäre. Er lächelte.\n"
RUSSIAN = "Президент заявил, что переговоры начнутся в понедельник.\n"
GREEK = "Ο πρόεδρος δήλωσε ότι οι συνομιλίες θα αρχίσουν τη Δευτέρα.\n"
POLISH = "Prezydent powiedział w poniedziałek, że rozmowy rozpoczną się w przyszłym tygodniu.\n"
JAPANESE = "日本語のニュース記事です。今日は天気がいいです。\n"
CHINESE = "今天天气很好，总统表示将于周一举行会谈。\n"


def test_utf_8_and_ascii_need_no_assumption() -> None:
    assert decode("naïve “quote” 🎈".encode()).assumed == ()
    assert decode(b"plain\r\n ").text == "plain\r\n "


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_settles_it_and_alone_is_dropped(codec: str) -> None:
    decoded = decode(
        "\ufeffé\r\n".encode(codec.removesuffix("-sig"))
        if codec == "utf-8-sig"
        else "é\r\n".encode(codec)
    )

    assert decoded.text == "é\r\n"
    assert "byte order mark, which was dropped" in decoded.assumed[0]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_nul_bytes(codec: str) -> None:
    decoded = decode("Hello wörld, said the mayor.".encode(codec))

    assert decoded.text == "Hello wörld, said the mayor."
    assert decoded.assumed == (f"encoding: {codec}, without a byte order mark, from its NUL bytes",)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *[(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (GREEK, "cp1253")],
        *[(POLISH, "cp1250"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (CHINESE, "gb18030")],
    ],
)
def test_undeclared_bytes_are_guessed_and_it_says_so(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec))

    assert decoded.text == text
    assert "guessed from the bytes (confidence:" in decoded.assumed[0]


def test_curly_quotes_alone_mean_windows_1252() -> None:
    decoded = decode("“We’d resign” – she said…".encode("cp1252"))

    assert decoded.text == "“We’d resign” – she said…"
    assert decoded.assumed == ("encoding: windows-1252, from its quotation marks and dashes",)


def test_a_declared_encoding_is_taken_as_browsers_take_it() -> None:
    decoded = decode("“Größe”".encode("cp1252"), "ISO-8859-1")

    assert decoded.text == "“Größe”"
    assert decoded.assumed == ("encoding: cp1252, as declared (ISO-8859-1)",)


def test_utf_8_declared_as_something_else_stays_utf_8() -> None:
    decoded = decode(GERMAN.encode(), "iso-8859-1")

    assert decoded.text == GERMAN
    assert decoded.assumed == (
        "encoding: utf-8, because the bytes are, although iso-8859-1 is declared",
    )


@pytest.mark.parametrize(
    "name", ["utf-7", "unicode_escape", "hex", "rot13", "nonsense", "", "a\0b"]
)
def test_a_declaration_that_names_no_page_encoding_is_ignored(name: str) -> None:
    assert decode("héllo \\x41 +AGE-".encode(), name).text == "héllo \\x41 +AGE-"


def test_a_few_damaged_bytes_become_replacement_characters() -> None:
    decoded = decode(GERMAN.encode() * 40 + b"\xff" + GERMAN.encode() * 40)

    assert decoded.text == GERMAN * 40 + "\N{REPLACEMENT CHARACTER}" + GERMAN * 40
    assert decoded.assumed == ("encoding: invalid utf-8 bytes became U+FFFD (1)",)


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", None])
def test_one_damaged_byte_in_a_short_text_is_one_doubtful_character(declared: str | None) -> None:
    data = "Zoë Müller can’t say – “not yet”, in Tarnów.".encode()

    decoded = decode(data.replace("’".encode(), b"\x92"), declared)

    assert decoded.text == "Zoë Müller can�t say – “not yet”, in Tarnów."
    assert decoded.codec == "utf-8"
    assert decoded.assumed[-1] == "encoding: invalid utf-8 bytes became U+FFFD (1)"


def test_what_was_pasted_in_another_encoding_leaves_the_rest_as_it_was_declared() -> None:
    pasted = "“It’s the café’s – and ours,” Zoë said.".encode("cp1252")

    decoded = decode(RUSSIAN.encode() * 9 + pasted + GERMAN.encode() * 9, "utf-8")

    assert decoded.text.startswith(RUSSIAN * 9)
    assert decoded.text.endswith(GERMAN * 9)
    assert "�It�s the caf�s � and ours,� Zo� said." in decoded.text


@pytest.mark.parametrize(
    ("text", "codec"),
    [(JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (CHINESE, "gb18030"), (RUSSIAN, "koi8_r")],
)
@pytest.mark.parametrize("is_declared", [True, False])
def test_damage_is_no_reason_for_another_encoding(text: str, codec: str, is_declared: bool) -> None:
    whole = (text * 20).encode(codec)
    data = bytearray(whole)
    data[100::150] = b"\xff" * len(data[100::150])

    decoded = decode(bytes(data), codec if is_declared else None)

    assert decoded.text == bytes(data).decode(codec, "replace")


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        *[(RUSSIAN, "cp1251", "iso-8859-1"), (RUSSIAN, "koi8_r", "windows-1251")],
        *[(GREEK, "cp1253", "windows-1252"), (GERMAN, "cp1252", "koi8-r")],
        *[(JAPANESE, "cp932", "iso-8859-1"), (CHINESE, "gb18030", "windows-1251")],
        (GERMAN, "cp1252", "gb2312"),
    ],
)
def test_a_declaration_that_makes_no_text_of_the_bytes_is_not_valid(
    text: str, codec: str, declared: str
) -> None:
    assert decode((text * 3).encode(codec), declared).text == text * 3


def test_a_declaration_holds_where_the_text_alone_does_not_tell() -> None:
    # These bytes are as good a Windows-1252 text.
    decoded = decode("Żółw".encode("iso8859_2"), "iso-8859-2")

    assert (decoded.text, decoded.codec) == ("Żółw", "iso8859-2")


def test_escape_sequences_tell_japanese_mail() -> None:
    assert decode(JAPANESE.encode("iso2022_jp"), "iso-2022-jp").text == JAPANESE


def test_a_damaged_byte_leaves_every_row_of_a_stream_readable() -> None:
    rows = [f"{number},{POLISH}".encode() for number in range(9)]
    rows[4] = rows[4].replace("ł".encode(), b"\xb3", 1)

    stream, assumed = utf8_stream(io.BytesIO(b"".join(rows)))

    assert stream.readlines()[4].decode() == f"4,{POLISH}".replace("ł", "�", 1)
    assert assumed == ("encoding: invalid utf-8 bytes became U+FFFD (1)",)


def test_a_stray_nul_is_kept() -> None:
    text = "One word\0 and another.\n" * 3 + "And so it goes on.\n" * 30

    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "a PNG image"),
        (b"GIF89a\x10\x00\x10\x00\xff", "a GIF image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"PK\x03\x04" + bytes(30), "a zip archive or an office file"),
        (b"MZ\x90\x00\x03" + bytes(50), "a Windows program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(30), "an office file"),
        (bytes(range(256)) * 4, "binary data"),
    ],
)
def test_binary_data_is_refused_by_its_kind(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"binary: {kind}"):
        decode(data)


@pytest.mark.parametrize("text", ["GIF89a is a picture format.", "BM is a bank.", "MZ said so."])
def test_words_that_look_like_a_magic_number_are_text(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<?xml version="1.0" encoding="koi8-r"?><rss>', "koi8-r"),
        (b"<html><head><meta charset=windows-1251>", "windows-1251"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "Shift_JIS"),
        (b"<meta charset='utf-16'>", "utf-8"),
        (b"<p>charset=x</p>", None),
    ],
)
def test_markup_declares_its_encoding(head: bytes, name: str | None) -> None:
    assert declared_in_markup(head) == name


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1251"])
def test_a_stream_becomes_utf_8_whatever_it_was(codec: str) -> None:
    stream, assumed = utf8_stream(io.BytesIO((RUSSIAN * 20_000).encode(codec)))

    assert stream.read() == (RUSSIAN * 20_000).encode()
    assert len(assumed) == 1


def test_lone_surrogates_are_replaced() -> None:
    assert (
        without_surrogates("a\ud800b\udfff")
        == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
    )
    assert without_surrogates("🎈") == "🎈"
