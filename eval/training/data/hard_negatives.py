"""Passages that share a question's words and do not answer it: hard negatives.

BM25-like ranking by TF-IDF over the passages of the question's own set, without those that hold
one of its answers (as in Karpukhin et al. 2020, "DPR", section 3.2).
"""

from eval.training.data.material import Material

_BEST = 12
_KEPT = 4
_AT_ONCE = 512


def lookalikes(material: Material) -> list[list[int]]:
    """For each question up to four passages, numbers as in the material."""
    import numpy as np
    from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]
        TfidfVectorizer,
    )

    passages = [text.casefold() for text in material.passages]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    table = vectorizer.fit_transform(passages).T.tocsr()
    found: list[list[int]] = []
    for first in range(0, len(material.asked), _AT_ONCE):
        asked = material.asked[first : first + _AT_ONCE]
        scores = (vectorizer.transform([a.question for a in asked]) @ table).toarray()
        best = np.argsort(-scores, axis=1)[:, :_BEST]
        for row, own in enumerate(asked):
            text = material.passages[own.passage]
            answers = [text[span.start : span.end].casefold() for span in own.spans]
            answers = answers or [text.casefold()]
            found.append(
                [
                    int(number)
                    for number in best[row]
                    if number != own.passage
                    and not any(answer in passages[number] for answer in answers)
                ][:_KEPT]
            )
    return found
