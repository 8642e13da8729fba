"""What rules made of a message, with what a network finds that the message leaves out.

Rules know names, quotes and what people ask of answers, and are right more often about news (see
`eval/results`): what they have put in stays. The network fills in what they leave open, and says what else
is to be searched. A message that stands alone gets nothing.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import structs

from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.followups.rewriting import polished
from service.questions.followups.terms.phrases import important_phrases, said_in_full
from service.questions.followups.terms.scores import Scores
from service.questions.followups.turns import Turn
from service.questions.languages import language_of

Scoring: TypeAlias = Callable[[str, Sequence[Turn]], Scores]
"""How likely the message, said in full, would have each word of the turns before it."""

_IN_CONTEXT = 0.2
"""What a word needs to be searched for as well."""


def filled_in(
    message: str, meant: Resolution, turns: Sequence[Turn], scoring: Scoring
) -> Resolution:
    """The resolution by rules; where they found nothing to put in, what the network finds."""
    if not meant.is_follow_up or meant.act is not Act.ASK:
        return meant
    if language_of(message) not in (None, "en"):
        return meant
    scores = scoring(message, turns)
    words = [phrase.text for phrase in important_phrases(scores, _IN_CONTEXT)]
    meant = structs.replace(meant, in_context=" ".join([*words, message]) if words else "")
    if meant.replaced or meant.narrowing != Narrowing():
        return meant
    full = said_in_full(message, scores)
    if not full.replaced:
        return meant
    return structs.replace(meant, searched=polished(full.text), replaced=full.replaced)
