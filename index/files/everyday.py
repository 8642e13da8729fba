"""Whether decoded text looks plausible: letters among letters, capitals first, common characters.

Almost any bytes are valid in most encodings, so validity alone cannot distinguish them.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

SAMPLE = 20_000
"""How many characters are looked at."""
_ENOUGH = 4
"""Fewer non-ASCII characters prove nothing."""
_MOST_OUT_OF_PLACE = 0.4
_LEAST_EVERYDAY = 0.08
_LEAST_COMMON_LETTERS = 0.4

EVERYDAY = {
    "ja": (
        "のはをにがたでとしていなかるれさもらりっこまうあだけせよんくつすそきめわ、。「」ーンイスルトラ"
    ),
    "zh": (
        "的一是不了在人有我他这中大来上国个到说们为子和你地出会也时要就可以对生能下过多后作里用道行所然家种事成方年发新，。“”、月日市将与"
    ),
    "zh-hant": (
        "的一是不了在人有我他這中大來上國個到說們為子和你地出會也時要就可以對生能下過多後作裡用道行所然家種事成方年發新，。「」、月日市將與"
    ),
    "ko": (
        "이다는의에을를가은한고로지하도기사해인대어라자리서시나정일보부수들아전있그조상원장제했된할과와으성적여주것만."
    ),
}
"""The commonest characters of the languages that are written in thousands of them."""
ALPHABETS = {
    ("\u0400", "\u052f"): "оеаинтсрві",
    ("\u0370", "\u03ff"): "αοιετσνηυρςάό",
}
"""The commonest letters of alphabets whose encodings are easily confused."""
ACCENTED = {
    "cp1252": "äöüßéèàçêñóáíúôâîœæøåëïãõìòùûÿðþ",
    "cp1250": "ąćęłńóśźżčďěňřšťůžýáíéúőűöüăâîşţđäßô",
    "cp1254": "ğışçöüâîûİ",
    "cp1257": "ąčęėįšųūžāēģīķļņõäöü",
    "cp1258": "ăâđêôơưàáãèéìíòóõùúý",
}
"""The accented letters of the languages that are written in these encodings."""
ACCENTED["iso8859_2"], ACCENTED["mac_roman"] = ACCENTED["cp1250"], ACCENTED["cp1252"]
_WORD = re.compile(r"[^\W\d_]{3,}")
_PUNCTUATION = frozenset("‘’‚“”„–—…•«»€£§©®™°·¡¿´\u00a0\u00ad、。「」『』・，：；？！（）‹›†‡‰")


def is_plausible(text: str) -> bool:
    """Whether non-ASCII characters occur where they usually do; True if there are too few."""
    sample = text[:SAMPLE]
    beyond = [c for c in sample if c > "\x7f" and c not in _PUNCTUATION]
    if len(beyond) < _ENOUGH:
        return True
    wide = sum(map(is_wide, beyond))
    if 2 * wide > len(beyond):
        return everyday_share(sample) >= _LEAST_EVERYDAY
    return (
        out_of_place(sample) <= _MOST_OUT_OF_PLACE
        and not _is_in_disorder(sample)
        and _has_common_letters(beyond)
    )


def everyday_share(text: str, language: str | None = None) -> float:
    """The share of the commonest characters among those beyond ASCII, in the best language."""
    beyond = [c for c in text[:SAMPLE] if c > "\x7f"]
    wanted = [language] if language else list(EVERYDAY)
    return max(sum(c in _common(one) for c in beyond) for one in wanted) / max(len(beyond), 1)


def unusual_accents(text: str, codec: str) -> int:
    """The number of accented letters foreign to the languages written in this encoding."""
    usual = ACCENTED.get(codec)
    if usual is None:
        return 0
    return sum("\x80" < c < "\u0250" and c.isalpha() and c.lower() not in usual for c in text)


def out_of_place(text: str) -> float:
    """The share of non-ASCII characters that are not letters, or letters in unusual company.

    An accented letter is usually next to a plain one; letters of other alphabets are not.
    """
    padded = f" {text[:SAMPLE]} "
    found = [
        _is_strange(padded[at - 1], padded[at], padded[at + 1])
        for at in range(1, len(padded) - 1)
        if padded[at] > "\x7f" and padded[at] not in _PUNCTUATION
    ]
    return sum(found) / max(len(found), 1)


def is_wide(character: str) -> bool:
    """Whether it is from one of the scripts of thousands of characters."""
    return "\u2e80" <= character <= "\ud7ff" or "\uf900" <= character <= "\uffef"


def _is_strange(before: str, character: str, after: str) -> bool:
    if not character.isalpha():
        return not unicodedata.combining(character)
    if is_wide(character):
        return not (is_wide(before) or is_wide(after))
    beside = [one for one in (before, after) if one.isalpha()]
    if not beside:
        return False
    plain = any(one.isascii() for one in beside)
    return plain if character > "\u024f" else not plain


def _is_in_disorder(text: str) -> bool:
    """Whether most words are in capitals, some but for their first letter: KOI8 read otherwise."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    swapped = sum(word[0].islower() and word[1:].isupper() for word in words)
    mixed = sum(any(a.islower() and b.isupper() for a, b in pairwise(word)) for word in words)
    capitals = sum(word.isupper() for word in words)
    return 2 * mixed > len(words) or (swapped > 0 and 2 * (swapped + capitals) > len(words))


def _has_common_letters(beyond: list[str]) -> bool:
    """Whether letters of an alphabet are mostly its commonest ones."""
    for (first, last), letters in ALPHABETS.items():
        mine = [c.lower() for c in beyond if first <= c <= last]
        if 2 * len(mine) > len(beyond):
            return sum(c in letters for c in mine) >= _LEAST_COMMON_LETTERS * len(mine)
    return True


@lru_cache
def _common(language: str) -> frozenset[str]:
    return frozenset(EVERYDAY[language])
