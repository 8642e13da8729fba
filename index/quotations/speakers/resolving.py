"""Speaker resolution: names, titles, pronouns and epithets resolved inside one article.

Precision comes first. Nothing is resolved if the words are ambiguous or name no single person: a
surname that two people share, a group, an unnamed source, a pronoun with no antecedent or several.
"""

from collections.abc import Sequence
from typing import NamedTuple

from index.quotations.drafting import Draft
from index.quotations.sentences.main_subject import main_subject
from index.quotations.sentences.noun_phrases import noun_phrase_before
from index.quotations.sentences.subject_before import subject_before
from index.quotations.sentences.transcripts import is_answer, is_question
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.speakers.cast import Cast, Character
from index.quotations.speakers.clauses import (
    comes_behind_pronoun,
    in_subclause,
    is_beside,
    opening_clause_subject,
    words_said_before,
)
from index.quotations.speakers.epithets import (
    characters_in_role,
    is_shared_role,
    is_specific,
    split_by_country,
)
from index.quotations.speakers.mentions import (
    Mention,
    is_full_name,
    mentions_in,
    parse_mention,
    with_particles,
)
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import roles_in, title_as_surname
from index.quotations.vocabulary.word_classes import (
    COMMA,
    NAME,
    NUMBER,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    SUBJECT,
    SUBORDINATOR,
)
from index.records import Span

_NO_PERSON = ""
"""The source is a group, a thing, or a pronoun that does not stand for a single person."""
_UNKNOWN_PERSON = "?"
"""The source is one person, but the article does not say who."""
_ONE_OF_SEVERAL = "??"
"""The source is one of several people of a surname, and only what follows may tell which."""
_NOBODY = frozenset((_NO_PERSON, _UNKNOWN_PERSON, _ONE_OF_SEVERAL))
_GENDERS = {"he": "m", "she": "f"}
_PRONOUNS = frozenset(_GENDERS)
_SINGLE = frozenset(("one", "another", "the"))
"""How one of several begins: "one of them", "the youngest of them"."""
_SENTENCES_BACK = 6
_FIRST = 1 << 20
"""Ranks a sentence's subject before speakers in its subordinate clauses, and behind others."""
_LONGEST_ANTECEDENT = 10
_LONGEST_LEAD = 1000
"""How many characters later "the president" may be named; who comes then is another."""


class _Spoke(NamedTuple):
    """Somebody who spoke in a sentence."""

    source: Phrase
    name: str
    content: tuple[Span, ...]


class _Pronoun(NamedTuple):
    """A pronoun, or a description such as "the senator", for which somebody acted before."""

    unit: Unit
    at: int
    word: str
    """ "he" or "she"."""
    gender: str
    said: frozenset[int] = frozenset()
    """The words of its sentence that it says: "Lee will resign" does not mean Lee by "she said"."""

    def end_in(self, unit: Unit) -> int:
        """Where the words of a sentence before the pronoun end."""
        return self.at if unit is self.unit else len(unit.words)

    def said_in(self, unit: Unit) -> frozenset[int]:
        """The words of a sentence that are what it says."""
        return self.said if unit is self.unit else frozenset()


