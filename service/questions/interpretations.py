"""Possible interpretations of a question, in order, each with its reason.

"What will it cost, according to Strand?" asks for Strand's words, or for what the article says. The
first interpretation that finds an answer is the one that was meant; if none does, the refusal is
that of the question as it was asked.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct, structs

from index.followers.open_collection import OpenCollection
from service.questions.asked_person import (
    AskedPerson,
    choose_by_pronoun,
    resolve_exact_name,
    resolve_person,
)
from service.questions.kinds.definitions import definition_asked
from service.questions.kinds.doers import asked_with_verb
from service.questions.kinds.speech_forms import according_to
from service.questions.understand import Kind, Question, who_said, without_speaker

_ON = re.compile(
    r"^(?P<name>[^?]{2,80}?)(?:\s+(?:quotes?|quoted|words|statements?|comments?|remarks?))?"
    r"\s+(?:on|about)\s+(?P<topic>[^?]+)$",
    re.IGNORECASE,
)
_MOST_KEYWORDS = 5
_LONGEST_NAME = 3
NOT_QUOTED = frozenset({"speaker_not_quoted", "unknown_speaker"})
"""The refusals that say that the articles hold no words of the person at all."""


class Why(StrEnum):
    """Why a question is read in one way."""

    WHO_SAID = "who_said"
    """"Who said the treaty works?": whoever is quoted with these words, before whoever did it."""
    NAMED_SOURCE = "named_source"
    """"... according to Strand", "Strand on rural wards", "carney usmca": that person's words."""
    WHICH_ONE = "which_one"
    """"Who is Ruiz?": two people of that name are quoted, and it asks which of them is meant."""
    AS_ASKED = "as_asked"
    """As it stands."""
    NOT_ABOUT_WORDS = "not_about_words"
    """"What did settlers call the river": nobody is quoted with it, but an article may tell."""
    WITH_VERB = "with_verb"
    """"Who is the owner of the mill?": articles may say who owns it."""
    OF_OTHER_DAYS = "of_other_days"
    """"Who resigned this week": no article of this week tells, but one of other days may."""


class Interpretation(Struct, frozen=True, kw_only=True):
    """One way to read a question, with the person in it resolved."""

    question: Question
    person: AskedPerson
    why: Why
    only_after: frozenset[str] | None = None
    """Tried only after the question as asked was refused for one of these; None: always."""

    def applies_after(self, refusal: str | None) -> bool:
        """Whether it is tried once the question as asked was refused for this reason."""
        return self.only_after is None or refusal in self.only_after


def interpretations(question: Question, opened: OpenCollection) -> Iterator[Interpretation]:
    """The ways to read a question, the narrowest first; each is worked out when it is its turn."""
    yield from _as_somebodys_words(question, opened)
    yield from _as_one_of_a_name(question, opened)
    person = resolve_person(question.speaker, opened) if question.speaker else AskedPerson()
    person = choose_by_pronoun(person, question.text)
    yield _interpretation(question, person, Why.AS_ASKED)
    if question.may_be_other:
        plain = structs.replace(
            _dated(without_speaker(question.text), question), speaker=question.speaker
        )
        yield _interpretation(plain, person, Why.NOT_ABOUT_WORDS, NOT_QUOTED)
    with_verb = asked_with_verb(question.text) if question.kind is Kind.WHO else None
    if with_verb is not None:
        yield _interpretation(structs.replace(question, text=with_verb), person, Why.WITH_VERB)
    if question.period is not None and not question.is_timeless:
        timeless = structs.replace(question, is_timeless=True)
        yield _interpretation(timeless, person, Why.OF_OTHER_DAYS)


def _as_one_of_a_name(question: Question, opened: OpenCollection) -> Iterator[Interpretation]:
    """The question that must say which one: "Who is Ruiz?", where two people of the name speak."""
    asked = definition_asked(question.text) if question.kind is Kind.WHO else None
    if asked is None or not asked.is_person:
        return
    person = resolve_exact_name(asked.name, opened)
    if person is None or not person.is_ambiguous:
        return
    if " " not in asked.name or all(other.only_in for other in person.others):
        which = structs.replace(question, speaker=asked.name)
        yield Interpretation(question=which, person=person, why=Why.WHICH_ONE)


def _as_somebodys_words(question: Question, opened: OpenCollection) -> Iterator[Interpretation]:
    """The question as one for quotations, if its form allows that and articles know the name."""
    if question.kind is Kind.STATEMENT:
        return
    if question.kind is Kind.WHO and (said := who_said(question.text)) is not None:
        yield _interpretation(_dated(said, question), AskedPerson(), Why.WHO_SAID)
    for name, topic in _names_and_topics(question):
        person = resolve_exact_name(name, opened)
        if person is not None:
            about = Question(text=question.text, kind=Kind.STATEMENT, speaker=name, topic=topic)
            yield _interpretation(_dated(about, question), person, Why.NAMED_SOURCE)
            return


def _names_and_topics(question: Question) -> Iterator[tuple[str, str]]:
    """What may be a name, and what is then asked about it."""
    asked = according_to(question.text)
    if asked:
        yield asked.speaker, asked.topic or ""
    if question.kind is Kind.OTHER:
        yield from _on_a_topic(question.text)
        yield from _keywords(question.text)


def _on_a_topic(text: str) -> Iterator[tuple[str, str]]:
    """The form "X on Y"."""
    found = _ON.match(text)
    if found and len(found["name"].split()) <= _LONGEST_NAME + 1:
        yield found["name"], found["topic"].strip(" .!")


def _keywords(text: str) -> Iterator[tuple[str, str]]:
    """A few words without a verb: the longest name first, at the beginning, then at the end."""
    words = text.strip(" .!").split()
    if "?" in text or not 1 < len(words) <= _MOST_KEYWORDS:
        return
    lengths = range(min(_LONGEST_NAME, len(words) - 1), 0, -1)
    yield from ((" ".join(words[:n]), " ".join(words[n:])) for n in lengths)
    yield from ((" ".join(words[-n:]), " ".join(words[:-n])) for n in lengths)


def _dated(question: Question, asked: Question) -> Question:
    return structs.replace(
        question,
        as_asked=asked.as_asked,
        period=asked.period,
        asked_on=asked.asked_on,
        is_timeless=asked.is_timeless,
    )


def _interpretation(
    question: Question, person: AskedPerson, why: Why, only_after: frozenset[str] | None = None
) -> Interpretation:
    if person.people or person.others:
        question = structs.replace(
            question,
            speakers=person.names or person.possible_names,
            spoken_in=person.only_in,
        )
    return Interpretation(question=question, person=person, why=why, only_after=only_after)
