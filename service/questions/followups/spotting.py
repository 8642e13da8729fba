"""Finds names and noun phrases in a question, whatever case it is typed in."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from index.people.names import name_words_of
from index.people.registry import Registry
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    GERUND,
    NOUN,
    NUMBER,
    OBJECT,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
    word_classes,
)
from service.questions.followups.inflection import bare
from service.questions.followups.referents import FIRM_WORDS, Named, Sort
from service.questions.followups.words import (
    INVERTING,
    QUESTION_WORDS,
    Word,
    classes_of,
    fold,
    is_adjective,
    words_of,
)

_LONGEST_NAME = 6
_SHORTEST_ALONE = 3
_NEVER_IN_PHRASES = ADVERB | AUXILIARY | CONJUNCTION | OBJECT | PREPOSITION | SUBJECT | SUBORDINATOR
_JOINING = frozenset("of near between behind against for in at on from with".split())


class Spotted(Struct, frozen=True, kw_only=True):
    """A name, or a noun phrase, at its place in a question."""

    start: int
    end: int
    text: str
    """As the question has it."""
    named: Named | None = None
    """What it names; None of a noun phrase."""
    head: str = ""
    """The last noun of a phrase, in lower case."""
    is_several: bool = False
    """Whether people of several names may be meant: a surname that two share."""


class KnownNames:
    """Names that a conversation may use: those of shown articles, and of everybody quoted."""

    def __init__(self, names: Iterable[Named], registry: Registry) -> None:
        self._registry = registry
        self._whole: dict[tuple[str, ...], Named] = {}
        self._parts: dict[str, list[Named]] = {}
        for named in names:
            words = _name_key(named.name)
            if words and words not in self._whole:
                self._whole[words] = named
                if named.sort is Sort.PERSON and len(words) > 2:
                    self._whole.setdefault((words[0], words[-1]), named)
                for part in _parts(named, words):
                    self._parts.setdefault(part, []).append(named)

    def at(self, words: Sequence[Word], at: int) -> tuple[int, Named, bool] | None:
        """The longest name that begins at a word: where it ends, and whether several have it."""
        for last in range(min(at + _LONGEST_NAME, len(words)), at, -1):
            key = tuple(word.low for word in words[at:last])
            if key in self._whole and not _is_common(key):
                return last, self._whole[key], False
            if last - at <= _LONGEST_NAME // 2 and all(w[0].isalpha() for w in key):
                found = self._quoted(words[at:last], key)
                if found:
                    return last, *found
        return self._part(words, at)

    def _quoted(self, words: Sequence[Word], key: tuple[str, ...]) -> tuple[Named, bool] | None:
        """Somebody quoted in the collection; a single word must be a surname and no other word."""
        if len(key) == 1 and (_is_common(key) or len(key[0]) < _SHORTEST_ALONE):
            return None
        if any(word in INVERTING or classes_of(word) & (PREPOSITION | DETERMINER) for word in key):
            return None
        if _is_common(key[-1:]):
            return None
        people = self._registry.exactly_named(" ".join(key))
        people = tuple(p for p in people if name_words_of(p.name)[-1:] == key[-1:])
        if not people or (len(key) == 1 and self._part_named(key[0])):
            return None
        if len(people) > 1:
            name = " ".join(word.text for word in words)
            return Named(name=_cased(name), sort=Sort.PERSON), True
        known = self._whole.get(_name_key(people[0].name))
        is_one_word = len(name_words_of(people[0].name)) == 1 and not people[0].aliases
        return known or Named(
            name=people[0].name,
            sort=Sort.THING if is_one_word else Sort.PERSON,
            gender=gender_of(name_words_of(people[0].name)[0], _titles(people[0].aliases)),
        ), False

    def _part_named(self, word: str) -> bool:
        return len(self._parts.get(word, [])) == 1

    def _part(self, words: Sequence[Word], at: int) -> tuple[int, Named, bool] | None:
        word = words[at].low
        if _is_common((word,)) or len(word) < _SHORTEST_ALONE:
            return None
        named = self._parts.get(word, [])
        if len(named) != 1:
            return None
        if named[0].sort is Sort.THING and named[0].may_be_person:
            # Obadiah Swindle may have given the town of Swindle its name.
            return at + 1, structs.replace(named[0], name=_cased(words[at].text)), False
        return at + 1, named[0], False


def spot(text: str, known: KnownNames) -> list[Spotted]:
    """The names and noun phrases of a question, in order."""
    words = words_of(text)
    names: dict[int, tuple[int, Named, bool]] = {}
    at = 0
    while at < len(words):
        found = known.at(words, at) or _unknown_name(words, at)
        if found:
            names[at] = found
        at = found[0] if found else at + 1
    return sorted(
        [*_names(text, words, names), *_phrases(text, words, names)], key=lambda s: s.start
    )


def _unknown_name(words: Sequence[Word], at: int) -> tuple[int, Named, bool] | None:
    """A name that no article is known to have: "aaron judge", or capitals within a question."""
    word = words[at]
    if word.low == "us" and at and words[at - 1].low == "the":
        return at + 1, _UNITED_STATES, False
    after = words[at + 1] if at + 1 < len(words) else None
    if after and gender_of(word.low) and not _is_common((word.low,)) and after.low.isalpha():
        closed = classes_of(after.low) & ~(NOUN | VERB)
        if (not closed and not classes_of(after.low) & VERB) or after.low in word_list("titles"):
            name = f"{word.text} {after.text}"
            return (
                at + 2,
                Named(name=_cased(name), sort=Sort.PERSON, gender=gender_of(word.low)),
                False,
            )
    last = at
    while at and last < len(words) and _is_capital(words[last]):
        last += 1
    if last > at:
        name = " ".join(w.text for w in words[at:last])
        return last, Named(name=name, sort=Sort.THING, may_be_person=last > at + 1), False
    return None


def _is_capital(word: Word) -> bool:
    closed = classes_of(word.low) & ~(NOUN | VERB | PARTICIPLE | GERUND | TIME | NUMBER)
    if word.low in word_list("demonyms"):
        return False
    return word.text[0].isupper() and word.text.isalpha() and not closed


def _cased(name: str) -> str:
    return name.title() if name.islower() else name


_UNITED_STATES = Named(name="United States", sort=Sort.PLACE, takes_article=True)


def _names(
    text: str, words: Sequence[Word], names: dict[int, tuple[int, Named, bool]]
) -> Iterable[Spotted]:
    for at, (last, named, several) in names.items():
        start, end = words[at].start, words[last - 1].end
        yield Spotted(
            start=start, end=end, text=text[start:end], named=named, head=words[last - 1].low,
            is_several=several,
        )  # fmt: skip


def _phrases(
    text: str, words: Sequence[Word], names: dict[int, tuple[int, Named, bool]]
) -> Iterable[Spotted]:
    """Noun phrases that are more than a name; with what "of" and the like join to them."""
    main = main_verb(words)
    at = 0
    while at < len(words):
        last = _phrase_end(words, at, names, main)
        if last == at:
            at += 1
            continue
        # "the Heron Bridge" is the name alone.
        begins = at + bool(classes_of(words[at].low) & DETERMINER)
        is_name_only = begins in names and names[begins][0] == last
        if not is_name_only:
            start, end = words[at].start, words[last - 1].end
            yield Spotted(start=start, end=end, text=text[start:end], head=words[last - 1].low)
        at = last


def _phrase_end(
    words: Sequence[Word], at: int, names: dict[int, tuple[int, Named, bool]], main: int
) -> int:
    """Where a noun phrase that begins at a word ends; `at` if none does."""
    end, has_noun = at, False
    while end < len(words):
        if end in names:
            end, has_noun = names[end][0], True
            continue
        word = words[end].low
        flags = classes_of(word)
        if word == "'s" and has_noun:
            end += 1
            continue
        opens = flags & (DETERMINER | POSSESSIVE)
        if end == main or word in QUESTION_WORDS or word in INVERTING:
            break
        if (opens and end > at) or (not opens and flags & _NEVER_IN_PHRASES and not flags & NOUN):
            break
        if not word[0].isalnum() or (flags & (VERB | GERUND) and not flags & NOUN and has_noun):
            break
        if not opens and flags & (VERB | PARTICIPLE | GERUND) and not flags & NOUN:
            after = words[end + 1].low if end + 1 < len(words) else ""
            modifies = bool(after) and bool(classes_of(after) & NOUN) and end > at
            if not modifies or not flags & (PARTICIPLE | GERUND):
                break
        if is_adjective(word) and has_noun:
            break
        if flags & GERUND and not opens and _takes_object(words, at, end):
            break
        has_noun = has_noun or (not opens and not is_adjective(word))
        end += 1
    if end - 1 > at and words[end - 1].low == "'s":
        end -= 1
    return end if has_noun else at


def _takes_object(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a word in -ing is a verb: "building factories", but not "the wind hearing"."""
    after = words[end + 1].low if end + 1 < len(words) else ""
    flags = classes_of(after) if after[:1].isalnum() else 0
    return end == at or bool(flags & (NOUN | DETERMINER) and not flags & (PREPOSITION | VERB))


