"""Earlier turns, and what they showed."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, structs

from index.records import reshape
from service.conversations.recording import Kept
from service.questions.followups.resolution import Narrowing, Resolution
from service.questions.followups.turns import OfferedChoice, ShownQuote, Turn
from service.wire.answer import Answer, AnswerItem, Citation, Form, Limits

_JUDGED = (Form.ANSWERS, Form.SOURCES)
"""Forms whose items have a probability of answering; in lists they are scored by topic."""


class Earlier(Struct, frozen=True, kw_only=True):
    """The context of a question."""

    turns: tuple[Turn, ...] = ()
    ignored: int = 0
    """Quotes of the history that no article has there."""
    number: int | None = None
    """The number of this turn; None for a stand-alone question."""

    def after(self, meant: Resolution, answer: Answer) -> "Earlier":
        """The same for the next question of the same message."""
        turn = turn_as_answered(self.number or 1, meant.searched, answer, meant.narrowing)
        return structs.replace(self, turns=(*self.turns, turn))


def as_answered_now(quotes: Sequence[ShownQuote], answer: Answer) -> tuple[ShownQuote, ...]:
    """Quotes of a history, completed with what an answer to their question knows about them."""
    known = {(one.article_id, one.version, one.start): one for one in _shown(answer)}
    return tuple(known.get((one.article_id, one.version, one.start), one) for one in quotes)


def turn_of(kept: Kept) -> Turn:
    """A stored turn as later questions refer to it."""
    return turn_as_answered(kept.number, kept.question, kept.answer, kept.narrowing)


def turn_as_answered(number: int, question: str, answer: Answer, narrowing: Narrowing) -> Turn:
    """A turn as later questions refer to it: of several questions, to the last."""
    asked = answer.sides[-1].name if answer.form is Form.ANSWERS and answer.sides else ""
    return Turn(
        number=number,
        question=question,
        searched=asked or answer.searched,
        status=answer.status,
        reason=answer.reason,
        form=answer.form,
        quotes=tuple(_shown(answer)),
        choices=tuple(
            OfferedChoice(name=one.name, question=one.question, article_id=one.article_id)
            for one in answer.choices
        ),
        **limits_of(narrowing),
    )


def limits_of(narrowing: Narrowing) -> dict[str, Any]:
    """The filters that a turn's question was narrowed to."""
    return {
        "outlets": narrowing.outlets,
        "published_from": narrowing.published_from,
        "published_to": narrowing.published_to,
    }


def told_limits(narrowing: Narrowing) -> Limits | None:
    """The same for responses; None if there are none."""
    limits = limits_of(narrowing)
    return Limits(source=list(limits.pop("outlets")), **limits) if any(limits.values()) else None


def unlimited(narrowing: Narrowing) -> Narrowing:
    """Without these limits."""
    return structs.replace(narrowing, outlets=(), published_from=None, published_to=None)


def _shown(answer: Answer) -> Iterator[ShownQuote]:
    """The quotes of an answer in the order in which they were shown."""
    citations = {citation.number: citation for citation in answer.citations}
    for statement, item in enumerate(answer.answers, start=1):
        for number in item.citations:
            quote = _quote(item, citations[number], is_first=number == item.citations[0])
            sure = item.confidence if answer.form in _JUDGED else 0.0
            yield structs.replace(quote, statement=statement, confidence=sure)


def _quote(item: AnswerItem, citation: Citation, *, is_first: bool) -> ShownQuote:
    """A quote; what was highlighted in an answer stands in the first of its quotes."""
    return reshape(
        citation,
        ShownQuote,
        text=citation.quote,
        highlight=item.highlight.text if item.highlight and is_first else None,
        speaker=item.speaker.name if item.speaker else None,
        outlet=citation.source,
        match=item.match,
        is_disputed=item.disagreement,
    )
