"""Guesses the encoding of bytes without a valid declaration."""

import unicodedata

from index.files.everyday import everyday_share, is_plausible, unusual_accents

_SINGLE = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp874", "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "mac_roman"),
]
_GUESSABLE = [*_SINGLE, "cp932", "euc_jp", "gb18030", "big5", "cp949", "iso2022_jp"]
"""Encodings used by web pages, the most common first."""
_WIDE = {"cp932": "ja", "euc_jp": "ja", "gb18030": "zh", "big5": "zh-hant", "cp949": "ko"}
_LEAST_EVERYDAY = 0.2
_MOST_DAMAGE = 0.2
"""Of the characters beyond ASCII."""
_MOST_UNDEFINED = 0.01
"""Of the bytes."""
_CLEANED_BYTES = 6_000
_PUNCTUATION = frozenset("‘’‚“”„–—…•«»€£§©®™°·¡¿´\u00a0\u00ad、。「」『』・，：；？！（）")

Guess = tuple[str, str]
"""A codec, and its confidence in words."""


def likely_codecs(sample: bytes) -> list[Guess]:
    """The codecs of likely encodings, best first, each with its confidence in words.

    They are ordered by whether they read like text, by few odd characters, then by little mess and
    much coherence (as measured by charset-normalizer), then by how common the encoding is.
    """
    return _wide(sample) or _single(sample)


def _wide(sample: bytes) -> list[Guess]:
    """Encodings of thousands of characters, if the commonest of a language are common here."""
    found = []
    for codec, language in _WIDE.items():
        text = sample.decode(codec, "replace")
        beyond = sum(c > "\x7f" for c in text)
        share, bad = everyday_share(text, language), text.count("\ufffd")
        if share >= _LEAST_EVERYDAY and bad <= _MOST_DAMAGE * beyond:
            found.append((share - bad / beyond, codec))
    found.sort(reverse=True)
    return [(codec, f"confidence: everyday characters {share:.2f}") for share, codec in found]


def _single(sample: bytes) -> list[Guess]:
    """Encodings of single bytes and the rest, also those in which a few bytes are invalid."""
    found = _measured(sample, _GUESSABLE)
    for codec in _SINGLE:
        clean = sample[:_CLEANED_BYTES].decode(codec, "ignore").encode(codec)
        lost = min(len(sample), _CLEANED_BYTES) - len(clean)
        if codec not in found and 0 < lost <= len(clean) * _MOST_UNDEFINED:
            found |= _measured(clean, [codec])
    if not found:
        # Its thresholds are meant for long texts: a short or damaged one may exceed them all.
        found = {
            codec: (1.0, 0.0) for codec in _SINGLE if is_plausible(sample.decode(codec, "replace"))
        }
    order = sorted(
        found,
        key=lambda codec: (
            not is_plausible(sample.decode(codec, "replace")),
            _odd_characters(sample.decode(codec, "replace"), codec),
            round(found[codec][0], 1),
            -round(found[codec][1], 1),
            _GUESSABLE.index(codec),
        ),
    )
    confidence = "confidence: coherence {0[1]:.2f}, mess {0[0]:.2f}".format
    return [(codec, confidence(found[codec])) for codec in order]


def _measured(sample: bytes, among: list[str]) -> dict[str, tuple[float, float]]:
    """Mess and coherence of the text in each encoding in which every byte is valid."""
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=among, enable_fallback=False)
    return {
        codec: (match.chaos, match.coherence)
        for match in matches
        for codec in (match.encoding, *match.could_be_from_charset)
        if codec in among
    }


def _odd_characters(text: str, codec: str) -> int:
    """Count characters rare in words, and accented letters if they outnumber plain ones."""
    sample = text[:5000]
    accented = sum("\x80" <= c < "\u0250" and c.isalpha() for c in sample)
    plain = sum(c.isascii() and c.isalpha() for c in sample)
    signs = sum(
        c >= "\x7f" and not c.isalpha() and not unicodedata.combining(c) and c not in _PUNCTUATION
        for c in sample
    )
    return signs + (accented if accented > plain else unusual_accents(sample, codec))
