"""Fingerprints of vectors: only vectors with the same fingerprint can be compared."""

import hashlib

import msgspec


def fingerprint(
    *, weights: str, pooling: str, window: int, question: str = "", passage: str = ""
) -> str:
    """Return 16 hexadecimal digits that depend on everything that changes the vectors' meaning.

    The runtime and its precision are not included: vectors in bfloat16 and float32 have a cosine
    above .999, so an index built on one machine can be searched on another.

    Args:
        weights: sha256 of the weights.
        pooling: how token states become one vector.
        window: the most tokens read of one text.
        question: the prefix of each question.
        passage: the prefix of each passage.
    """
    facts = (weights, pooling, window, question, passage, "unit length")
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:16]
