"""Whether a message changes the topic: "how heavy was the bear".

It then has a rare word, which is in some article, but in none that was shown, and was not asked
about; or none of its nouns was, and some other passage has all of its words: "why was the bridge
closed". What was spoken of before would only mislead it.
"""

import re

from index.quotations.vocabulary.word_classes import CONJUNCTION, PREPOSITION
from service.questions.followups.grammar.words import (
    classes_of,
    content_nouns,
    is_content,
    words_of,
)
from service.questions.followups.names.people_words import may_be_a_person
from service.questions.followups.references.definites import definites_in, described
from service.questions.followups.references.pronouns import PRONOUNS, pronouns_in
from service.questions.followups.talk.conversation import Conversation

_FEWEST = 2
"""Content words of a question that says what it is about."""
_RARE, _RARE_SHARE = 3, 0.005
"""A word in no more passages than this, or no larger a share of them, tells what is spoken of."""
_TELLING, _TELLING_SHARE = 20, 0.01
"""The same of nouns without such a word: "police" and "victims" may be those of any event."""
_SHORT = 5
"""So few words behind a preposition are no question: "in Canada where"."""
_LINKS = frozenset("what how no not only just also".split())
"""First words of messages that lean on the one before: "what about", "no, the other one"."""
_POINTING = re.compile(r"\b(?:that|this|those|these|ones?|same|other|else)\b", re.IGNORECASE)
_LAST_IT = re.compile(r"\w\s+it[\s?!.]*$", re.IGNORECASE)
_ABOUT = frozenset("about of".split())


def has_own_topic(message: str, talk: Conversation) -> bool:
    """Whether nothing of the turns before it is needed to understand it."""
    if _is_linked(message) or _points_back(message, talk):
        return False
    lexical = talk.opened.lexical
    words = " ".join(word.text for word in words_of(message) if is_content(word))
    terms = list(dict.fromkeys(lexical.terms(words)))
    known = [term for term in terms if lexical.document_frequency(term)]
    if len(terms) < _FEWEST or not known:
        return False
    rarest = min(known, key=lexical.document_frequency)
    is_rare = lexical.document_frequency(rarest) <= max(_RARE, lexical.count * _RARE_SHARE)
    telling = [rarest] if is_rare else _nouns_held_together(message, terms, talk)
    if not telling or _were_spoken_of(telling, talk):
        return False
    return not any(described(one, talk) for one in definites_in(message, talk.spotted(message)))


def _nouns_held_together(message: str, terms: list[str], talk: Conversation) -> list[str]:
    """The message's nouns, if a passage has all of its words, and one of them is telling."""
    lexical = talk.opened.lexical
    nouns = lexical.terms(" ".join(word.text for word in content_nouns(message)))
    most = max(_TELLING, lexical.count * _TELLING_SHARE)
    is_telling = any(0 < lexical.document_frequency(term) <= most for term in nouns)
    return nouns if is_telling and lexical.holds_together(terms) else []


def _were_spoken_of(terms: list[str], talk: Conversation) -> bool:
    """Whether one was asked about, shown, or is in an article of which something was shown."""
    lexical = talk.opened.lexical
    shown = [quote for turn in talk.turns for quote in turn.quotes]
    said = [*(turn.searched for turn in talk.turns), *(quote.text for quote in shown)]
    if not set(lexical.terms(" ".join(said))).isdisjoint(terms):
        return True
    ids = [quote.article_id for quote in shown]
    return bool(ids) and any(lexical.holds_together([term], ids) for term in terms)


def _is_linked(message: str) -> bool:
    """Whether it begins as the continuation of something."""
    first, second, *_ = [*(word.low for word in words_of(message)), "", ""]
    if first in ("what", "how"):
        return second in _ABOUT
    is_short = len(words_of(message)) <= _SHORT
    opening = CONJUNCTION | PREPOSITION if is_short else CONJUNCTION
    return first in _LINKS or bool(classes_of(first) & opening)


def _points_back(message: str, talk: Conversation) -> bool:
    """Whether a pronoun stands in it for which it names nobody and nothing itself."""
    if _POINTING.search(message):
        return True
    words = words_of(message)
    pronouns = [words[at] for at in pronouns_in(words) if words[at].low in PRONOUNS]
    if not pronouns:
        return False
    before = [one for one in talk.spotted(message) if one.end < pronouns[0].start]
    # "Did Amber sell it": who acts is not what it is done to.
    if len(before) == 1 and before[0].named and _LAST_IT.search(message):
        return True
    return not any(one.named or may_be_a_person(one.head) for one in before)
