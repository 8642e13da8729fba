"""Questions about who said what was just shown: "who said that?", "he said that when?"."""

import re

from service.questions.followups.acts.meta import is_of_what_is_written
from service.questions.followups.grammar.clauses import as_statement, clause_of
from service.questions.followups.grammar.rewriting import Reading
from service.questions.followups.resolution import Replaced
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.turns import ShownQuote

_SAID = r"(?:said|says|told|claims?|claimed|thinks|thought|wrote|announced|reported|promised)"
_SAY = r"(?:say|said|claim|claimed|announce|promise|write|tweet)"
_THAT = r"(?:that|this|it|so|these words|those words)"
_WHO = re.compile(
    rf"^(?:and |but |so )?(?P<who>who|how many(?: people)?) (?:was it (?:that|who) )?"
    rf"(?P<verb>{_SAID}) {_THAT}(?: exactly)?$",
    re.IGNORECASE,
)
_LATE = re.compile(
    rf"^(?:and )?(?P<who>he|she|they) {_SAID} {_THAT} (?P<wh>when|where|why|to whom|to who)$",
    re.IGNORECASE,
)
_EARLY = re.compile(
    r"^(?P<head>(?:and )?(?:when|where|why|to whom|how often|in which \w+)"
    rf" (?:did|has|had|does) .+? {_SAY}) {_THAT}$",
    re.IGNORECASE,
)
_THAT_WAS_SAID = re.compile(r"\bagree|\bthat$", re.IGNORECASE)
_ANSWERED = re.compile(
    r"^(?P<head>.*\b(?:agree|disagree|respond|react|reply|think|say|said|object)\b.*?"
    r"\b(?:with|to|about|of)) (?:that|this|it)$",
    re.IGNORECASE,
)
_MOST_WORDS = 14
_FEWEST_WORDS = 4


def who_said_it(text: str, talk: Conversation) -> Reading | None:
    """The question with the words that "that" stands for; None if it asks for nothing of this."""
    if is_of_what_is_written(text, talk.turns):
        return None
    plain = text.strip(" ?!.")
    who, late, early = _WHO.match(plain), _LATE.match(plain), _EARLY.match(plain)
    answered = _ANSWERED.match(plain) if _THAT_WAS_SAID.search(plain) else None
    claim = _claim(talk) if who or late or early or answered else None
    if claim is None:
        return None
    early = early or answered
    replaced = (Replaced(words="that", meaning=claim, turn=talk.last.number),)
    if who:
        return Reading(text=f"{who['who']} {who['verb']} {claim}?", replaced=replaced)
    if late:
        return Reading(text=f"{late['wh']} did {late['who']} say {claim}?", replaced=replaced)
    return Reading(text=f"{early['head']} {claim}?", replaced=replaced) if early else None


def _claim(talk: Conversation) -> str | None:
    """What was said: the statement of a yes/no question, or the words that were shown."""
    clause = clause_of(talk.last.searched)
    if clause and not clause.asking:
        return f"that {as_statement(clause)}"
    quote = next((q for turn in reversed(talk.turns) for q in turn.quotes), None)
    return f"“{_words_of(quote)}”" if quote else None


def _words_of(quote: ShownQuote) -> str:
    """The words of a quote that answered, or as many of its words around them as can be read."""
    light = (quote.highlight or "").split()
    if len(light) >= _FEWEST_WORDS:
        return _without_marks(light[:_MOST_WORDS])
    words = quote.text.split()
    before = len(quote.text[: max(quote.text.find(quote.highlight or ""), 0)].split())
    start = max(0, min(before - _MOST_WORDS // 2, len(words) - _MOST_WORDS))
    return _without_marks(words[start : start + _MOST_WORDS])


def _without_marks(words: list[str]) -> str:
    kept = (mark for mark in " ".join(words) if mark not in '"“”«»„')
    return "".join(kept).strip("'‘’,;.: ")
