"""The names in an article, and how it describes them."""

import re
from collections import Counter
from collections.abc import Sequence

from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.quotations.sentences.splitting import split_units
from index.quotations.sentences.units import Unit
from index.quotations.speakers.cast import Cast
from index.quotations.speakers.characters import Character
from index.quotations.speakers.descriptions import describing_words
from index.quotations.speakers.mentions import Mention, mentions_in
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.quotations.vocabulary.word_classes import NAME, NOUN
from index.records import Article
from service.questions.followups.grammar.words import fold
from service.questions.followups.names.referents import FIRM_WORDS, Named, Sort

_IN = frozenset("in near across outside around from".split())
_PLACE_ENDS = frozenset(
    """bay island islands harbor harbour street road avenue city county state states river lake
    valley coulee point rock range ridge peak park square dam canyon mountain mountains
    beach coast bridge tower station airport cathedral stadium arena plaza church theatre
    theater""".split()
)
_THING_ENDS = frozenset(
    """storm hurricane act bill law amendment day week summit award prize show campaign treaty
    accord agreement pact project initiative championship olympics festival convention conference
    cup""".split()
)
_PLACE_NOUNS = frozenset("town city village island port county state province town".split())
_OFFICES = frozenset("works monitor services systems international centers headquarters".split())
_DIRECTIONS = frozenset("southern northern eastern western central upper lower greater".split())
_IN_A_PLACE = frozenset("in near at outside around across".split())
_PRONOUN = re.compile(r"[.!?”\"]\s+(?P<who>He|She|His|Her)\b")
_AFTER = 240
"""Maximum distance in characters at which a pronoun is assumed to refer to a name."""
_GENDERS = {"he": "m", "his": "m", "she": "f", "her": "f"}
_ASKING = frozenset("will may can".split())
_BODY = 40
_FULL = 2
"""Words of a full name without titles."""
_CLEARLY = 2


def names_in(article: Article) -> tuple[Named, ...]:
    """Everything that an article names, in the order in which it appears."""
    units = _units(article)
    cast = Cast(article.text, units)
    found: dict[str, _Seen] = {}
    for unit in units:
        for mention in () if unit.is_title else mentions_in(unit):
            _note(found, article, cast, unit, mention)
    for name in [n for n, s in found.items() if s.is_no_name(article.text)]:
        del found[name]
    _join_capitals(found, article.text)
    _join_titled(found)
    _join_parts(found)
    genders = _genders(article, found)
    return tuple(
        seen.named(article, genders, is_person=seen.is_person(article, genders[name]))
        for name, seen in found.items()
    )


def _ends_with_a_body(before: str) -> bool:
    """Whether what follows is what a body is of: "the School of" Tropical Medicine."""
    *_, body, of = ["", "", *before[-_BODY:].split()]
    return of == "of" and body[:1].isupper() and body.lower() in word_list("organisations")


