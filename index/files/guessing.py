"""Guesses the encoding of bytes without a declaration."""

import unicodedata

_GUESSABLE = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp874", "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "mac_roman"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949", "iso2022_jp"),
]
"""Encodings used by web pages, the most common first."""
_PUNCTUATION = frozenset("‘’‚“”„–—…•«»€£§©®™°·¡¿´\u00a0\u00ad、。「」『』・，：；？！（）")


def likely_codecs(sample: bytes) -> list[tuple[str, str]]:
    """The codecs of likely encodings, best first, each with its confidence in words.

    They are ordered by few odd characters, then by little mess and much coherence (as measured by
    charset-normalizer), then by how common the encoding is.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=_GUESSABLE, enable_fallback=False)
    found = {
        codec: (match.chaos, match.coherence)
        for match in matches
        for codec in (match.encoding, *match.could_be_from_charset)
        if codec in _GUESSABLE
    }
    order = sorted(
        found,
        key=lambda codec: (
            _odd_characters(sample.decode(codec, "ignore")),
            round(found[codec][0], 1),
            -round(found[codec][1], 1),
            _GUESSABLE.index(codec),
        ),
    )
    confidence = "confidence: coherence {0[1]:.2f}, mess {0[0]:.2f}".format
    return [(codec, confidence(found[codec])) for codec in order]


def _odd_characters(text: str) -> int:
    """Count characters rare in words, and accented letters if they outnumber plain ones."""
    accented = sum("\x80" <= c < "\u0250" and c.isalpha() for c in text[:5000])
    plain = sum(c.isascii() and c.isalpha() for c in text[:5000])
    signs = sum(
        c >= "\x7f" and not c.isalpha() and not unicodedata.combining(c) and c not in _PUNCTUATION
        for c in text[:5000]
    )
    return signs + (accented if accented > plain else 0)
