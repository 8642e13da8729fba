"""Whether a message needs what was spoken of before, and how that is added to it."""

import re

from index.quotations.vocabulary.word_classes import PARTICIPLE, PREPOSITION, VERB
from service.questions.followups.clauses import clause_of
from service.questions.followups.conversation import Conversation
from service.questions.followups.important_words import important_words
from service.questions.followups.referents import Referent
from service.questions.followups.resolution import Replaced
from service.questions.followups.rewriting import Reading
from service.questions.followups.words import BEING, Word, classes_of, is_content, words_of
from service.questions.speech_forms import speech_request

_FEW_WORDS = 3
_ASKS_FOR_PART = re.compile(
    r"^(?:and |so )?(?:what|who|when|where|how much) (?:is|are|was|were) the (?:\w+ ){0,2}\w+[?.! ]*$",
    re.IGNORECASE,
)
_VOTING = frozenset("vote votes voted voting".split())
_ENOUGH = 0.3


def stands_alone(text: str, talk: Conversation) -> bool:
    """Whether a message can be asked as it is: it names something, or says enough."""
    words = words_of(text)
    if any(spotted.named for spotted in talk.spotted(text)):
        return True
    return len(_content(words)) > _FEW_WORDS


def leans_on(text: str, talk: Conversation) -> bool:
    """Whether a message that names nothing speaks of what was shown: "what did the drilling cost"."""
    if stands_alone(text, talk):
        return False
    words = words_of(text)
    content = _content(words)
    if words[0].low in ("any", "anyone", "anybody") and len(words) <= _FEW_WORDS:
        return True
    nouns = [word for word in content if not _is_only_a_verb(word)]
    if _ASKS_FOR_PART.match(text.strip()):
        return True
    return len(nouns) == 0 or any(talk.has_word(word.low) for word in nouns)


def _content(words: tuple[Word, ...]) -> list[Word]:
    return [word for word in words if is_content(word)]


def _is_only_a_verb(word: Word) -> bool:
    return word.low.endswith("ed") or bool(classes_of(word.low) & VERB)


def attached(text: str, talk: Conversation) -> Reading | None:
    """The message with the topic behind it; None if there is no topic, or it is there already."""
    topic = talk.topic
    clause = clause_of(text)
    plain = text.strip(" ?!.")
    if topic is None or topic.name.lower() in text.lower():
        return None
    return Reading(
        text=_joined(plain, topic, clause.auxiliary if clause else "", talk.in_brackets),
        replaced=(Replaced(words="", meaning=topic.name, turn=topic.turn),),
    )


def _joined(plain: str, topic: Referent, auxiliary: str, brackets: str) -> str:
    """The topic where the question has a place for it, or in brackets behind it."""
    words = words_of(plain)
    name = topic.in_sentence
    if classes_of(words[-1].low) & PREPOSITION and len(words) > 1:
        return f"{plain} {name}?"
    if speech_request(plain):
        return f"{plain} about {name}?"
    if words[-1].low in ("differ", "disagree"):
        return f"{plain} on {name}?"
    if any(word.low in _VOTING for word in words):
        return f"{plain} on {name}?"
    is_said_of = not classes_of(words[-1].low) & (PARTICIPLE | VERB)
    behind_be = [n for n, word in enumerate(words) if word.low == auxiliary.lower()]
    opens = behind_be and words[behind_be[0] + 1 :][:1]
    if (
        is_said_of
        and auxiliary.lower() in BEING
        and opens
        and opens[0].low in ("the", "a")
        and len(words) < 6
    ):
        return f"{plain} of {name}?"
    return f"{plain} ({brackets})?"


def in_context(message: str, talk: Conversation) -> str:
    """The message with the earlier words that matter in front of it."""
    words = [w.word for w in important_words(message, talk.turns) if w.score >= _ENOUGH]
    return f"{' '.join(words)} {message}" if words else ""