class SpeakerResolver:
    """Resolves the speakers of one article. Call it in text order: each draft helps the next."""

    def __init__(
        self, text: str, units: Sequence[Unit], byline: str = "", headline: str = ""
    ) -> None:
        self._text = text
        self._byline = byline
        self._headline = headline
        self._units = units
        self._numbers = {id(unit): number for number, unit in enumerate(units)}
        self._cast = Cast(text, units)
        self._resolved: dict[int, str] = {}
        """The speaker of each draft, by the draft's id."""
        self._spoke: dict[int, list[_Spoke]] = {}
        """The speakers in each unit, by the unit's number."""
        self._heard: set[str] = set()
        """The speakers so far."""
        self._meant: dict[int, tuple[str, str]] = {}
        """By the unit's number: the gender of the pronoun that is its subject, and who it is."""
        self._followed = 0
        """The pronouns of the units before this one are in `_meant`."""
        self._answers: dict[int, Character | None] = {}
        """The person for the label "A", by the start of the interview."""

    def resolve(self, draft: Draft) -> str | None:
        """Return the draft's speaker, and remember who spoke."""
        name = _NO_PERSON
        if draft.continues:
            name = self._resolved.get(id(draft.continues), _NO_PERSON)
        elif draft.phrase:
            name = self._resolve(draft.unit, draft.phrase, draft.content)
            # "Rubio refrained from attacking Bush, who said": the subject is Rubio, not Bush.
            if not draft.unit.kinds[draft.phrase.first] & RELATIVE:
                spoke = self._spoke.setdefault(self._numbers[id(draft.unit)], [])
                spoke.append(_Spoke(draft.phrase, name, tuple(draft.content)))
            self._heard.add(name)
        self._resolved[id(draft)] = name
        return None if name in _NOBODY else name

    def resolve_label(self, label: Span, before: int) -> str | None:
        """Return the person for a transcript's label.

        The label "A" is the person introduced by the article `before` the interview.
        """
        words = [word.strip(".") for word in self._text[label.start : label.end].lower().split()]
        if is_question(words[0]):
            return None
        if is_answer(words[0]):
            return self._answering(before)
        surname, titles = title_as_surname(words), word_list("titles")
        name = [word for at, word in enumerate(words) if at == surname or word not in titles]
        if not name or name[-1] in word_list("unnamed"):
            return None
        people = self._cast.named(name, words)
        if len(people) == 1:
            return people[0].name
        return None if people else self._text[label.start : label.end]

    def _answering(self, before: int) -> str | None:
        if before not in self._answers:
            self._answers[before] = self._cast.interviewed_before(
                before, self._byline, self._headline
            )
        person = self._answers[before]
        return person.name if person else None

    def _resolve(self, unit: Unit, phrase: Phrase, content: Sequence[Span] = ()) -> str:
        if phrase.last - phrase.first == 1:
            word, kind = unit.words[phrase.first], unit.kinds[phrase.first]
            if word in _GENDERS:
                said = words_said_before(unit, phrase.first, content)
                return self._antecedent(_pronoun(unit, phrase.first, said))
            if kind & RELATIVE and not kind & NAME:
                return self._resolve_relative(unit, phrase.first)
            if kind & SUBJECT:
                return _NO_PERSON
        head = _head(unit, phrase)
        if head is None:
            return _NO_PERSON
        if unit.kinds[head.last - 1] & NAME:
            return self._resolve_name(unit, head)
        return self._resolve_apposition(unit, head, phrase) or self._resolve_description(unit, head)

    def _resolve_apposition(self, unit: Unit, head: Phrase, phrase: Phrase) -> str:
        """Resolve "Trump's attorney, Alan Garten" by the full name after the comma."""
        at = _behind_members(unit, head, phrase)
        if at + 1 >= phrase.last or not unit.kinds[at] & COMMA:
            return _NO_PERSON
        for mention in mentions_in(unit, at + 1):
            behind = unit.kinds[mention.last] if mention.last < phrase.last else COMMA
            ends = behind & (COMMA | PREPOSITION)
            whole = mention.first == at + 1 and is_full_name(mention) and ends
            return self._resolve_mention(unit, mention) if whole else _NO_PERSON
        return _NO_PERSON

    # Names.

    def _resolve_name(self, unit: Unit, head: Phrase) -> str:
        first = head.last
        while first > head.first and _is_in_name(unit, first - 1, head):
            first -= 1
        mention = parse_mention(unit, with_particles(unit, first, head.first), head.last)
        if mention is None:
            return self._resolve_bare_surname(unit, head) or self._resolve_description(unit, head)
        return self._resolve_mention(unit, mention)

    def _resolve_bare_surname(self, unit: Unit, head: Phrase) -> str:
        """Resolve "King" where somebody is named Charlie King; "the king" is none."""
        words = unit.words[head.first : head.last]
        if len(words) > 1 or words[0] not in word_list("titles and surnames"):
            return _NO_PERSON
        people = [one for one in self._cast.named(words) if one.given and one.last == words[0]]
        return people[0].name if len(people) == 1 else _NO_PERSON

    def _resolve_mention(self, unit: Unit, mention: Mention) -> str:
        name = mention.name
        written = mention.as_written(self._text)
        if name[-1] in word_list("groups") or name[-1] in word_list("demonyms"):
            return _NO_PERSON
        if len(name) == 1 and not self._is_capital(mention):
            return _NO_PERSON
        people = self._cast.meant_by(unit, mention)
        if len(people) > 1:
            return self._spoke_just_now(unit, people) or _ONE_OF_SEVERAL
        if not people:
            return _UNKNOWN_PERSON if self._cast.is_borne(name) else written
        (person,) = people
        if _is_only_a_relative(person, mention) and not self._cast.is_told_apart(unit, mention):
            return written
        return person.name if self._cast.is_one_name(person) else _UNKNOWN_PERSON

    def _spoke_just_now(self, unit: Unit, people: Sequence[Character]) -> str:
        """The one of several people of a surname who spoke in the sentence before."""
        number = self._numbers[id(unit)] - 1
        if number < 0 or self._units[number].paragraph != unit.paragraph:
            return _NO_PERSON
        spoke = self._spoke.get(number, [])
        last = spoke[-1].name if spoke else _NO_PERSON
        return last if last in {person.name for person in people} else _NO_PERSON

    def _is_capital(self, mention: Mention) -> bool:
        """Whether a single word is capitalised as a name, not as the start of the sentence."""
        if mention.first > 0 or mention.titles or mention.name[0] in self._cast.capitals:
            return True
        return not mention.name[0].endswith("s")

    def _resolve_relative(self, unit: Unit, at: int) -> str:
        """Resolve "who" to the phrase before it: "Ann Lee, a nurse, who said ..."."""
        phrase = subject_before(unit, at) or self._named_before(unit, at)
        single = phrase and phrase.last - phrase.first == 1 and unit.kinds[phrase.first] & RELATIVE
        return self._resolve(unit, phrase) if phrase and not single else _UNKNOWN_PERSON

    @staticmethod
    def _named_before(unit: Unit, at: int) -> Phrase | None:
        end = at - 1 if at and unit.kinds[at - 1] & COMMA else at
        phrase = noun_phrase_before(unit, end, max(0, end - _LONGEST_ANTECEDENT))
        return phrase if phrase and unit.kinds[phrase.last - 1] & NAME else None

    # Epithets.

    def _resolve_description(self, unit: Unit, head: Phrase) -> str:
        words = unit.words[head.first : head.last]
        if unit.kinds[head.last - 1] & NUMBER or not roles_in(words):
            one = words[-1] in word_list("one person") or words[0] in ("a", "an", "one", "another")
            return _UNKNOWN_PERSON if one else _NO_PERSON
        people = characters_in_role(self._cast, words)
        if not is_specific(words):
            near = unit.end + _LONGEST_LEAD
            people = [person for person in people if person.first_mentioned < near]
        if word_list("demonyms").intersection(words):
            people = self._choose_by_country(unit, head, people)
        elif len(people) == 1 and not is_specific(words) and is_shared_role(words):
            people = self._if_acted_last(unit, head, people[0])
        return people[0].name if len(people) == 1 else _UNKNOWN_PERSON

    def _if_acted_last(self, unit: Unit, head: Phrase, person: Character) -> list[Character]:
        """Resolve "the senator" only if nobody else who could be meant has acted since."""
        word = "she" if person.gender == "f" else "he"
        before = self._antecedent(_Pronoun(unit, head.first, word, person.gender))
        return [person] if before == person.name else []

    def _choose_by_country(
        self, unit: Unit, head: Phrase, people: list[Character]
    ) -> list[Character]:
        """Choose the person described as of that country, or else the last person who acted.

        The latter must hold the office and not be described as of any country, and somebody else
        in that office must be described as of another country.
        """
        matching, rest = split_by_country(people, unit.words[head.first : head.last])
        if matching or len(rest) != 1 or len(people) == 1:
            return matching
        return self._if_acted_last(unit, head, rest[0])

    # Pronouns.

    def _antecedent(self, pronoun: _Pronoun) -> str:
        """Return a pronoun's antecedent: the nearest person who was subject or speaker.

        If somebody else of that gender is named in between, the pronoun is ambiguous, unless the
        person acted or spoke in this sentence or the one before it.
        """
        here = self._numbers[id(pronoun.unit)]
        self._follow_pronouns(here)
        for number in range(here, max(-1, here - _SENTENCES_BACK), -1):
            other = self._units[number]
            if other.paragraph < pronoun.unit.paragraph - 1 or other.is_title:
                break
            for name, spoke in self._acting_before(other, pronoun):
                meant = self._if_meant(name, other, pronoun, spoke=spoke)
                if meant:
                    return meant
            only = self._only_one_named(other, pronoun)
            if only:
                return only.name
        # "Lee will resign, she said" opens an article: nobody else can be meant.
        anyone = pronoun._replace(said=frozenset())
        return self._antecedent(anyone) if pronoun.said else _UNKNOWN_PERSON

    def _if_meant(self, name: str, other: Unit, pronoun: _Pronoun, *, spoke: bool) -> str:
        """Return who acts in a sentence if the pronoun means them, "" if it means others."""
        if name == _ONE_OF_SEVERAL:
            only = self._only_one_named(other, pronoun)
            return only.name if only else _UNKNOWN_PERSON
        if name == _UNKNOWN_PERSON:
            return _UNKNOWN_PERSON
        if self._may_be(name, pronoun.gender) or self._has_spoken(name, pronoun.gender):
            clear = self._is_near(other, pronoun, spoke=spoke)
            clear = clear or not self._has_rival(name, other, pronoun)
            certain = clear and not self._is_rather_another(name, other, pronoun)
            return name if certain else _UNKNOWN_PERSON
        return _UNKNOWN_PERSON if self._cast.is_alone(name, pronoun.gender) else _NO_PERSON

    def _is_near(self, other: Unit, pronoun: _Pronoun, *, spoke: bool) -> bool:
        """Whether who acts in a sentence is meant though others are named in between."""
        if other is pronoun.unit:
            return not _opens_subclause(other, pronoun.at)
        is_next = self._numbers[id(other)] == self._numbers[id(pronoun.unit)] - 1
        return is_next and (spoke or other.paragraph == pronoun.unit.paragraph)

    def _follow_pronouns(self, end: int) -> None:
        """Find out for whom the sentences before one have "he" or "she" as their subject."""
        while self._followed < end:
            unit = self._units[self._followed]
            self._followed += 1
            subject = None if _PRONOUNS.isdisjoint(unit.words) else _subject(unit, len(unit.words))
            if subject and unit.words[subject.first] in _GENDERS:
                pronoun = _pronoun(unit, subject.first)
                self._meant[self._followed - 1] = pronoun.gender, self._antecedent(pronoun)

    def _only_one_named(self, unit: Unit, pronoun: _Pronoun) -> Character | None:
        """Return the person of that gender that a sentence names, if there is exactly one.

        In "He met Lee" and "Meeting Lee, he said" that is somebody else.
        """
        found = {
            person
            for mention in self._mentions_before(unit, pronoun)
            if mention.first not in pronoun.said_in(unit)
            and not comes_behind_pronoun(unit, mention.first, pronoun.word)
            and not is_beside(unit, mention.first, pronoun.end_in(unit))
            for person in self._cast.named(mention.name, mention.titles)
            if person.gender in ("", pronoun.gender)
        }
        person = found.pop() if len(found) == 1 else None
        return person if person and person.gender else None

    def _mentions_before(self, unit: Unit, pronoun: _Pronoun) -> list[Mention]:
        mentions = self._cast.mentions.get(self._numbers[id(unit)], [])
        return [mention for mention in mentions if mention.first < pronoun.end_in(unit)]

    def _acting_before(self, unit: Unit, pronoun: _Pronoun) -> list[tuple[str, bool]]:
        """Return who speaks (True) or acts in a sentence before a pronoun, the likeliest first.

        That is the last to speak, but in "Lee left after Cho called" it is Lee.
        """
        before = pronoun.end_in(unit)
        spoke = self._spoke.get(self._numbers[id(unit)], [])
        spoke = [one for one in spoke if one.source.first < before]
        subject = _subject(unit, before)
        if subject and (subject.first in pronoun.said_in(unit) or _is_said(unit, subject, spoke)):
            subject = None
        found = [
            (not _is_aside(unit, one.source, subject), one.source.first, one.name, True)
            for one in spoke
        ]
        if subject and not any(_overlap(subject, one.source) for one in spoke):
            found.append((False, _FIRST, self._acts(unit, subject, pronoun.gender), False))
        return [(name, spoke) for _, _, name, spoke in sorted(found, reverse=True) if name]

    def _acts(self, unit: Unit, subject: Phrase, gender: str) -> str:
        """Return who a sentence's subject is; of a pronoun, if it is of that gender."""
        if unit.words[subject.first] not in _GENDERS:
            is_pronoun = unit.kinds[subject.first] & (SUBJECT | RELATIVE)
            return _NO_PERSON if is_pronoun else self._resolve(unit, subject)
        pronoun, number = _pronoun(unit, subject.first), self._numbers[id(unit)]
        if pronoun.gender != gender:
            return _NO_PERSON
        if number >= self._followed:
            return self._antecedent(pronoun)
        return self._meant.get(number, (gender, _NO_PERSON))[1]

    def _has_spoken(self, name: str, gender: str) -> bool:
        """Whether somebody who has only a surname in the article has been heard in it before."""
        return name in self._heard and self._cast.is_alone(name, gender)

    def _may_be(self, name: str, gender: str) -> bool:
        person = self._cast.by_fullest_name(name)
        return person is not None and (not gender or person.gender in ("", gender))

    def _is_rather_another(self, name: str, unit: Unit, pronoun: _Pronoun) -> bool:
        """Whether a sentence names a woman, when "Mayor Cho" in it may be a man."""
        person = self._cast.by_fullest_name(name)
        if pronoun.gender != "f" or person is None or person.gender or person.given:
            return False
        return any(
            other.gender == pronoun.gender
            for mention in self._mentions_before(unit, pronoun)
            for other in self._cast.named(mention.name, mention.titles)
        )

    def _has_rival(self, name: str, since: Unit, pronoun: _Pronoun) -> bool:
        """Whether the sentences since one name anybody else the pronoun could stand for."""
        first, here = self._numbers[id(since)], self._numbers[id(pronoun.unit)]
        return any(
            person.name != name
            and person.gender in ("", pronoun.gender)
            and self._cast.is_certainly_a_person(person)
            for unit in self._units[first : here + 1]
            for mention in self._mentions_before(unit, pronoun)
            for person in self._cast.named(mention.name, mention.titles)
        )


