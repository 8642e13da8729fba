"""Messages that ask nothing of the articles: greetings, thanks, goodbyes, questions about us."""

import re

from service.questions.followups.acts.about_us import topic_about_us
from service.questions.followups.grammar.words import plain_words
from service.questions.understand import has_words

_GREETING = (
    r"hi|hello|hey|hiya|yo|good (?:morning|evening|afternoon|day)|morning|hola|buen[oa]s|bonjour"
    r"|bonsoir|salut|hallo|moin|servus|guten (?:tag|morgen|abend)"
)
_THANKS = (
    r"thanks?|thx|ty|cheers|great|cool|nice|ok|okay|perfect|awesome|excellent|wow|lol|haha|got it"
    r"|i see|gracias|vale|genial|merci|parfait|danke|prima|toll|vielen dank|super"
)
_GOODBYE = (
    r"bye|goodbye|cya|see you|ciao|good night|adios|hasta luego|au revoir|tschuss|auf wiedersehen"
)
_BESIDE = frozenset(
    """thanks thank you thx ty cheers much so very a lot for that your help great cool nice ok okay
    perfect awesome good excellent wow lol haha hah yes i see got it gracias muchas vale genial
    merci beaucoup parfait super danke vielen dank schon sehr prima toll""".split()
)
"""Words that may stand in any of these messages."""
_TOPICS = {
    "goodbye": (
        re.compile(rf"(?<!\w)(?:{_GOODBYE})(?!\w)"),
        _BESIDE
        | frozenset(
            """bye goodbye cya see later ciao cu have day night then adios hasta luego au revoir
            tschuss auf wiedersehen""".split()
        ),
    ),
    "greeting": (
        re.compile(rf"(?<!\w)(?:{_GREETING})(?!\w)"),
        _BESIDE
        | frozenset(
            """hi hello hey hiya yo morning evening afternoon day there everyone all hola buenas
            buenos dias bonjour bonsoir salut hallo moin servus guten tag morgen abend""".split()
        ),
    ),
    "thanks": (re.compile(rf"(?<!\w)(?:{_THANKS})(?!\w)"), _BESIDE),
}
_NOTHING = frozenset("yes no please test testing help".split())
"""Words that ask nothing either, alone or beside the others."""
_SEPARATE = re.compile(r"^(?P<first>[^.!?,]{2,40})[.!?,]+\s*(?P<rest>.+)$")


def topic_of_chat(message: str) -> str:
    """The kind of chatter: a courtesy, or a question about us; else empty."""
    if topic := topic_about_us(message):
        return topic
    return _courtesy(message, frozenset())


def asks_something(message: str) -> bool:
    """Whether there is anything to search for: a greeting asks nothing, nor does punctuation."""
    words = _words(plain_words(message))
    is_nothing = bool(words) and words <= _NOTHING
    return has_words(message) and not is_nothing and not _courtesy(message, _NOTHING)


def _courtesy(message: str, beside: frozenset[str]) -> str:
    """What kind of courtesy a message is, of its own words and those beside; else empty."""
    plain = plain_words(message)
    words = _words(plain)
    for topic, (needed, allowed) in _TOPICS.items():
        if words <= allowed | beside and needed.search(plain):
            return topic
    return ""


def _words(plain: str) -> set[str]:
    return {word for word in plain.split() if word.strip("-'")}


def without_chatter(message: str) -> str:
    """A message without the greeting or the thanks in front of it: "thanks. and sheinbaum?"."""
    found = _SEPARATE.match(message)
    return found["rest"] if found and topic_of_chat(found["first"]) else message
