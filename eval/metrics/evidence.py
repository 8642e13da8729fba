"""How well the sentences found match the annotated ones."""

from collections.abc import Hashable
from collections.abc import Set as AbstractSet

from msgspec import Struct

from eval.records import Share


class Overlap(Struct, frozen=True):
    """One question's contribution to precision, recall and F1."""

    precision: Share
    recall: Share
    f1: Share


def sentence_overlap(found: AbstractSet[Hashable], gold: AbstractSet[Hashable]) -> Overlap:
    """Return precision, recall and F1 of a set of sentences against the gold set.

    F1 is the harmonic mean 2 tp / (found + gold) (van Rijsbergen 1979, chapter 7), applied to
    evidence sentences as in HotpotQA (Yang et al. 2018, supporting facts). As shares they sum over
    questions to micro averages; a `whole` of 0 does not count.
    """
    both = len(found & gold)
    return Overlap(
        precision=Share(both, len(found)),
        recall=Share(both, len(gold)),
        f1=Share(2 * both, len(found) + len(gold)),
    )