class _Seen:
    """The mentions of one name in one article."""

    def __init__(self, name: str, words: Sequence[str]) -> None:
        self.name = name
        self.words = tuple(words)
        self.places: list[int] = []
        self.opening: list[int] = []
        """The places where it begins a sentence."""
        self.described: set[str] = set()
        self.before: Counter[str] = Counter()
        self.character: Character | None = None
        self.is_sure = False

    def is_person(self, article: Article, gender: str) -> bool:
        """Whether it is a person's name, as far as the article shows."""
        is_firm = not word_list("organisations").isdisjoint(self.words)
        if is_firm or (self.name.isupper() and len(self.words) == 1):
            return False
        if self.words[0] in _DIRECTIONS | word_list("places") or self.words[-1] in _OFFICES:
            return False
        kin = self.described & (word_list("kin") | word_list("one person") | word_list("roles"))
        if kin or (self.character and (self.character.gender or self.character.roles)):
            return True
        speaks = any(quote.speaker == self.name for quote in article.quotes)
        # "Castellan Steel said": steel is a word of the article as well.
        is_word = re.search(rf"\b{re.escape(self.words[-1])}\b", article.text) is not None
        if is_word or self.words[-1] in FIRM_WORDS:
            return False
        return (speaks and len(self.words) > 1) or (bool(gender) and (speaks or self.is_sure))

    def looks_like_a_person(self, article: Article) -> bool:
        """Whether it is a full name, and its last word no other word of the article."""
        if (
            self.character is None
            or len(self.words) < 2
            or self.words[-1] in FIRM_WORDS | _PLACE_ENDS | _OFFICES
        ):
            return False
        if _THING_ENDS.intersection((self.words[0], self.words[-1])):
            return False
        if self.words[0] in _DIRECTIONS | word_list("places"):
            return False
        if any(map(_ends_with_a_body, (article.text[:place] for place in self.places))):
            return False
        return re.search(rf"\b{re.escape(self.words[-1])}\b", article.text) is None

    def named(self, article: Article, genders: dict[str, str], *, is_person: bool) -> Named:
        gender = self.character.gender if self.character else ""
        gender = gender or gender_of("", sorted(self.described)) or genders.get(self.name, "")
        return Named(
            name=self.name,
            sort=Sort.PERSON if is_person else self._sort(),
            gender=gender if is_person else "",
            described=frozenset(self.described),
            places=tuple(self.places),
            may_be_person=is_person or self.looks_like_a_person(article),
            takes_article=not is_person and 2 * self.before["the"] > len(self.places),
        )

    def is_no_name(self, text: str) -> bool:
        """Whether it is not what it seems: a newsroom, half a name, the beginning of a question."""
        return self.is_a_newsroom() or self.goes_on(text) or self.asks()

    def asks(self) -> bool:
        """Whether it only ever begins a question: "Will Fed cut rates?"."""
        return self.words[0] in _ASKING and len(self.places) == len(self.opening)

    def is_a_newsroom(self) -> bool:
        """Whether it is whom people told: "he told BBC News"."""
        return self.words[-1] == "news" or 2 * self.before["told"] > len(self.places)

    def goes_on(self, text: str) -> bool:
        """Whether it is only the beginning of a body's name: "College" of "College of Medicine"."""
        is_body = len(self.words) == 1 and self.words[0] in word_list("organisations")
        behind = (text[place + len(self.name) :] for place in self.places)
        return is_body and all(one.startswith(" of ") for one in behind)

    def may_be_called(self, word: str) -> bool:
        """Whether one word is enough to name it: a surname, or a firm's first word."""
        if word == self.words[-1]:
            return True
        # "Brightwater" is Brightwater Power, but "Houston" is not Houston Public Works.
        return word == self.words[0] and self.words[-1] in FIRM_WORDS

    def is_place(self) -> bool:
        """Whether it mostly stands behind "in" and the like."""
        return 2 * sum(self.before[word] for word in (*_IN, "of")) > len(self.places)

    def _sort(self) -> Sort:
        last = self.words[-1]
        if last in _THING_ENDS or self.words[0] in _THING_ENDS:
            return Sort.THING
        if last in FIRM_WORDS:
            return Sort.ORGANISATION
        if last in _PLACE_ENDS or self.words[0] in word_list("places"):
            return Sort.PLACE
        if last in word_list("organisations") or (self.name.isupper() and len(self.name) > 1):
            return Sort.ORGANISATION
        return Sort.PLACE if self.is_place() else Sort.THING


def _units(article: Article) -> list[Unit]:
    paragraphs = split_paragraphs(article.text, article.marks)
    quoted = pair_marks(article.text, paragraphs)
    return split_units(article.text, article.sentences, paragraphs, quoted)


