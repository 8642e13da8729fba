"""Who a source is: names, titles, pronouns and epithets resolved inside one article.

Precision first. Nobody is named where the words leave a choice: a surname that two people share, a
group, an unnamed source, a pronoun with no person, or more than one, to stand for.
"""

from collections.abc import Sequence

from index.quotations.drafting import Draft
from index.quotations.sentences.clause_subject import main_subject
from index.quotations.sentences.noun_phrases import noun_phrase_before
from index.quotations.sentences.subject_before import subject_before
from index.quotations.sentences.transcripts import is_answer, is_question
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.speakers.cast import People, Person
from index.quotations.speakers.epithets import is_shared, of_country, of_role, tells_apart
from index.quotations.speakers.mentions import Mention, is_full_name, mentions_in, read_mention
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import roles_in
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

_NOBODY = ""
"""A group, a thing, a pronoun that is no single person's."""
_SOMEBODY = "?"
"""One person, but the article does not say who."""
_GENDERS = {"he": "m", "she": "f"}
_SENTENCES_BACK = 6
_LONGEST_ANTECEDENT = 10


class Speakers:
    """Who speaks in one article. Drafts are asked for in reading order: each helps the next."""

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self._text = text
        self._units = units
        self._numbers = {id(unit): number for number, unit in enumerate(units)}
        self._people = People(text, units)
        self._found: dict[int, str] = {}
        """Of a draft, by its identity."""
        self._spoke: dict[int, list[tuple[int, str]]] = {}
        """Of a unit, by its number: where each source begins, and who it is."""
        self._answers: dict[int, Person | None] = {}
        """Who "A" is, by where the interview begins."""

    def of(self, draft: Draft) -> str | None:
        """Return the draft's speaker, and remember who spoke."""
        name = _NOBODY
        if draft.lent_by:
            name = self._found.get(id(draft.lent_by), _NOBODY)
        elif draft.phrase:
            name = self._who(draft.unit, draft.phrase)
            # "Rubio refrained from attacking Bush, who said": Rubio acts, Bush only on the side.
            if not draft.unit.kinds[draft.phrase.first] & RELATIVE:
                spoke = self._spoke.setdefault(self._numbers[id(draft.unit)], [])
                spoke.append((draft.phrase.first, name))
        self._found[id(draft)] = name
        return None if name in (_NOBODY, _SOMEBODY) else name

    def of_label(self, label: Span, before: int) -> str | None:
        """Return who a transcript's label is; an answer is the one person named `before` it all."""
        words = [word.strip(".") for word in self._text[label.start : label.end].lower().split()]
        if is_question(words[0]):
            return None
        if is_answer(words[0]):
            return self._answering(before)
        name = [word for word in words if word not in word_list("titles")]
        if not name or name[-1] in word_list("unnamed"):
            return None
        people = self._people.named(name, words)
        if len(people) == 1:
            return people[0].name
        return None if people else self._text[label.start : label.end]

    def _answering(self, before: int) -> str | None:
        if before not in self._answers:
            self._answers[before] = self._people.only_one_before(before)
        person = self._answers[before]
        return person.name if person else None

    def _who(self, unit: Unit, phrase: Phrase) -> str:
        if phrase.last - phrase.first == 1:
            word, kind = unit.words[phrase.first], unit.kinds[phrase.first]
            if word in _GENDERS:
                return self._antecedent(unit, phrase.first, _GENDERS[word])
            if kind & RELATIVE and not kind & NAME:
                return self._relative(unit, phrase.first)
            if kind & SUBJECT:
                return _NOBODY
        head = _head(unit, phrase)
        if head is None:
            return _NOBODY
        if unit.kinds[head.last - 1] & NAME:
            return self._named(unit, head)
        return self._apposed(unit, head, phrase) or self._called(unit, head)

    def _apposed(self, unit: Unit, head: Phrase, phrase: Phrase) -> str:
        """Resolve "Trump's attorney, Alan Garten" by the full name behind the comma."""
        at = head.last
        if at + 1 >= phrase.last or not unit.kinds[at] & COMMA:
            return _NOBODY
        for mention in mentions_in(unit, at + 1):
            ends = mention.last >= phrase.last or unit.kinds[mention.last] & COMMA
            whole = mention.first == at + 1 and is_full_name(mention) and ends
            return self._mentioned(mention) if whole else _NOBODY
        return _NOBODY

    # Names.

    def _named(self, unit: Unit, head: Phrase) -> str:
        first = head.last
        while first > head.first and _is_in_name(unit, first - 1, head):
            first -= 1
        mention = read_mention(unit, first, head.last)
        return self._mentioned(mention) if mention else self._called(unit, head)

    def _mentioned(self, mention: Mention) -> str:
        name = mention.name
        written = mention.written(self._text)
        if name[-1] in word_list("groups") or name[-1] in word_list("demonyms"):
            return _NOBODY
        if len(name) == 1 and not self._is_capital(mention):
            return _NOBODY
        people = self._people.named(name, mention.titles)
        if len(people) != 1:
            return _SOMEBODY if people else written
        return written if _is_relative_only(people[0], name) else people[0].name

    def _is_capital(self, mention: Mention) -> bool:
        """Whether one word is capitalised for being a name, not for opening the sentence."""
        if mention.first > 0 or mention.titles or mention.name[0] in self._people.capitals:
            return True
        return not mention.name[0].endswith("s")

    def _relative(self, unit: Unit, at: int) -> str:
        """Resolve "who" by the phrase it follows: "Ann Lee, a nurse, who said ..."."""
        phrase = subject_before(unit, at) or self._named_before(unit, at)
        single = phrase and phrase.last - phrase.first == 1 and unit.kinds[phrase.first] & RELATIVE
        return self._who(unit, phrase) if phrase and not single else _SOMEBODY

    @staticmethod
    def _named_before(unit: Unit, at: int) -> Phrase | None:
        end = at - 1 if at and unit.kinds[at - 1] & COMMA else at
        phrase = noun_phrase_before(unit, end, max(0, end - _LONGEST_ANTECEDENT))
        return phrase if phrase and unit.kinds[phrase.last - 1] & NAME else None

    # Epithets.

    def _called(self, unit: Unit, head: Phrase) -> str:
        words = unit.words[head.first : head.last]
        if unit.kinds[head.last - 1] & NUMBER or not roles_in(words):
            one = words[-1] in word_list("one person") or words[0] in ("a", "an", "one", "another")
            return _SOMEBODY if one else _NOBODY
        people = of_role(self._people, words)
        if word_list("demonyms").intersection(words):
            people = self._of_country(unit, head, people)
        elif len(people) == 1 and not tells_apart(words) and is_shared(words):
            people = self._just_before(unit, head, people[0])
        return people[0].name if len(people) == 1 else _SOMEBODY

    def _just_before(self, unit: Unit, head: Phrase, person: Person) -> list[Person]:
        """Keep the person of "the senator", which others may be, only where nobody acted since."""
        before = self._antecedent(unit, head.first, person.gender)
        return [person] if before == person.name else []

    def _of_country(self, unit: Unit, head: Phrase, people: list[Person]) -> list[Person]:
        """Choose who is called of that country; or, of those called of none, who spoke just now.

        The latter needs somebody else in that office who is called of another country.
        """
        called, rest = of_country(people, unit.words[head.first : head.last])
        if called or len(rest) != 1 or len(people) == 1:
            return called
        return self._just_before(unit, head, rest[0])

    # Pronouns.

    def _antecedent(self, unit: Unit, at: int, gender: str) -> str:
        """Return whom a pronoun stands for: the nearest person who was subject or speaker.

        Somebody else of that gender who is named on the way leaves a choice, unless the person
        acted or spoke in this very sentence or the one before it.
        """
        here = self._numbers[id(unit)]
        for number in range(here, max(-1, here - _SENTENCES_BACK), -1):
            other = self._units[number]
            if other.paragraph < unit.paragraph - 1 or other.is_title:
                break
            before = at if number == here else len(other.words)
            for name, spoke in self._acting(number, before):
                if name == _SOMEBODY:
                    return _SOMEBODY
                if self._may_be(name, gender):
                    same = other.paragraph == unit.paragraph
                    near = number == here - 1 and (spoke or same)
                    near = near or (number == here and not _hangs(unit, at))
                    clear = near or not self._has_rival(name, gender, range(number, here + 1), at)
                    return name if clear else _SOMEBODY
                if spoke and self._may_be_unknown(name):
                    return _SOMEBODY
            only = self._only_one_named(number, before, gender)
            if only:
                return only.name
        return _SOMEBODY

    def _only_one_named(self, number: int, before: int, gender: str) -> Person | None:
        """Return the one person of that gender whom a sentence names in whatever part."""
        found = {
            person
            for mention in self._people.mentions.get(number, [])
            if mention.first < before
            for person in self._people.named(mention.name, mention.titles)
            if person.gender in ("", gender)
        }
        person = found.pop() if len(found) == 1 else None
        return person if person and person.gender else None

    def _acting(self, number: int, before: int) -> list[tuple[str, bool]]:
        """Return who acts, or speaks (true), in a sentence before a word, the last first."""
        unit = self._units[number]
        found = [(at, name, True) for at, name in self._spoke.get(number, []) if at < before]
        subject = main_subject(unit, before)
        if subject and all(subject.first != at for at, _, _ in found):
            pronoun = unit.kinds[subject.first] & (SUBJECT | RELATIVE)
            found.append((subject.first, _NOBODY if pronoun else self._who(unit, subject), False))
        return [(name, spoke) for _, name, spoke in sorted(found, reverse=True) if name]

    def _may_be(self, name: str, gender: str) -> bool:
        person = self._people.called(name)
        return person is not None and (not gender or person.gender in ("", gender))

    def _may_be_unknown(self, name: str) -> bool:
        """Whether it may be somebody whom the article calls by a surname alone: "Cruz"."""
        known = self._people.called(name) is not None
        return not known and len(name.split()) == 1 and self._people.stands_alone(name)

    def _has_rival(self, name: str, gender: str, numbers: range, at: int) -> bool:
        """Whether anybody else whom the pronoun could mean is named in those sentences."""
        for number in numbers:
            for mention in self._people.mentions.get(number, []):
                if number == numbers[-1] and mention.first >= at:
                    break
                for person in self._people.named(mention.name, mention.titles):
                    could = person.name != name and person.gender in ("", gender)
                    if could and self._people.is_surely_one(person):
                        return True
        return False


def _hangs(unit: Unit, at: int) -> bool:
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


def _is_in_name(unit: Unit, at: int, phrase: Phrase) -> bool:
    return (
        bool(unit.kinds[at] & NAME) or unit.words[at] in (".", "&") or _joins_name(unit, at, phrase)
    )


def _joins_name(unit: Unit, at: int, phrase: Phrase) -> bool:
    """Whether "of" stands within a name: "Bank of Canada"."""
    if unit.words[at] != "of" or at == phrase.first or at + 1 >= phrase.last:
        return False
    named = unit.kinds[at - 1] & NAME and unit.kinds[at + 1] & NAME
    joined = word_list("organisations", "titles")
    return bool(named) and unit.words[at - 1] in joined


def _is_relative_only(person: Person, name: Sequence[str]) -> bool:
    """Whether a bare surname is rather that of the person whose "daughter Ivanka Trump" it is."""
    return person.is_relative and len(name) == 1 and person.given != name[0]