def _pronoun(unit: Unit, at: int, said: frozenset[int] = frozenset()) -> _Pronoun:
    return _Pronoun(unit, at, unit.words[at], _GENDERS[unit.words[at]], said)


def _is_said(unit: Unit, subject: Phrase, spoke: Sequence[_Spoke]) -> bool:
    start = unit.starts[subject.first]
    return any(span.start <= start < span.end for one in spoke for span in one.content)


def _overlap(one: Phrase, other: Phrase) -> bool:
    return one.first < other.last and other.first < one.last


def _is_aside(unit: Unit, source: Phrase, subject: Phrase | None) -> bool:
    """Whether a speaker's clause only introduces or follows the main one: "when Cho called"."""
    return bool(subject and source.last <= subject.first) or in_subclause(unit, source.first)


def _subject(unit: Unit, before: int) -> Phrase | None:
    """Return a sentence's subject, or that of a clause before it."""
    return main_subject(unit, before) or opening_clause_subject(unit, before)


def _opens_subclause(unit: Unit, at: int) -> bool:
    """Whether a clause like "before he announced it" begins with word `at`."""
    return at > 0 and bool(unit.kinds[at - 1] & (SUBORDINATOR | PREPOSITION))


def _head(unit: Unit, phrase: Phrase) -> Phrase | None:
    """Return the phrase up to its first comma, bracket or preposition; None for a group."""
    end = phrase.first
    while end < phrase.last:
        kind, word = unit.kinds[end], unit.words[end]
        if kind & (COMMA | RELATIVE | QUOTED) or word in ("(", "—", "–", "--"):
            break
        if kind & PREPOSITION and not _joins_name(unit, end, phrase):
            break
        if word in ("and", "or"):
            return None
        end += 1
    return Phrase(phrase.first, end) if end > phrase.first else None


