"""Citation precision and recall.

After ALCE (Gao et al. 2023), adapted to answers that are quotes. There, a model judges
whether cited passages entail a generated sentence. Here the sentence is the quote itself: that
the article contains it is a law (counted as law violations), and what remains is whether the quote
answers the question.
"""

from collections.abc import Sequence

from eval.records import Share


def precision(supported: Sequence[bool]) -> Share:
    """Return the share of citations shown that support an answer.

    One flag per citation: whether its quote contains a right answer or overlaps annotated evidence.
    Without citations the share is 0 of 0 and does not count.
    """
    return Share(sum(supported), len(supported))


def recall(cited: Sequence[bool]) -> Share:
    """Return the share of the required evidence that was cited.

    One flag per annotated piece of evidence: whether some citation covers it. Without evidence the
    share is 0 of 0 and does not count.
    """
    return Share(sum(cited), len(cited))
