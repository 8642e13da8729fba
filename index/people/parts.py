"""Splits speakers into parts that can be matched one at a time, in bounded memory.

Only names that end in the same word can match (`index.people.joining`), so speakers who share no
last word can go into different parts.
"""

from collections.abc import Iterator, Mapping

from index.interruption import steps
from index.people.names import name_words_of
from index.quotations.vocabulary.name_parts import take_apart
from index.text.matching.folding import spelled_out


def last_words(speaker: str) -> set[str]:
    """The last words of a name, as written and with umlauts spelled out ("Müller", "Mueller").

    Empty if it is not a name. Every name that can match the speaker's shares one of them.
    """
    names = (speaker,) if speaker.isascii() else (speaker, spelled_out(speaker))
    return {take_apart(words).last for name in names if (words := name_words_of(name))}


def parts_of(counts: Mapping[str, int], most: int) -> Iterator[list[str]]:
    """Yield the speakers in parts of at most `most` quotations, unless one family has more.

    Args:
        counts: how many quotations each speaker has.
        most: at least 1.
    """
    part: list[str] = []
    held = 0
    for family in _families(counts):
        count = sum(counts[speaker] for speaker in family)
        if part and held + count > most:
            yield part
            part, held = [], 0
        part += family
        held += count
    if part:
        yield part


def _families(speakers: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield the speakers who share last words, directly or through others."""
    leading: dict[str, str] = {}

    def leader(word: str) -> str:
        while (next_word := leading.setdefault(word, word)) != word:
            word = next_word
        return word

    firsts: dict[str, str] = {}
    for speaker in steps(speakers):
        words = sorted(last_words(speaker))
        for word in words:
            leading[leader(word)] = leader(words[0])
        if words:
            firsts[speaker] = words[0]
    families: dict[str, list[str]] = {}
    for speaker, word in firsts.items():
        families.setdefault(leader(word), []).append(speaker)
    yield from families.values()
