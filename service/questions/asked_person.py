"""The person a question means, among those quoted in the articles.

Where several people share the name the answer is a question ("which one do you mean?"), unless only
one of them is quoted on the matter, or the name nearly always means one of them. A name that nobody
bears is left to the articles themselves ("the mayor").
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from index.followers.open_collection import OpenCollection
from index.people.names import (
    agrees,
    described_words,
    name_words,
    name_words_of,
    title_words,
    words_of,
)
from index.people.records import Person
from index.people.registry import Registry
from index.quotations.vocabulary.name_parts import take_apart
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.records import Article, Filters, Quote
from service.candidates import Candidate
from service.questions.described_as import is_described_as, is_introduced, names_an_office
from service.questions.kinds.speech_forms import is_description, is_pronoun
from service.questions.understand import Kind, Question

_FAR_MORE_QUOTED = 10
"""So many times the quotations of the next person make a shared surname mean this one."""
_ARTICLES_CHECKED = 20
_CLEARLY_SURER = 5
"""So many times the confidence of the other's words decides whom the question means."""
_PRONOUNS_OF = {"f": ("she", "her", "hers", "herself"), "m": ("he", "him", "his", "himself")}


class AskedPerson(Struct, frozen=True):
    """Whose words answer: nobody in particular, one person, or one of several."""

    people: tuple[Person, ...] = ()
    others: tuple[Person, ...] = ()
    """Further people of that name."""

    @property
    def is_ambiguous(self) -> bool:
        """Whether the question must first say which one it means."""
        return not self.people and bool(self.others)

    @property
    def names(self) -> frozenset[str]:
        """Their names as `Quote.speaker` has them."""
        return frozenset(name for person in self.people for name in person.names)

    @property
    def possible_names(self) -> frozenset[str]:
        """The names of everybody whom the question may mean."""
        return frozenset(n for person in (*self.people, *self.others) for n in person.names)

    @property
    def only_in(self) -> frozenset[str]:
        """The ids of the articles that quote them, where others have the same name."""
        everywhere = any(not person.only_in for person in self.people)
        return frozenset() if everywhere else frozenset().union(*(p.only_in for p in self.people))

    def says(self, candidate: Candidate) -> bool:
        """Whether words are one of theirs."""
        return any(is_said_by(candidate, person) for person in self.people)

    def among(self, is_quoted: Callable[[Person], bool]) -> "AskedPerson":
        """The same without those who are not quoted where it matters."""
        quoted = [person for person in self.others if is_quoted(person)]
        return AskedPerson((quoted[0],)) if len(quoted) == 1 else AskedPerson((), tuple(quoted))


def resolve_person(speaker: str, opened: OpenCollection) -> AskedPerson:
    """Find whom a question means by `speaker`; nobody, if nobody of that name is quoted.

    A misspelt name is nobody's: `spelling.py` has corrected it, unless that is not wanted.
    """
    registry = opened.people.registry()
    if names_an_office(speaker):
        called = registry.called(speaker)
        return AskedPerson(called) if len(called) == 1 else AskedPerson()
    people, description = registry.named(speaker).certain, title_words(speaker)
    if not people:
        people, described = _name_behind_description(speaker, registry)
        description = description + described
        if _may_be_a_noun(speaker) and not any(_is_described(p, described, opened) for p in people):
            people = ()
    if not people:
        # Nobody's name: if articles call exactly one person that, that person is meant.
        called = registry.called(speaker)
        return AskedPerson(called) if len(called) == 1 else AskedPerson()
    return _choose(people, description, opened)


def rightly_spelt(name: str, opened: OpenCollection) -> str:
    """The name of the one person whose misspelt name this is; else the name as it is."""
    match = opened.people.registry().named(name)
    return match.people[0].name if match.is_guess else name


def resolve_exact_name(name: str, opened: OpenCollection) -> AskedPerson | None:
    """Whom this name means, spelt exactly so; None if nobody has it."""
    people = opened.people.registry().named(name).certain
    return _choose(people, title_words(name), opened) if people else None


def choose_by_pronoun(person: AskedPerson, question: str) -> AskedPerson:
    """Choose the one of several people of a name whom "her", or "his", in the question fits."""
    words = set(words_of(question))
    genders = [gender for gender, own in _PRONOUNS_OF.items() if not words.isdisjoint(own)]
    if not person.is_ambiguous or len(genders) != 1:
        return person
    fitting = [one for one in person.others if _gender_of(one) in (genders[0], "")]
    if len(fitting) != 1:
        return person
    return AskedPerson((fitting[0],), tuple(one for one in person.others if one is not fitting[0]))


