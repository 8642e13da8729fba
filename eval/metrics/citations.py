"""Whether citations support what is said, and whether what is true was cited.

After ALCE (Gao et al. 2023), adapted to answers that are quotes. There, a model judges
whether cited passages entail a written sentence. Here the sentence is the quote itself, so whether
it stands in the article is a law (counted as law violations) and what remains is whether the
quote answers the question.
"""

from collections.abc import Sequence

from eval.records import Share


def precision(supported: Sequence[bool]) -> Share:
    """Return how many of the citations shown support an answer, over all that were shown.

    One flag for each citation: whether its quote holds a right answer, or overlaps marked evidence.
    Without citations the share is 0 of 0 and says nothing.
    """
    return Share(sum(supported), len(supported))


def recall(cited: Sequence[bool]) -> Share:
    """Return how much of what had to be cited was, over all of it.

    One flag for each marked piece of evidence (or for each answer, where only answers are known):
    whether some citation covers it. Without any the share is 0 of 0 and says nothing.
    """
    return Share(sum(cited), len(cited))