def main_verb(words: Sequence[Word]) -> int:
    """The place of the verb that a do-question asks about; -1 if there is none.

    In "how much did the bridge repair cost" it is the last of the words that may be a verb before
    the first preposition behind the subject.
    """
    lows = [word.low for word in words]
    start = next((at for at, low in enumerate(lows[:6]) if low in INVERTING), -1)
    if start < 0:
        return -1
    is_do = lows[start] in ("did", "do", "does", "will", "would", "can", "could", "should", "may")
    if not is_do:
        return -1
    best = -1
    for at in range(start + 2, len(words)):
        flags = classes_of(lows[at])
        if flags & PREPOSITION and best > 0:
            break
        if flags & VERB and bare(lows[at]) == lows[at] and lows[at - 1] not in _DETERMINERS:
            best = at
            if not flags & NOUN:
                break
    return best if best > 0 else _unlisted_verb(lows, start)


def _unlisted_verb(lows: Sequence[str], start: int) -> int:
    """The word before the first object, preposition or end: "did the town ratify it"."""
    closed = DETERMINER | OBJECT | POSSESSIVE | PREPOSITION | ADVERB | SUBORDINATOR
    for at in range(start + 2, len(lows)):
        ends = at + 1 == len(lows) or bool(classes_of(lows[at + 1]) & closed)
        if ends and lows[at - 1] not in _DETERMINERS and lows[at][0].isalpha():
            return -1 if classes_of(lows[at]) & closed else at
    return -1


_DETERMINERS = word_list("determiners") | word_list("possessives")


def _parts(named: Named, words: tuple[str, ...]) -> tuple[str, ...]:
    """The single words that may stand for a name: a surname, a firm's first word."""
    if len(words) == 1:
        return ()
    if named.sort is Sort.PERSON or named.may_be_person:
        return words[-1:]
    return words[:1] if words[-1] in FIRM_WORDS and named.sort is not Sort.PLACE else ()


def _is_common(key: tuple[str, ...]) -> bool:
    """Whether a single word is more likely a word than a name."""
    if len(key) > 1:
        return key[0] in INVERTING or key[0] in QUESTION_WORDS
    word = key[0]
    return (
        word in word_classes()
        or word
        in word_list(
            "titles", "more titles", "roles", "demonyms", "organisations", "kin", "plurals"
        )
        or word in QUESTION_WORDS
    )


def _name_key(name: str) -> tuple[str, ...]:
    return tuple(word.low for word in words_of(name) if word.low not in ("the", "."))


def _titles(aliases: Iterable[str]) -> list[str]:
    return [fold(word) for alias in aliases for word in alias.split()]
