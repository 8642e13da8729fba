"""Answers to clarification questions: "the judge", "rugby", "the first", "2", "the other one"."""

import re

from index.people.names import name_words_of, surname_of
from service.questions.followups.grammar.clauses import clause_of
from service.questions.followups.grammar.ordinals import chosen
from service.questions.followups.grammar.rewriting import polished
from service.questions.followups.grammar.words import is_content, plain_words, words_of
from service.questions.followups.resolution import Act, Narrowing, Replaced, Resolution
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.turns import OfferedChoice, Turn

_OTHER = re.compile(r"^(?:and |no |what about )?(?:the )?other(?: one)?$")
_LONGEST_PICK = 6
OFFERED_FOR = 3
"""Number of turns for which an offered choice can be picked."""


def picked(message: str, talk: Conversation) -> Resolution | None:
    """The question for a picked choice; None if the message picks none."""
    plain = plain_words(message)
    turn = next((t for t in reversed(talk.turns[-OFFERED_FOR:]) if t.choices), None)
    if turn is None or len(plain.split()) > _LONGEST_PICK:
        return None
    choice = _other(turn, talk) if asks_for_other(message) else None
    if choice is None and turn is not talk.last:
        return None
    choice = choice or chosen(plain, turn.choices) or _called(plain, turn, talk)
    if choice is None:
        return None
    asked = choice.question or _with_name(turn, choice)
    event = choice.article_id if turn.reason == "which_meaning" else None
    return Resolution(
        act=Act.ASK,
        searched=polished(asked),
        narrowing=Narrowing(article_ids=(event,) if event else ()),
        replaced=(Replaced(words=message.strip(" ?!."), meaning=choice.name, turn=turn.number),),
    )


def asks_for_other(message: str) -> bool:
    """Whether a message picks the choice that was not picked before."""
    return _OTHER.match(plain_words(message)) is not None


def _other(turn: Turn, talk: Conversation) -> OfferedChoice | None:
    """Of two choices the one that was not picked since."""
    if len(turn.choices) != 2:
        return None
    since = " ".join(t.searched for t in talk.turns if t.number > turn.number)
    left = [choice for choice in turn.choices if choice.name not in since]
    return left[0] if len(left) == 1 else None


def _called(plain: str, turn: Turn, talk: Conversation) -> OfferedChoice | None:
    """The only choice that has the most of the message's words, or is described by them."""
    wanted = {word.low for word in words_of(plain) if is_content(word)} - {"one", "ones"}
    if not wanted:
        return None
    scored = [(len(wanted & _words(choice, talk)), choice) for choice in turn.choices]
    most = max((score for score, _ in scored), default=0)
    best = [choice for score, choice in scored if score == most]
    # "Who is Ruiz running against" asks something else, though a choice names Ruiz as well.
    least = len(wanted) if clause_of(plain) is not None else 1
    return best[0] if most >= least and len(best) == 1 else None


def _words(choice: OfferedChoice, talk: Conversation) -> set[str]:
    """The words of a choice's name and question, and by which its article describes it."""
    words = {word.low for word in words_of(f"{choice.name} {choice.question or ''}")}
    for named in talk.names_of_article(choice.article_id):
        if name_words_of(named.name) == name_words_of(choice.name):
            words |= named.described
    return words


def _with_name(turn: Turn, choice: OfferedChoice) -> str:
    """The question asked with a choice's name in it."""
    question = turn.searched.rstrip("?!. ")
    last = surname_of(choice.name)
    found = re.search(rf"\b{re.escape(last)}\b", question, re.IGNORECASE)
    if found:
        return question[: found.start()] + choice.name + question[found.end() :] + "?"
    return f"{question} ({choice.name})?"