def _note(
    found: dict[str, _Seen], article: Article, cast: Cast, unit: Unit, mention: Mention
) -> None:
    people = cast.named(mention.name, mention.titles)
    character = people[0] if len(people) == 1 else None
    if character is None and mention.first == 0 and mention.name[0] not in cast.capitals:
        return
    written = mention.as_written(article.text)
    before = unit.words[mention.first - 1] if mention.first else ""
    two_before = unit.words[mention.first - 2] if mention.first > 1 else ""
    in_place = before in _IN_A_PLACE or (before == "of" and two_before in _PLACE_NOUNS)
    is_place = len(mention.name) == 1 and not mention.titles and in_place
    name = character.name if character and not is_place else written
    character = None if is_place else character
    seen = found.get(name) or found.setdefault(name, _Seen(name, [fold(w) for w in name.split()]))
    seen.character = character or seen.character
    seen.is_sure = bool(character and cast.is_certainly_a_person(character)) or seen.is_sure
    seen.places.append(mention.start)
    if mention.first == 0 or (mention.first == 1 and unit.words[0] == "the"):
        seen.opening.append(mention.start)
    if mention.first > 1 and before == ",":
        # "her husband, Babatunde Oyelaran," and "the council's negotiator, Yasmin Farouk-Leigh,"
        word = unit.words[mention.first - 2]
        if unit.kinds[mention.first - 2] & NOUN or word in word_list("kin"):
            seen.described.add(word)
    seen.described.update(describing_words(unit, mention))
    seen.described.update(word for word in mention.titles)
    if mention.first:
        behind = unit.kinds[mention.last] if mention.last < len(unit.words) else 0
        # In "the Redmill council" the article is the council's.
        is_part = before == "the" and bool(behind & (NOUN | NAME))
        seen.before["" if is_part else before] += 1


def _join_capitals(found: dict[str, _Seen], text: str) -> None:
    """Join "SALTMARSH POINT" of a dateline with the name in its usual case, or give it that."""
    for name in [n for n in found if n.isupper() and (" " in n or n.title() in text)]:
        seen = found.pop(name)
        usual = found.get(name.title()) or found.setdefault(
            name.title(), _Seen(name.title(), seen.words)
        )
        usual.places += seen.places
        usual.before += seen.before + Counter({"in": len(seen.places)})


def _join_titled(found: dict[str, _Seen]) -> None:
    """Join "Press Secretary Ann Lee" with Ann Lee."""
    titles = word_list("titles") | word_list("roles")
    for long in [name for name, seen in found.items() if len(seen.words) > _FULL]:
        *leading, _first, _last = found[long].words
        person = found.get(" ".join(long.split()[-_FULL:]))
        if person is not None and not titles.isdisjoint(leading):
            _join(person, found.pop(long))
            person.described.update(leading)


def _join(whole: _Seen, part: _Seen) -> None:
    """Add the mentions of a name to those of another that means the same."""
    whole.places += part.places
    whole.described |= part.described
    whole.before += part.before


def _join_parts(found: dict[str, _Seen]) -> None:
    """Join a name's last or first part with the only longer name that has it."""
    for short in [name for name, seen in found.items() if len(seen.words) == 1]:
        word = found[short].words[0]
        longer = [s for s in found.values() if len(s.words) > 1 and s.may_be_called(word)]
        if len(longer) == 1 and not found[short].is_place():
            _join(longer[0], found.pop(short))


def _genders(article: Article, people: dict[str, _Seen]) -> dict[str, str]:
    """What the pronouns near their names, and those of their quotations, say about people."""
    votes = {name: Counter[str]() for name in people}
    for quote in article.quotes:
        if quote.source and quote.speaker in votes:
            word = article.text[quote.source.start : quote.source.end].lower()
            votes[quote.speaker].update({_GENDERS[word]: _CLEARLY} if word in _GENDERS else {})
    for name, seen in people.items():
        ending = seen.words[0][-2:]
        if len(seen.words) > 1 and (ending[-1:] in "ao" or ending in ("us", "as", "os")):
            votes[name].update({"f" if ending[-1:] == "a" else "m": 1})
    for name, seen in people.items():
        for at in seen.opening:
            # Whoever begins a sentence often begins the next: "Ann Lee farms there. She ...".
            near = _PRONOUN.search(article.text, at + 1, at + len(name) + _AFTER)
            votes[name].update({_GENDERS[near["who"].lower()]: 1} if near else {})
    return {name: _decided(counted) for name, counted in votes.items()}


def _decided(votes: Counter[str]) -> str:
    if not votes:
        return ""
    (first, most), *rest = votes.most_common()
    return first if not rest or most >= _CLEARLY * rest[0][1] else ""
