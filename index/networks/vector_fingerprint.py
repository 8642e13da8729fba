"""Fingerprints: which vectors may be compared with each other."""

import hashlib

import msgspec


def fingerprint(
    *, weights: str, pooling: str, window: int, question: str = "", passage: str = ""
) -> str:
    """16 hexadecimal digits that change with anything that changes the vectors' meaning.

    The runtime and its precision are left out: the vectors of bfloat16 and float32 have a
    cosine above .999, so an index built on one machine may be searched on another.

    Args:
        weights: sha256 of the weights.
        pooling: how token states become one vector.
        window: the most tokens read of one text.
        question: put before each question.
        passage: put before each passage.
    """
    facts = (weights, pooling, window, question, passage, "unit length")
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:16]
