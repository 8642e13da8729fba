"""Every regular expression takes time in proportion to the text, whatever the text.

The processor's time is compared with itself, at a text four times as long, and only where it is
more than a few milliseconds: a pattern whose time grows with the square needs sixteen times as
much, one that tries everything never ends.
"""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec import structs

from service.questions.understand import understand
from tests.tools.patterns import Used, attacks, patterns

_LENGTH, _TIMES = 2_000, 4
_QUICK_SECONDS = 0.03
_MOST_GROWTH = 9
_LONGEST_SECONDS = 1.0


class EndlessError(Exception):
    """A pattern that took too long."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Of processor time; the engine looks for signals while it matches."""

    def stop(*_: object) -> None:
        raise EndlessError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        # One may be under way: its default would end the process.
        signal.signal(signal.SIGPROF, signal.SIG_IGN)


def _seconds(used: Used, text: str) -> float:
    given: Any = (
        text.encode("utf-8", "replace") if isinstance(used.pattern.pattern, bytes) else text
    )
    begun = time.thread_time()
    with _at_most(_LONGEST_SECONDS):
        if used.anchored:
            used.pattern.match(given)
            used.pattern.fullmatch(given)
        else:
            for _ in used.pattern.finditer(given):
                pass
    return time.thread_time() - begun


def _growth(used: Used, text: str, longer: str) -> float:
    """How many times as long the longer text takes; of three tries each, the least disturbed."""
    short, long = (min(_seconds(used, one) for _ in range(3)) for one in (text, longer))
    return long / short


def _grows_too_fast(used: Used) -> str | None:
    """The beginning of a text on which it does."""
    longer = attacks(used.pattern, _LENGTH * _TIMES)
    for text, long in zip(attacks(used.pattern, _LENGTH), longer, strict=True):
        try:
            if _seconds(used, long) > _QUICK_SECONDS and _growth(used, text, long) > _MOST_GROWTH:
                return text[:40]
        except EndlessError:
            return text[:40]
    return None


# How many characters a text has at most that is given to the patterns of a module; of others, that
# of an article. The longest question is of 2,000.
_MOST = {
    "index.boilerplate.labels": 700,
    "index.boilerplate.rules": 700,
    "index.formats.steps.headline": 300,
    "index.formats.steps.text_head": 150,
    # What an article says around a name.
    "index.text.introductions: _APPOSED_BEFORE": 400,
    "index.text.credits": 150,
    "index.text.datelines": 200,
    "service.channels.openai.housekeeping: _ASKS_FOR_TITLE": 2_000,
    "service.conversations": 2_000,
    "service.drafts": 2_000,
    # White space is one space there; whole questions are tried below.
    "service.questions.kinds.speech_forms": 200,
    "service.questions.kinds.who_said": 200,
    "service.questions": 2_000,
    "service.answers.statements.verdicts": 2_000,
    "service.reading.definitions.abbreviations: _NAMED": 300,
    "service.reading.definitions.structures": 320,
    "service.aliases": 2_000,
    "service.wire": 2_000,
}
_MOST_SECONDS = 0.5
"""For a short text, whatever the growth."""
# Found where it cannot be seen how they are used: by `fullmatch`, and formats by `match`.
_ONLY_MATCHED = (
    "service.questions.kinds.plain_requests: _phrasings()",
    *(f"index.formats.{name}: _BEGINS" for name in ("feed", "html", "newsml")),
)
# Our own scripts and styles.
_TRUSTED = ("service.http.files.joining",)


def _most_of(where: str) -> int | None:
    return next((most for name, most in _MOST.items() if where.startswith(name)), None)


def _too_slow(where: str, used: Used) -> str | None:
    """The beginning of a text that takes too long."""
    used = structs.replace(used, anchored=used.anchored or where.startswith(_ONLY_MATCHED))
    most = _most_of(where)
    if most is None:
        return _grows_too_fast(used)
    for text in attacks(used.pattern, most):
        try:
            if _seconds(used, text) > _MOST_SECONDS:
                return text[:40]
        except EndlessError:
            return text[:40]
    return None


def _slow(every: int) -> dict[str, str]:
    """Patterns that take too long, each with a text; of `every` so many one is tried."""
    tried = [(w, u) for w, u in patterns().items() if not w.startswith(_TRUSTED)][::every]
    return {where: text for where, used in tried if (text := _too_slow(where, used)) is not None}


@pytest.mark.gate
def test_the_patterns_of_all_packages_are_found() -> None:
    found = patterns()

    assert len(found) > 450
    assert any(where.startswith("index.text.matching.plain") for where in found)
    assert any("line" in where for where in found)


# None that never ends: Python 3.11.2 itself may end where such a match is broken off.
@pytest.mark.gate
@pytest.mark.parametrize(("text", "bad"), [(r"\s+x", True), (r"(?<!\s)\s++x", False)])
def test_a_pattern_that_grows_with_the_square_is_noticed(text: str, *, bad: bool) -> None:
    used = Used(re.compile(text), anchored=False)

    assert (_grows_too_fast(used) is not None) is bad


@pytest.mark.short(10)
@pytest.mark.parametrize("beginning", ["what did", "what is said about", "who is", "is", "how"])
@pytest.mark.parametrize("again", ["\t", "a ", ", ", "and the "])
def test_the_longest_questions_are_understood_at_once(beginning: str, again: str) -> None:
    question = f"{beginning} {again * 2_000}"[:1_990] + " x?"

    with _at_most(_LONGEST_SECONDS):
        understood = understand(question)

    assert understood.text


@pytest.mark.gate
@pytest.mark.parametrize("every", [60, pytest.param(25, marks=pytest.mark.gate)])
def test_some_patterns_take_time_in_proportion_to_the_text(every: int) -> None:
    assert _slow(every) == {}


@pytest.mark.slow
def test_all_patterns_take_time_in_proportion_to_the_text() -> None:
    assert _slow(every=1) == {}
