"""Speaker resolution: names, titles, pronouns and epithets resolved inside one article.

Precision comes first. Nothing is resolved if the words are ambiguous or name no single person: a
surname that two people share and that means neither more than the other, a group, an unnamed
source, a pronoun with no antecedent or several.
"""

import re
from collections.abc import Sequence

from index.quotations.drafting import Draft
from index.quotations.sentences.noun_phrases import noun_phrase_before
from index.quotations.sentences.subject_before import subject_before
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.speakers.antecedents import Antecedents
from index.quotations.speakers.cast import Cast
from index.quotations.speakers.characters import Character
from index.quotations.speakers.clauses import words_said_before
from index.quotations.speakers.epithets import (
    characters_in_role,
    is_politician,
    is_shared_role,
    is_specific,
    may_be_unannounced,
    split_by_country,
)
from index.quotations.speakers.heads import (
    behind_members,
    ends_an_office,
    head_of,
    is_in_name,
    only_describes,
    second_office,
)
from index.quotations.speakers.heard import (
    GENDERS,
    NO_PERSON,
    ONE_OF_SEVERAL,
    UNKNOWN_PERSON,
    Heard,
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
)
from index.records import Span

_NOBODY = frozenset((NO_PERSON, UNKNOWN_PERSON, ONE_OF_SEVERAL))
_PARTY = re.compile("[rdi]-[a-z]")
"""Party and state behind a name: "Ann Lee, R-Ohio, who"."""
_LONGEST_ANTECEDENT = 10
_LONGEST_LEAD = 1000
"""How many characters later "the president" may be named; who comes then is another."""


