"""Replaces pronouns and descriptions in a question by their referents."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from service.questions.followups.grammar.clauses import Clause, clause_of
from service.questions.followups.grammar.rewriting import Edit, Reading, edited
from service.questions.followups.grammar.words import BEING, words_of
from service.questions.followups.names.referents import Referent
from service.questions.followups.references.bound_pronouns import is_bound
from service.questions.followups.references.definites import (
    Definite,
    definites_in,
    edit_of,
    meant,
)
from service.questions.followups.references.pronouns import (
    PRONOUNS,
    both_people,
    candidates,
    edit_for,
    kind_of,
    pronouns_in,
    rivals,
)
from service.questions.followups.talk.conversation import Conversation

_THAT = re.compile(
    r"\b(?:on|about|of|over|against|for|with|summari[sz]e|explain)\s+(?P<that>that|this)\s*[?.!]*$",
    re.IGNORECASE,
)
"""Where "that" can only be what was spoken of: "everyone quoted on that"."""
_LAST_THAT = re.compile(r"\b(?P<that>that|this|it)\s*[?.!]*$", re.IGNORECASE)
_THE_TWO = re.compile(
    r"\b(?P<that>the two(?: of them)?|both(?: of them)?|those two|these two)\b"
    r"(?=\s+(?:differ|disagree|agree|meet|met|say|said|think|want|have|had|are|were|do|did|will|know"
    r"|related|talk|get)\b|\s*[?.!]*$)",
    re.IGNORECASE,
)


class Referring(Struct, frozen=True):
    """A question after its pronouns, or the people between whom nothing decides."""

    reading: Reading
    rivals: tuple[Referent, ...] = ()
    rival_questions: tuple[str, ...] = ()
    """The question with each of them in it."""


def refer(text: str, talk: Conversation, first: Referent | None = None) -> Referring:
    """Put names in the place of pronouns and descriptions.

    `first` is what the message itself has put in front ("and batt, how old is he").
    """
    edits = [*_descriptions(text, talk), *_pointing_words(text, talk, first)]
    pronouns, competing = _pronouns(text, talk, first, edits)
    edits += pronouns
    questions = tuple(
        edited(text, [_renamed(edit, competing[0], other) for edit in edits]).text
        for other in competing
    )
    return Referring(edited(text, edits), tuple(competing), questions)


def _descriptions(text: str, talk: Conversation) -> Iterator[Edit]:
    """Names for "the mayor" and "that island"; not in "who is the mayor"."""
    clause = clause_of(text)
    if clause is not None and clause.wh == "who" and clause.auxiliary.lower() in BEING:
        return
    two = _THE_TWO.search(text)
    end = 0
    for definite in definites_in(text, talk.spotted(text)):
        if definite.start < end or _is_named_before(definite, text, talk):
            continue
        if clause is not None and _is_said_of(definite, clause):
            continue  # "the utility" of "the dispatcher of the utility"
        found = meant(definite, talk)
        overlaps = two is not None and two.start() < definite.end and definite.start < two.end()
        if found and found.name.lower() not in text.lower() and not overlaps:
            end = definite.end
            yield edit_of(definite, found)


def _is_said_of(definite: Definite, clause: Clause) -> bool:
    """Whether it says what somebody is: "is he the minister"."""
    if clause.asking or clause.auxiliary.lower() not in BEING:
        return False
    subject = clause.rest.split()[:1]
    is_all = len(clause.rest.split()) == 1 + len(definite.text.split())
    return is_all and bool(subject) and subject[0].lower() in PRONOUNS


def _is_named_before(definite: Definite, text: str, talk: Conversation) -> bool:
    """Whether the question itself names what it describes: "the Sorrel River ... in the river"."""
    head = definite.words[-1]
    return any(
        spotted.named and spotted.end <= definite.start and spotted.head == head
        for spotted in talk.spotted(text)
    )


def _pointing_words(text: str, talk: Conversation, first: Referent | None) -> Iterator[Edit]:
    """What "the two" and a bare "that" stand for."""
    two = _THE_TWO.search(text)
    that = _THAT.search(text) or (_LAST_THAT.search(text) if first else None)
    pointing = [(two, both_people(talk) if two else None)]
    pointing += [(that, first or talk.topic if that else None)]
    for match, meaning in pointing:
        if match and meaning:
            yield Edit(
                start=match.start("that"),
                end=match.end("that"),
                new=meaning.in_sentence,
                meaning=meaning.name,
                turn=meaning.turn,
            )


def _pronouns(
    text: str, talk: Conversation, first: Referent | None, taken: Sequence[Edit]
) -> tuple[list[Edit], list[Referent]]:
    """The edits for pronouns, and the people between whom nothing decides.

    Each pronoun is replaced once; the name then stands before the others: "what did Luz Pinto say
    her boat is called".
    """
    words, spots = words_of(text), talk.spotted(text)
    used = {s.named.name for s in spots if s.named}
    edits: list[Edit] = []
    competing: list[Referent] = []
    done: set[str] = set()
    # "They" comes last: "did they pay for it" speaks of two different things.
    for at in sorted(pronouns_in(words), key=lambda at: (kind_of(words[at].low) == "they", at)):
        kind = kind_of(words[at].low)
        inside = any(edit.start <= words[at].start < edit.end for edit in taken)
        if kind in done or inside or is_bound(words, at, spots):
            continue
        if first is not None and _suits(kind, first):
            options = [first]
        else:
            options = [r for r in candidates(words, at, talk) if r.name not in used]
            competing = competing or (rivals(options, talk.last.searched) if options else [])
        if options:
            done.add(kind)
            used.add(options[0].name)
            edits.append(edit_for(words, at, options[0]))
    return edits, competing


def _suits(kind: str, first: Referent) -> bool:
    """Whether a pronoun may stand for what the message has put in front."""
    return first.gender != {"he": "f", "she": "m"}.get(kind, "?")


def _renamed(edit: Edit, old: Referent, new: Referent) -> Edit:
    if edit.meaning != old.name:
        return edit
    text = edit.new.replace(old.name, new.name)
    return structs.replace(edit, new=text, meaning=new.name, turn=new.turn)
