"""How far the sentences that were found are the ones that a person marked."""

from collections.abc import Hashable
from collections.abc import Set as AbstractSet

from msgspec import Struct

from eval.records import Share


class Overlap(Struct, frozen=True):
    """One question's part of precision, recall and F1."""

    precision: Share
    recall: Share
    f1: Share


def sentence_overlap(found: AbstractSet[Hashable], gold: AbstractSet[Hashable]) -> Overlap:
    """Return what two sets of sentences share, over the found, over the gold, and over both.

    Precision, recall and their harmonic mean F1 = 2 tp / (found + gold) over sets (van Rijsbergen
    1979, chapter 7), used on sentences of evidence as in HotpotQA (Yang et al. 2018, supporting
    facts). As shares they sum over questions to micro averages; a `whole` of 0 says nothing.
    """
    both = len(found & gold)
    return Overlap(
        precision=Share(both, len(found)),
        recall=Share(both, len(gold)),
        f1=Share(2 * both, len(found) + len(gold)),
    )