class SpeakerResolver:
    """Resolves the speakers of one article. Call it in text order: each draft helps the next."""

    def __init__(
        self, text: str, units: Sequence[Unit], byline: str = "", headline: str = ""
    ) -> None:
        self._text = text
        self._headline = headline
        self._cast = Cast(text, units)
        self._resolved: dict[int, str] = {}
        """The speaker of each draft, by the draft's id."""
        self._spelled: dict[NameParts, str] = {}
        """How the text first spells each name that nobody bears in full."""
        self._labels = LabelResolver(text, self._cast, self._spelled, byline, headline)
        self._heard = Heard()
        self._antecedents = Antecedents(self._cast, units, self._heard, self._resolve)

    def resolve(self, draft: Draft) -> str | None:
        """Return the draft's speaker, and remember who spoke."""
        name = NO_PERSON
        if draft.continues:
            name = self._resolved.get(id(draft.continues), NO_PERSON)
        elif draft.phrase:
            name = self._resolve(draft.unit, draft.phrase, draft.content)
            self._heard.add(draft.unit, draft.phrase, name, draft.content)
        self._resolved[id(draft)] = name
        return None if name in _NOBODY else name

    def resolve_label(self, label: Span, before: int) -> str | None:
        """Return the person for a transcript's label, in an interview from `before` on."""
        return self._labels.resolve(label, before)

    def _resolve(self, unit: Unit, phrase: Phrase, content: Sequence[Span] = ()) -> str:
        if phrase.last - phrase.first == 1:
            word, kind = unit.words[phrase.first], unit.kinds[phrase.first]
            if word in GENDERS:
                said = words_said_before(unit, phrase.first, content)
                return self._antecedents.of_pronoun(unit, phrase.first, said)
            if kind & RELATIVE and not kind & NAME:
                return self._resolve_relative(unit, phrase.first)
            if kind & SUBJECT:
                return NO_PERSON
        head = head_of(unit, phrase)
        if head is None:
            return self._resolve_two_offices(unit, phrase)
        if unit.kinds[head.last - 1] & NAME:
            return self._resolve_name(unit, head, phrase)
        apposed = self._resolve_apposition(unit, head, phrase)
        return apposed or self._resolve_office(unit, head, phrase)

    def _resolve_two_offices(self, unit: Unit, phrase: Phrase) -> str:
        """Resolve "Vice President and Senior Counsel Ann Lee" by the name at its end."""
        first = second_office(unit, phrase)
        named = next(mentions_in(unit, first), None) if first else None
        if named is None or named.last > phrase.last or not is_full_name(named):
            return NO_PERSON
        is_held = named.titles or named.first == first
        return self._resolve_mention(unit, named) if is_held else NO_PERSON

    def _resolve_apposition(self, unit: Unit, head: Phrase, phrase: Phrase) -> str:
        """Resolve "Trump's attorney, Alan Garten" by the full name after the comma."""
        at = behind_members(unit, head, phrase)
        if at + 1 >= phrase.last or not unit.kinds[at] & COMMA:
            return NO_PERSON
        for mention in mentions_in(unit, at + 1):
            behind = unit.kinds[mention.last] if mention.last < phrase.last else COMMA
            begins = all(map(only_describes, unit.kinds[at + 1 : mention.first]))
            whole = begins and self._is_known(mention) and behind & (COMMA | PREPOSITION)
            return self._resolve_mention(unit, mention) if whole else NO_PERSON
        return NO_PERSON

    def _is_known(self, mention: Mention) -> bool:
        """Whether a name is a full one, or the surname of one person who has one here."""
        people = self._cast.named(mention.name, mention.titles)
        return is_full_name(mention) or (len(people) == 1 and bool(people[0].given))

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
            named = self._resolve_bare_surname(unit, head)
            named = named or self._resolve_apposition(unit, head, phrase)
            return named or self._resolve_office(unit, head, phrase)
        return self._resolve_mention(unit, mention)

    def _resolve_bare_surname(self, unit: Unit, head: Phrase) -> str:
        """Resolve "King" where somebody is named Charlie King; "the king" is none."""
        words = unit.words[head.first : head.last]
        if len(words) > 1 or words[0] not in word_list("titles and surnames"):
            return NO_PERSON
        people = [one for one in self._cast.named(words) if one.given and one.last == words[0]]
        return people[0].name if len(people) == 1 else NO_PERSON

    def _resolve_mention(self, unit: Unit, mention: Mention) -> str:
        name = mention.name
        written = mention.as_written(self._text)
        if name[-1] in word_list("groups") or name[-1] in word_list("demonyms"):
            return NO_PERSON
        if len(name) == 1 and not self._is_capital(mention):
            return NO_PERSON
        people = self._cast.meant_by(unit, mention)
        if len(people) > 1:
            return self._spoke_just_now(unit, people) or self._main_bearer(unit, mention, people)
        if not people:
            if self._cast.is_borne(name):
                return UNKNOWN_PERSON
            is_whole = not mention.first or unit.kinds[mention.first - 1] & DETERMINER
            written = (is_whole and self._cast.masthead(name)) or written
            return self._spelled.setdefault(mention.parts, written)
        (person,) = people
        return person.name if self._cast.is_one_name(person) else UNKNOWN_PERSON

    def _spoke_just_now(self, unit: Unit, people: Sequence[Character]) -> str:
        """The one of several people of a surname who spoke in the sentence before."""
        last = self._antecedents.spoke_just_now(unit)
        return last if last in {person.name for person in people} else NO_PERSON

    def _main_bearer(self, unit: Unit, mention: Mention, people: Sequence[Character]) -> str:
        """The one whom the surname means in this article, unless another may speak.

        That is another who acted in the sentence before, or the only one who was heard so far.
        """
        main = self._cast.main_bearer(mention, people, self._headline)
        if main is None:
            return ONE_OF_SEVERAL
        others = {person.name for person in people} - {main.name}
        is_unheard = main.given and main.name not in self._heard.names
        only_another = is_unheard and not others.isdisjoint(self._heard.names)
        is_unclear = only_another or self._antecedents.acted_just_now(unit) in others
        return ONE_OF_SEVERAL if is_unclear else main.name

    def _is_capital(self, mention: Mention) -> bool:
        """Whether a single word is capitalised as a name, not as the start of the sentence."""
        if mention.first > 0 or mention.titles or mention.name[0] in self._cast.capitals:
            return True
        return not mention.name[0].endswith("s")

    def _resolve_relative(self, unit: Unit, at: int) -> str:
        """Resolve "who" to the phrase before it: "Ann Lee, a nurse, who said ..."."""
        phrase = subject_before(unit, at) or self._named_before(unit, at)
        if phrase and phrase.first > 1 and _PARTY.match(unit.words[phrase.first]):
            phrase = self._named_before(unit, phrase.first)
        single = phrase and phrase.last - phrase.first == 1 and unit.kinds[phrase.first] & RELATIVE
        return self._resolve(unit, phrase) if phrase and not single else UNKNOWN_PERSON

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
            return UNKNOWN_PERSON if one else NO_PERSON
        people = characters_in_role(self._cast, words)
        if not is_specific(words):
            near = unit.end + _LONGEST_LEAD
            people = [person for person in people if person.first_mentioned < near]
        if len(people) > 1 and not is_specific(words):
            people = self._choose_by_title(unit, head, people)
        if word_list("demonyms").intersection(words):
            people = self._choose_by_country(unit, head, people)
        elif len(people) == 1 and not is_specific(words) and is_shared_role(words):
            people = self._if_acted_last(unit, head, people[0])
        elif not people and may_be_unannounced(words):
            people = self._politician_just_before(unit, head)
        return people[0].name if len(people) == 1 else UNKNOWN_PERSON

    def _choose_by_title(
        self, unit: Unit, head: Phrase, people: list[Character]
    ) -> list[Character]:
        """Choose President Lee rather than Ann Berg, president of a bank; else who acted last."""
        roles = roles_in(unit.words[head.first : head.last])
        entitled = [person for person in people if roles & person.titles]
        if len(entitled) == 1:
            return entitled
        before = self._antecedents.of_description(unit, head.first, "")
        return [person for person in people if person.name == before] or people

    def _if_acted_last(self, unit: Unit, head: Phrase, person: Character) -> list[Character]:
        """Resolve "the senator" only if nobody else who could be meant has acted since."""
        before = self._antecedents.of_description(unit, head.first, person.gender)
        return [person] if before == person.name else []

    def _politician_just_before(self, unit: Unit, head: Phrase) -> list[Character]:
        """Who acted last, unless that is somebody else than a politician."""
        name = self._antecedents.of_description(unit, head.first, "")
        person = self._cast.by_fullest_name(name)
        return [person] if person and (not person.roles or is_politician(person)) else []

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