def choose_by_topic(person: AskedPerson, candidates: Sequence[Candidate]) -> AskedPerson:
    """Choose the one of several people of a name whose words are on the topic.

    The question stays open as long as another's words might answer nearly as well.
    """
    best = {
        other.id: max(
            (c.confidence for c in candidates if is_said_by(c, other)),
            default=0.0,
        )
        for other in person.others
    }
    first, second = sorted(person.others, key=lambda other: -best[other.id])[:2]
    if best[first.id] < _CLEARLY_SURER * best[second.id] or not best[first.id]:
        return person
    return AskedPerson((first,), tuple(other for other in person.others if other is not first))


def is_said_by(candidate: Candidate, person: Person) -> bool:
    """Whether words are that person's, and not those of somebody of the same name."""
    said = candidate.said
    return said is not None and person.says(said.speaker, candidate.article.id)


def _gender_of(person: Person) -> str:
    titles = [word for alias in person.aliases for word in words_of(alias)]
    return gender_of(name_words_of(person.name)[0], titles)


def _name_behind_description(
    speaker: str, registry: Registry
) -> tuple[tuple[Person, ...], list[str]]:
    """Split "the skier Lindqvist" into its longest known name and the words before it.

    Nobody is described by a given name: Ann Lindqvist is not Maja.
    """
    words = name_words(speaker)
    is_given = bool(words) and bool(gender_of(words[0]))
    for first in range(1, 1 if is_given else len(words)):
        if people := registry.named(" ".join(words[first:])).certain:
            return people, words[:first]
    return (), []


def _may_be_a_noun(speaker: str) -> bool:
    """Whether what may be a surname is typed as a noun: "the wire story" names no Ann Story."""
    return is_description(speaker) and speaker.split()[-1].islower()


def _choose(
    people: tuple[Person, ...], description: list[str], opened: OpenCollection
) -> AskedPerson:
    """Choose among people of one name: by the description, then by who is quoted most.

    A bare surname among them stands for any of them and is not one more person to choose.
    """
    whole = [person for person in people if take_apart(name_words_of(person.name)).given]
    if len(whole) < 2:
        return AskedPerson(people)
    if description:
        called = [person for person in whole if _is_described(person, description, opened)]
        if len(called) == 1:
            return AskedPerson((called[0],))
    first, second = sorted(whole, key=lambda person: -person.quotes)[:2]
    if first.quotes >= _FAR_MORE_QUOTED * second.quotes:
        return AskedPerson((first,), tuple(person for person in whole if person is not first))
    return AskedPerson((), tuple(whole))


def _is_described(person: Person, words: list[str], opened: OpenCollection) -> bool:
    """Whether an article calls the person so: "Lindqvist, a skier", "Judge Ann Lindqvist"."""
    known = {word for alias in (*person.aliases, person.told) for word in words_of(alias)}
    if known.issuperset(words):
        return True
    only = Filters(article_ids=tuple(sorted(person.only_in)))
    articles = opened.library.quoting(
        opened.collection, person.names, only, limit=_ARTICLES_CHECKED
    )
    return any(
        is_introduced(article.text, name, [word])
        for article in articles
        for name in person.names
        for word in words
    )


def is_asked_for(article: Article, quote: Quote, question: Question) -> bool:
    """Whether a quotation is by the person that the question asks about."""
    if question.kind is Kind.SAID_BY:
        return quote.speaker is not None
    if question.speakers:
        is_there = not question.spoken_in or article.id in question.spoken_in
        return is_there and quote.speaker in question.speakers
    return is_spoken_by(article, quote, question.speaker or "")


def is_spoken_by(article: Article, quote: Quote, person: str) -> bool:
    """Whether this quotation is certainly that person's.

    A name must agree with the speaker's name ("Carney" with "Mark Carney", never "Mark Carney" with
    "Bob Carney"). A description without a name ("the mayor") must be how the article itself refers
    to the speaker here, or how it introduces the speaker by name; "she" describes nobody.
    """
    if is_pronoun(person):
        return False
    asked = described_words(person)
    if not names_an_office(person) and agrees(name_words(person), name_words(quote.speaker or "")):
        return True
    return bool(asked) and is_described_as(article, quote, asked)


def is_same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's, ignoring titles: "Carney" and "Mark Carney"."""
    first, second = name_words(one), name_words(other)
    return agrees(first, second) or agrees(second, first)


def mentions(text: str, person: str) -> bool:
    """Whether a text contains the last part of the person's name."""
    names = name_words_of(person)
    return bool(names) and names[-1] in set(words_of(text))
