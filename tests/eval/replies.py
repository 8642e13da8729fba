"""Replies that tests of the evaluation judge."""

from service.wire.answer import Answer

REFUSED = Answer(
    id="a",
    status="no_answer",
    reason="low_confidence",
    text="",
    searched="",
    answers=[],
    citations=[],
    nearest=[],
    timings_ms={},
    models={},
)
