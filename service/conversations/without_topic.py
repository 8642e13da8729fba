"""A person's words on a topic taken from the conversation rather than typed.

"What did the widow say" is first taken to be about the current topic. If she said nothing on that,
the question is asked as typed, of the articles under discussion; so is "what did she say about it"
if nothing was named that "it" could be.
"""

from msgspec import structs

from service.questions.followups.grammar.words import fold
from service.questions.followups.resolution import Resolution
from service.questions.kinds.speech_forms import speech_request

_ADDED = frozenset(["", "it", "that", "this"])
"""The typed words that an added topic replaced: none, or a word that may mean something else."""


def without_added_topic(meant: Resolution) -> Resolution | None:
    """The same without the added topic; None if its topic was typed."""
    asked = speech_request(meant.searched)
    if asked is None or not asked.topic or not meant.discussed:
        return None
    topic = _bare(asked.topic)
    put_in = {_bare(one.meaning) for one in meant.replaced if one.words in _ADDED}
    # A remaining pronoun has no antecedent: "did he lie", "about it".
    if topic not in put_in | _ADDED:
        return None
    narrowing = structs.replace(
        meant.narrowing, article_ids=meant.narrowing.article_ids or meant.discussed
    )
    return structs.replace(
        meant, searched=f"What did {asked.speaker} say?", narrowing=narrowing, in_context=""
    )


def _bare(topic: str) -> str:
    return fold(topic).strip(" ?!.").removeprefix("the ")