def _behind_members(unit: Unit, head: Phrase, phrase: Phrase) -> int:
    """Where "one of the farmers" ends, the head of which is "one"."""
    at = head.last
    if at >= phrase.last or unit.words[at] != "of" or unit.words[head.first] not in _SINGLE:
        return at
    while at < phrase.last and not unit.kinds[at] & (COMMA | RELATIVE | QUOTED):
        at += 1
    return at


def _is_in_name(unit: Unit, at: int, phrase: Phrase) -> bool:
    if unit.kinds[at] & NAME or unit.words[at] in (".", "&"):
        return True
    particle = unit.words[at] in word_list("particles") and at > phrase.first
    return bool(particle) or _joins_name(unit, at, phrase)


def _joins_name(unit: Unit, at: int, phrase: Phrase) -> bool:
    """Whether "of" is part of a name: "Bank of Canada"."""
    if unit.words[at] != "of" or at == phrase.first or at + 1 >= phrase.last:
        return False
    named = unit.kinds[at - 1] & NAME and unit.kinds[at + 1] & NAME
    joined = word_list("organisations", "titles")
    return bool(named) and unit.words[at - 1] in joined


def _is_only_a_relative(person: Character, mention: Mention) -> bool:
    """Whether a bare surname cannot mean this person: in "his daughter Ivanka Trump" it is his."""
    return person.is_relative and not mention.parts.given and person.given != mention.parts.last
