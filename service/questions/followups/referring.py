"""Pronouns and descriptions of a question replaced by what they stand for."""

import re
from collections.abc import Sequence

from msgspec import Struct

from service.questions.followups.clauses import clause_of
from service.questions.followups.conversation import Conversation
from service.questions.followups.definites import definites_in, edit_of, meant
from service.questions.followups.pronouns import (
    PRONOUNS,
    both_people,
    candidates,
    edit_for,
    is_possessive,
    pronouns_in,
    rivals,
)
from service.questions.followups.referents import Referent, Sort
from service.questions.followups.rewriting import Edit, Reading, edited
from service.questions.followups.spotting import Spotted
from service.questions.followups.words import BEING, Word, words_of

_BARE_THAT = re.compile(
    r"(?:\b(?:on|about|of|over|against|for|with|summari[sz]e|explain)\s+)(?P<that>that|this)\s*[?.!]*$",
    re.IGNORECASE,
)
_LAST_THAT = re.compile(r"\b(?P<that>that|this|it)\s*[?.!]*$", re.IGNORECASE)
_THE_TWO = re.compile(
    r"\b(?:the two(?: of them)?|both(?: of them)?|those two|these two)\b(?=\s+\w|$)", re.IGNORECASE
)


class Referring(Struct, frozen=True):
    """A question after its pronouns, or the people between whom nothing decides."""

    reading: Reading
    rivals: tuple[Referent, ...] = ()
    rival_questions: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    """Descriptions that stand for something, nobody knows what."""


def refer(text: str, talk: Conversation, first: Referent | None = None) -> Referring:
    """Put names in the place of pronouns and descriptions.

    Args:
        text: the question, its contractions written out.
        talk: what was spoken of.
        first: what the message itself has put in front ("and batt, how old is he").
    """
    words = words_of(text)
    edits: list[Edit] = []
    spots = talk.spotted(text)
    open_descriptions: list[str] = []
    clause = clause_of(text)
    who_is = clause is not None and clause.wh == "who" and clause.auxiliary.lower() in BEING
    for definite in definites_in(text, spots):
        found = meant(definite, talk)
        if found and who_is:
            found = None
        if found and found.name.lower() in text.lower():
            found = None
        if found:
            edits.append(edit_of(definite, found))
        else:
            open_descriptions.append(definite.text)
    two = _THE_TWO.search(text)
    both = both_people(talk) if two else None
    if two and both:
        edits = [e for e in edits if e.end <= two.start() or e.start >= two.end()]
        edits.append(
            Edit(start=two.start(), end=two.end(), new=both.name, meaning=both.name, turn=both.turn)
        )
    bare_that = _BARE_THAT.search(text)
    topic = first or talk.topic
    if first is not None:
        bare_that = bare_that or _LAST_THAT.search(text)
    if bare_that and topic:
        at = bare_that.start("that")
        edits.append(
            Edit(
                start=at,
                end=bare_that.end("that"),
                new=topic.in_sentence,
                meaning=topic.name,
                turn=topic.turn,
            )
        )
    held: dict[str, Referent] = {}
    competing: list[Referent] = []
    named_here = {s.named.name for s in spots if s.named}
    # "they" comes last: "did they pay for it" speaks of two different things.
    for at in sorted(pronouns_in(words), key=lambda at: (_class(words[at].low) == "they", at)):
        low = words[at].low
        if _is_inside(words[at].start, edits) or _is_bound(words, at, spots):
            continue
        if _is_told_here(words, at, spots):
            continue
        if _class(low) in held:
            # The name stands before it: "what did Luz Pinto say her boat is called".
            continue
        found = None
        if found is None:
            options = [c for c in candidates(words, at, talk) if c.name not in named_here]
            options = [c for c in options if c.name not in {h.name for h in held.values()}]
            if first is not None and _suits(low, first):
                options = [first, *options]
            if not options:
                continue
            found = options[0]
            if first is None and not competing:
                near = rivals(options, talk.last.searched)
                competing = near if len(near) > 1 else []
        held[_class(low)] = found
        edits.append(edit_for(words, at, found))
    reading = edited(text, edits)
    questions = tuple(
        edited(text, [_renamed(edit, competing[0], other) for edit in edits]).text
        for other in competing
    )
    return Referring(reading, tuple(competing), questions, tuple(open_descriptions))


def _renamed(edit: Edit, old: Referent, new: Referent) -> Edit:
    if edit.meaning != old.name:
        return edit
    return Edit(
        start=edit.start, end=edit.end, new=edit.new.replace(old.name, new.name), meaning=new.name,
        turn=new.turn,
    )  # fmt: skip


def _class(low: str) -> str:
    for group in (
        "he him his himself",
        "she her hers herself",
        "it its itself",
        "they them their theirs",
    ):
        if low in group.split():
            return group.split()[0]
    return low


def _is_inside(start: int, edits: Sequence[Edit]) -> bool:
    return any(edit.start <= start < edit.end for edit in edits)


def _is_bound(words: Sequence[Word], at: int, spots: Sequence[Spotted]) -> bool:
    """Whether the pronoun stands for something of its own question: "did Swindle change its name"."""
    word = words[at]
    low = word.low
    if not is_possessive(words, at):
        return False
    before = [s.named for s in spots if s.end <= word.start and s.named]
    if not before:
        return False
    named = before[-1]
    if low in ("his", "her"):
        may_be = named.sort in (Sort.PERSON, Sort.THING)
        return may_be and named.gender in ("", "m" if low == "his" else "f")
    return named.sort is not Sort.PERSON


def _is_told_here(words: Sequence[Word], at: int, spots: Sequence[Spotted]) -> bool:
    """Whether the message itself names the person: "is Renwick staying? what does he get"."""
    if words[at].low in ("it", "its", "they", "their", "them"):
        conj = [w.end for w in words[:at] if w.low in ("and", ",", ".", "?")]
        return any(s.end <= end for s in spots for end in conj if not _is_person(s))
    gender = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}.get(words[at].low)
    if gender is None:
        return False
    breaks = [w.end for w in words[:at] if w.low in ("?", ".", ",", ";", "and")]
    return any(
        s.named
        and (s.named.sort is Sort.PERSON or s.named.may_be_person)
        and s.named.gender in ("", gender)
        and any(s.end <= end for end in breaks)
        for s in spots
    )


def _is_person(spotted: Spotted) -> bool:
    return spotted.named is not None and spotted.named.sort is Sort.PERSON


def _suits(low: str, referent: Referent) -> bool:
    if low in ("he", "him", "his"):
        return referent.gender != "f"
    if low in ("she", "her", "hers"):
        return referent.gender != "m"
    return low in PRONOUNS
