"""The name of the person whose words are asked for, misspelt: "Markus Obie" for "Marcus Obi".

Its words may be right in themselves: a common given name, or a form of another word.
"""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from index.followers.lexical.spelling import Neighbours
from index.people.names import name_words
from index.people.registry import Registry
from index.text.matching.folding import folded, folded_words
from service.questions.spelling.common_words import is_common
from service.questions.spelling.typing_mistakes import LETTERS, Change, Word

_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("z", "s"))
_SILENT = re.compile(r"(?<=.)h|(.)(?=\1)")


def misspelt_names(
    speaker: str | None,
    words: Sequence[Word],
    wrong: Sequence[Word],
    near: Neighbours,
    registry: Registry,
) -> dict[str, Change]:
    """The misspelt words of the asked person's name, by themselves, if only one can be meant.

    Args:
        speaker: the name as typed.
        words: those of the question.
        wrong: those of them that no article has.
        near: the words of the articles.
        registry: everybody quoted.
    """
    match = registry.named(speaker) if speaker else None
    if match is None or not match.is_guess:
        return {}
    right = {folded(part): part for name in match.people[0].names for part in LETTERS.findall(name)}
    asked = folded_words(" ".join(name_words(speaker or "")))
    is_elsewhere = near.passages_with_row(asked) > 0 and all(map(near.articles_with, asked))
    found: dict[str, Change] = {}
    for word in words:
        nearest = min(right, key=lambda part: OSA.distance(word.folded, part), default="")
        if word.folded not in asked or nearest in ("", word.folded):
            continue
        if word in wrong or (not is_elsewhere and _is_misspelt(word.folded, nearest, near)):
            found[word.folded] = Change(word.start, word.end, right[nearest])
    return found


def _is_misspelt(word: str, meant: str, near: Neighbours) -> bool:
    """Whether a word is a name written as it sounds, or nothing: "Joan" is no "Jean"."""
    if _sound(word) == _sound(meant):
        return True
    return not is_common(word) and not near.articles_with(word)


def _sound(name: str) -> str:
    for written, heard in _SOUNDS:
        name = name.replace(written, heard)
    return _SILENT.sub("", name)
