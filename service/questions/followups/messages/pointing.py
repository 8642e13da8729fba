"""References to what was shown: "the third one, what does she do", "the quote from the Ledger"."""

from service.questions.followups.grammar.ordinals import chosen
from service.questions.followups.grammar.words import plain_words
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.turns import ShownQuote, Turn

_LONGEST_NAME = 4


def pointed_quote(words: str, talk: Conversation) -> tuple[Turn, ShownQuote] | None:
    """The shown quote that words like "the third one" mean, and its turn."""
    plain = plain_words(words)
    turn = next((t for t in reversed(talk.turns) if t.quotes), None)
    if turn is None:
        return None
    quote = chosen(plain, _entries(turn))
    return (turn, quote) if quote else None


def _entries(turn: Turn) -> list[ShownQuote]:
    """One quote for each entry: of a list of speakers one each, of a timeline one a day."""
    if turn.form == "speakers":
        first: dict[str | None, ShownQuote] = {}
        for quote in turn.quotes:
            first.setdefault(quote.speaker, quote)
        return list(first.values())
    return list(turn.quotes)


def name_shown(quote: ShownQuote) -> str:
    """The name that a quote was shown for: what answered in it, else who said it."""
    light = quote.highlight or ""
    is_name = light[:1].isupper() and len(light.split()) <= _LONGEST_NAME
    return light if is_name else quote.speaker or ""


def speaker_of(turn: Turn, quote: ShownQuote, talk: Conversation) -> Referent | None:
    """The speaker of a shown quote."""
    if quote.speaker is None:
        return None
    known = next((r for r in talk.referents if r.name == quote.speaker), None)
    return Referent(
        name=quote.speaker, sort=Sort.PERSON, turn=turn.number, weight=0.0,
        gender=known.gender if known else "",
    )  # fmt: skip
