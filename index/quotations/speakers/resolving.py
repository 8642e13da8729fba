"""Speaker resolution: names, titles, pronouns and epithets resolved inside one article.

Precision comes first. Nothing is resolved if the words are ambiguous or name no single person: a
surname that two people share and that means neither more than the other, a group, an unnamed
source, a pronoun with no antecedent or several.
"""

from collections.abc import Sequence

from index.quotations.drafting import Draft
from index.quotations.sentences.main_subject import main_subject
from index.quotations.sentences.noun_phrases import noun_phrase_before
from index.quotations.sentences.subject_before import subject_before
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.speakers.cast import Cast
from index.quotations.speakers.characters import Character
from index.quotations.speakers.epithets import (
    characters_in_role,
    is_shared_role,
    is_specific,
    split_by_country,
)
from index.quotations.speakers.heads import (
    behind_members,
    ends_an_office,
    head_of,
    is_in_name,
    only_describes,
)
from index.quotations.speakers.labels import LabelResolver
from index.quotations.speakers.mentions import (
    Mention,
    is_full_name,
    mentions_in,
    parse_mention,
    with_particles,
)
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.name_parts import NameParts
from index.quotations.vocabulary.titles_and_given_names import roles_in
from index.quotations.vocabulary.word_classes import (
    COMMA,
    DETERMINER,
    NAME,
    NUMBER,
    PREPOSITION,
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
_SENTENCES_BACK = 6
_LONGEST_ANTECEDENT = 10


class SpeakerResolver:
    """Resolves the speakers of one article. Call it in text order: each draft helps the next."""

    def __init__(
        self, text: str, units: Sequence[Unit], byline: str = "", headline: str = ""
    ) -> None:
        self._text = text
        self._headline = headline
        self._units = units
        self._numbers = {id(unit): number for number, unit in enumerate(units)}
        self._cast = Cast(text, units)
        self._resolved: dict[int, str] = {}
        """The speaker of each draft, by the draft's id."""
        self._spoke: dict[int, list[tuple[int, str]]] = {}
        """By the unit's number: where each source in it begins, and who it is."""
        self._spelled: dict[NameParts, str] = {}
        """How the text first spells each name that nobody bears in full."""
        self._labels = LabelResolver(text, self._cast, self._spelled, byline, headline)
        self._heard: set[str] = set()

    def resolve(self, draft: Draft) -> str | None:
        """Return the draft's speaker, and remember who spoke."""
        name = _NO_PERSON
        if draft.continues:
            name = self._resolved.get(id(draft.continues), _NO_PERSON)
        elif draft.phrase:
            name = self._resolve(draft.unit, draft.phrase)
            # "Rubio refrained from attacking Bush, who said": the subject is Rubio, not Bush.
            if not draft.unit.kinds[draft.phrase.first] & RELATIVE:
                spoke = self._spoke.setdefault(self._numbers[id(draft.unit)], [])
                spoke.append((draft.phrase.first, name))
                self._heard.add(name)
        self._resolved[id(draft)] = name
        return None if name in _NOBODY else name

    def resolve_label(self, label: Span, before: int) -> str | None:
        """Return the person for a transcript's label, in an interview from `before` on."""
        return self._labels.resolve(label, before)

    def _resolve(self, unit: Unit, phrase: Phrase) -> str:
        if phrase.last - phrase.first == 1:
            word, kind = unit.words[phrase.first], unit.kinds[phrase.first]
            if word in _GENDERS:
                return self._antecedent(unit, phrase.first, _GENDERS[word])
            if kind & RELATIVE and not kind & NAME:
                return self._resolve_relative(unit, phrase.first)
            if kind & SUBJECT:
                return _NO_PERSON
        head = head_of(unit, phrase)
        if head is None:
            return _NO_PERSON
        if unit.kinds[head.last - 1] & NAME:
            return self._resolve_name(unit, head, phrase)
        apposed = self._resolve_apposition(unit, head, phrase)
        return apposed or self._resolve_office(unit, head, phrase)

    def _resolve_apposition(self, unit: Unit, head: Phrase, phrase: Phrase) -> str:
        """Resolve "Trump's attorney, Alan Garten" by the full name after the comma."""
        at = behind_members(unit, head, phrase)
        if at + 1 >= phrase.last or not unit.kinds[at] & COMMA:
            return _NO_PERSON
        for mention in mentions_in(unit, at + 1):
            behind = unit.kinds[mention.last] if mention.last < phrase.last else COMMA
            begins = all(map(only_describes, unit.kinds[at + 1 : mention.first]))
            whole = begins and is_full_name(mention) and behind & (COMMA | PREPOSITION)
            return self._resolve_mention(unit, mention) if whole else _NO_PERSON
        return _NO_PERSON

    def _resolve_office(self, unit: Unit, head: Phrase, phrase: Phrase) -> str:
        """Resolve "the envoy for Kenya Ann Lee" by the name at its end, others as descriptions."""
        runs = mentions_in(unit, head.last)
        named = next((one for one in runs if one.last == phrase.last), None)
        if named and is_full_name(named) and ends_an_office(unit, head, named):
            return self._resolve_mention(unit, named)
        return self._resolve_description(unit, head)

    # Names.

    def _resolve_name(self, unit: Unit, head: Phrase, phrase: Phrase) -> str:
        first = head.last
        while first > head.first and is_in_name(unit, first - 1, head):
            first -= 1
        mention = parse_mention(unit, with_particles(unit, first, head.first), head.last)
        if mention is None:
            bare = self._resolve_bare_surname(unit, head)
            return bare or self._resolve_office(unit, head, phrase)
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
            return self._spoke_just_now(unit, people) or self._main_bearer(unit, mention, people)
        if not people:
            if self._cast.is_borne(name):
                return _UNKNOWN_PERSON
            is_whole = not mention.first or unit.kinds[mention.first - 1] & DETERMINER
            written = (is_whole and self._cast.masthead(name)) or written
            return self._spelled.setdefault(mention.parts, written)
        (person,) = people
        return person.name if self._cast.is_one_name(person) else _UNKNOWN_PERSON

    def _spoke_just_now(self, unit: Unit, people: Sequence[Character]) -> str:
        """The one of several people of a surname who spoke in the sentence before."""
        number = self._numbers[id(unit)] - 1
        if number < 0 or self._units[number].paragraph != unit.paragraph:
            return _NO_PERSON
        spoke = self._spoke.get(number, [])
        last = spoke[-1][1] if spoke else _NO_PERSON
        return last if last in {person.name for person in people} else _NO_PERSON

    def _main_bearer(self, unit: Unit, mention: Mention, people: Sequence[Character]) -> str:
        """The one whom the surname means in this article, unless another may speak.

        That is another who acted in the sentence before, or the only one who was heard so far.
        """
        main = self._cast.main_bearer(mention, people, self._headline)
        if main is None:
            return _ONE_OF_SEVERAL
        others = {person.name for person in people} - {main.name}
        is_unheard = main.given and main.name not in self._heard
        only_another = is_unheard and not others.isdisjoint(self._heard)
        is_unclear = only_another or self._acted_just_now(unit) in others
        return _ONE_OF_SEVERAL if is_unclear else main.name

    def _acted_just_now(self, unit: Unit) -> str:
        """Who acted last in the sentence before, or begins it, in the same paragraph."""
        number = self._numbers[id(unit)] - 1
        if number < 0 or self._units[number].paragraph != unit.paragraph:
            return _NO_PERSON
        before = self._units[number]
        acting = self._acting_before(number, len(before.words))
        named = self._cast.mentions.get(number, [])
        if acting or not named or named[0].first > 0:
            return acting[0][0] if acting else _NO_PERSON
        people = self._cast.meant_by(before, named[0])
        return people[0].name if len(people) == 1 else _NO_PERSON

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
        if word_list("demonyms").intersection(words):
            people = self._choose_by_country(unit, head, people)
        elif len(people) == 1 and not is_specific(words) and is_shared_role(words):
            people = self._if_acted_last(unit, head, people[0])
        return people[0].name if len(people) == 1 else _UNKNOWN_PERSON

    def _if_acted_last(self, unit: Unit, head: Phrase, person: Character) -> list[Character]:
        """Resolve "the senator" only if nobody else who could be meant has acted since."""
        before = self._antecedent(unit, head.first, person.gender)
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

    def _antecedent(self, unit: Unit, at: int, gender: str) -> str:
        """Return a pronoun's antecedent: the nearest person who was subject or speaker.

        If somebody else of that gender is named in between, the pronoun is ambiguous, unless the
        person acted or spoke in this sentence or the one before it.
        """
        here = self._numbers[id(unit)]
        for number in range(here, max(-1, here - _SENTENCES_BACK), -1):
            other = self._units[number]
            if other.paragraph < unit.paragraph - 1 or other.is_title:
                break
            before = at if number == here else len(other.words)
            for name, spoke in self._acting_before(number, before):
                if name == _ONE_OF_SEVERAL:
                    meant = self._only_one_named(number, before, gender)
                    return meant.name if meant else _UNKNOWN_PERSON
                if name == _UNKNOWN_PERSON:
                    return _UNKNOWN_PERSON
                if self._may_be(name, gender):
                    same = other.paragraph == unit.paragraph
                    near = number == here - 1 and (spoke or same)
                    near = near or (number == here and not _opens_subclause(unit, at))
                    clear = near or not self._has_rival(name, gender, range(number, here + 1), at)
                    return name if clear else _UNKNOWN_PERSON
            only = self._only_one_named(number, before, gender)
            if only:
                return only.name
        return _UNKNOWN_PERSON

    def _only_one_named(self, number: int, before: int, gender: str) -> Character | None:
        """Return the person of that gender that a sentence names, if there is exactly one."""
        found = {
            person
            for mention in self._cast.mentions.get(number, [])
            if mention.first < before
            for person in self._cast.named(mention.name, mention.titles)
            if person.gender in ("", gender)
        }
        person = found.pop() if len(found) == 1 else None
        return person if person and person.gender else None

    def _acting_before(self, number: int, before: int) -> list[tuple[str, bool]]:
        """Return who acts or speaks (True) in a sentence before a word, latest first."""
        unit = self._units[number]
        found = [(at, name, True) for at, name in self._spoke.get(number, []) if at < before]
        subject = main_subject(unit, before)
        if subject and all(subject.first != at for at, _, _ in found):
            pronoun = unit.kinds[subject.first] & (SUBJECT | RELATIVE)
            found.append(
                (subject.first, _NO_PERSON if pronoun else self._resolve(unit, subject), False)
            )
        return [(name, spoke) for _, name, spoke in sorted(found, reverse=True) if name]

    def _may_be(self, name: str, gender: str) -> bool:
        person = self._cast.by_fullest_name(name)
        return person is not None and (not gender or person.gender in ("", gender))

    def _has_rival(self, name: str, gender: str, numbers: range, at: int) -> bool:
        """Whether those sentences name anybody else the pronoun could stand for."""
        for number in numbers:
            for mention in self._cast.mentions.get(number, []):
                if number == numbers[-1] and mention.first >= at:
                    break
                for person in self._cast.named(mention.name, mention.titles):
                    could = person.name != name and person.gender in ("", gender)
                    if could and self._cast.is_certainly_a_person(person):
                        return True
        return False


def _opens_subclause(unit: Unit, at: int) -> bool:
    """Whether a clause like "before he announced it" begins with word `at`."""
    return at > 0 and bool(unit.kinds[at - 1] & (SUBORDINATOR | PREPOSITION))
