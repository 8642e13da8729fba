"""What a conversation has spoken of so far: names known, and referents by salience."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import structs

from index.errors import NotFoundError
from index.followers.open_collection import OpenCollection
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.quotations.vocabulary.word_classes import (
    CONJUNCTION,
    DETERMINER,
    NUMBER,
    POSSESSIVE,
    PREPOSITION,
    TIME,
)
from service.questions.followups.article_names import CACHE
from service.questions.followups.chatter import topic_of_chat
from service.questions.followups.clauses import Clause, clause_of
from service.questions.followups.meta import is_about_answers
from service.questions.followups.people_words import may_be_a_person
from service.questions.followups.referents import Named, Referent, Sort
from service.questions.followups.spotting import KnownNames, Spotted, spot
from service.questions.followups.turns import ShownQuote, Turn
from service.questions.followups.words import (
    BEING,
    QUESTION_WORDS,
    classes_of,
    fold,
    is_adjective,
    is_plural,
    mended,
    words_of,
)
from service.questions.speech_forms import speech_request
from service.questions.understand import Kind, understand

_TURNS_BACK = 6
_ARTICLES = 8
"""So many articles shown last are looked through for names."""
_OLDER_QUESTION, _OLDER_QUOTE = 1.2, 3.0
"""What each turn between takes from the weight of what its question, and its quotes, mentioned."""
_FOCUS, _SUBJECT, _QUESTION, _SPEAKER, _QUOTE, _TITLE, _ARTICLE = 6.0, 5.0, 4.4, 3.6, 2.0, 1.6, 0.0
_LATER = 0.2
_LONGEST_FOCUS = 7
"""An answer of more words is not a name."""
SAID, TITLED, ASKED = 1.9, 1.5, 2.6
"""Below these weights something was not named in a shown quote, in a headline, in a question."""
_TOPIC = 4.6
_WITHIN, _INDEFINITE, _CARRIED, _ABOUT = 1.5, 1.0, 0.9, 1.0
"""What a name inside a longer phrase, and an indefinite one, lose; what those gain that a pronoun
stood for last, or that a question was about."""
GENERAL = frozenset(
    """people person time year years day days date month week number way thing things name one ones
    place part lot kind sort age reason anything anyone everyone question answer minute home else
    end cause source article articles rest timeline kilos reaction opinion view two both job work
    others record""".split()
)
"""Heads of phrases that no pronoun stands for."""
TOPIC = re.compile(r"\s*\((?P<topic>[^()]+)\)\s*$")
"""What a question was said to be about, in brackets behind it."""
_ON = re.compile(r"^(?P<who>[^?]{2,40}?)\s+(?:on|about)\s+(?P<topic>[^?]+)$", re.IGNORECASE)
_FORM = re.compile(
    r"^(?:please\s+)?(?:timeline of|tell me (?:more )?about|summari[sz]e|what(?:['’]?s| is) new (?:on|with|about)"
    r"|(?:everyone|everybody|who is|who was) quoted (?:on|about)|show me|compare)\s+(?P<topic>.+)$",
    re.IGNORECASE,
)


class Conversation:
    """The turns so far, and what they spoke of; made anew for every message."""

    def __init__(
        self, turns: Sequence[Turn], opened: OpenCollection, like: "Conversation | None" = None
    ) -> None:
        asked = [turn for turn in turns if not _is_chat(turn)]
        self.turns = tuple(_mended(turn) for turn in asked[-_TURNS_BACK:])
        self.opened = opened
        self._spots: dict[str, list[Spotted]] = like._spots if like else {}
        if like:
            self.shown, self.names, self.known = like.shown, like.names, like.known

    @property
    def last(self) -> Turn:
        """The turn before, which asked something of the articles."""
        return self.turns[-1]

    @cached_property
    def base(self) -> str:
        """The last question with its names as articles write them, without mark and brackets."""
        bare = TOPIC.sub("", self.last.searched.rstrip("?!. ")).rstrip("?!. ")
        on = _ON.match(bare)
        if clause_of(bare) is None and on and self._is_person(on["who"]):
            bare = f"what did {on['who']} say about {on['topic']}"
        return self.with_full_names(bare)

    def with_full_names(self, text: str) -> str:
        """A text with its names as articles write them: "carney" as "Mark Carney"."""
        end = len(text)
        for spotted in reversed(self.spotted(text)):
            named = spotted.named
            if named is None or spotted.is_several or spotted.end > end:
                continue
            is_word = named.sort is Sort.THING and " " not in named.name
            if is_word or not text[spotted.start].islower():
                continue
            end = spotted.start
            text = text[: spotted.start] + named.name + text[spotted.end :]
        return text

    @property
    def bracket(self) -> str:
        """The topic in brackets behind the last question, with a space before it; or nothing."""
        found = TOPIC.search(self.last.searched.rstrip("?!. "))
        return f" ({found['topic']})" if found else ""

    def supposing(self, question: str) -> "Conversation":
        """The same, had the last turn asked this."""
        last = structs.replace(self.last, searched=question)
        return Conversation((*self.turns[:-1], last), self.opened, self)

    def before_last(self) -> "Conversation | None":
        """The same without its last turn; None if that was the only one."""
        if len(self.turns) < 2:
            return None
        return Conversation(self.turns[:-1], self.opened, self)

    def names_of_article(self, article_id: str | None) -> tuple[Named, ...]:
        """What an article names, in its current version."""
        if article_id is None:
            return ()
        try:
            article = self.opened.library.article(self.opened.collection, article_id)
        except NotFoundError:
            return ()
        return CACHE.get(self.opened, article_id, article.version).names

    @cached_property
    def shown(self) -> list[ShownQuote]:
        """One quote of each article shown, the latest first."""
        found = {q.version: q for turn in reversed(self.turns) for q in reversed(turn.quotes)}
        return list(found.values())[:_ARTICLES]

    @cached_property
    def names(self) -> tuple[Named, ...]:
        """What the articles shown last name, the latest first."""
        outlets = {quote.outlet for quote in self.shown}
        return tuple(
            named
            for quote in self.shown
            for named in CACHE.get(self.opened, quote.article_id, quote.version).names
            if named.name not in outlets
        )

    def has_word(self, word: str) -> bool:
        """Whether an article of the last turns has a word."""
        return any(
            word in CACHE.get(self.opened, quote.article_id, quote.version).words
            for quote in self.shown[:3]
        )

    @cached_property
    def known(self) -> KnownNames:
        """Names that questions may use."""
        return KnownNames(self.names, self.opened.people.registry())

    def spotted(self, text: str) -> list[Spotted]:
        """Names and noun phrases of a text."""
        found = self._spots.get(text)
        if found is None:
            found = self._spots[text] = spot(text, self.known)
        return found

    @cached_property
    def last_clause(self) -> Clause | None:
        """The shape of the last question."""
        return clause_of(self.base)

    def _is_person(self, text: str) -> bool:
        spots = self.spotted(text)
        return any(s.named and s.named.sort is Sort.PERSON and s.start == 0 for s in spots)

    @cached_property
    def topic(self) -> Referent | None:
        """What the turns are about: a thing, place or organisation; else the person asked about."""
        found = [topic for turn in reversed(self.turns) if (topic := self._topic_of(turn))]
        firm = next((topic for topic in found if _is_firm(topic)), None)
        people = [r for r in self.referents if r.sort is Sort.PERSON and r.weight > ASKED]
        return firm or next(iter(people), None) or next(iter(found), None)

    @property
    def in_brackets(self) -> str:
        """The topic with the other names of its question: "the whales, Lewis"."""
        topic = self.topic
        if topic is None:
            return ""
        turn = next((t for t in self.turns if t.number == topic.turn), self.last)
        names = [
            s.named.name
            for s in self.spotted(turn.searched)
            if s.named and s.named.sort is not Sort.PERSON and fold(s.text) not in fold(topic.name)
        ]
        if topic.is_named or topic.is_given:
            names = []
        return ", ".join(dict.fromkeys([topic.in_sentence, *names]))

    @cached_property
    def topic_of_things(self) -> Referent | None:
        """The topic as something that "it" may stand for."""
        found = [topic for turn in reversed(self.turns) if (topic := self._topic_of(turn))]
        firm = [topic for topic in found if _is_firm(topic)]
        best = next((topic for topic in firm if not topic.is_plural), next(iter(firm), None))
        return structs.replace(best, weight=_TOPIC) if best else None

    def _topic_of(self, turn: Turn) -> Referent | None:
        text = turn.searched.rstrip("?!. ")
        bracketed, form = TOPIC.search(text), _FORM.match(text)
        asked = speech_request(text)
        on = _ON.match(text) if clause_of(text) is None and not form else None
        on = on if on and self._is_person(on["who"]) else None
        given = (
            (bracketed and bracketed["topic"])
            or (form and form["topic"])
            or (asked and asked.topic)
            or (on and on["topic"])
        )
        if given:
            return self._as_topic(given, turn)
        found = [
            r
            for r in self._of_question(turn, 0.0)
            if r.sort is not Sort.PERSON and not _is_carried(r.name, turn)
        ]
        text = turn.searched
        behind = [
            r
            for r in found
            if r.is_named or r.name.startswith("the ") or _is_asked_about(text, r.name)
        ]

        def rank(one: Referent) -> float:
            return _specific(one) + (_ABOUT if _is_asked_about(text, one.name) else 0)

        firm = [one for one in found if _is_firm(one) and not _is_where(text, one)]
        elsewhere = [one for one in behind or found if not _is_where(text, one)]
        return max(firm or elsewhere, key=rank, default=None)

    def _as_topic(self, given: str, turn: Turn) -> Referent | None:
        words = words_of(given)
        spots = self.spotted(given)
        bare = len(given) - 4 * given.lower().startswith("the ")
        whole = next((s for s in spots if s.named and s.end - s.start == bare), None)
        if whole and whole.named:
            return named_referent(whole.named, turn.number, _QUESTION)
        if not words or words[0].low in ("it", "that", "this", "them"):
            return None
        if classes_of(words[0].low) & (PREPOSITION | CONJUNCTION) or words[0].low in QUESTION_WORDS:
            return None
        return Referent(
            name=given, sort=Sort.THING, turn=turn.number, weight=_QUESTION, is_named=False,
            described=frozenset(w.low for w in words), is_given=True,
            is_plural=bool(spots) and is_plural(spots[0].head),
        )  # fmt: skip

    @cached_property
    def referents(self) -> list[Referent]:
        """What a pronoun may stand for, the likeliest first, each once."""
        best: dict[str, Referent] = {}
        for age, turn in enumerate(reversed(self.turns)):
            for found in self._of_turn(turn, age):
                held = best.get(found.name)
                if held is None or held.weight < found.weight:
                    best[found.name] = found
        topic = self.topic_of_things
        if topic and (topic.name not in best or best[topic.name].weight < topic.weight):
            best[topic.name] = topic
        return sorted(best.values(), key=lambda r: -r.weight)

    def _of_turn(self, turn: Turn, age: int) -> Iterator[Referent]:
        yield from self._of_question(turn, -_OLDER_QUESTION * age)
        names_answer = asks_for_a_name(turn.searched)
        for place, quote in enumerate(turn.quotes[:3]):
            base = -_OLDER_QUOTE * age - place * _LATER
            yield from self._of_quote(turn, quote, base, names_answer and place == 0)

    def _of_question(self, turn: Turn, base: float) -> Iterator[Referent]:
        place, end = 0, -1
        text = turn.searched
        bracketed = TOPIC.search(text.rstrip("?!. "))
        clause = clause_of(TOPIC.sub("", text.rstrip("?!. ")))
        only_topic = bracketed is not None and not (clause and clause.rest)
        for spotted in chains(text, self.spotted(text)):
            if only_topic and bracketed and spotted.start < bracketed.start():
                continue
            if clause and _is_asked_for(clause, text, spotted):
                continue
            is_counted = clause and clause.auxiliary and spotted.end <= len(clause.asking) + 4
            if is_counted and not spotted.named:
                continue  # "how many users does it have"
            weight = (_SUBJECT if place == 0 else _QUESTION) - place * _LATER
            found = referent(text, spotted, turn.number, base + weight)
            if found is None:
                continue
            change = -_WITHIN if spotted.start < end else 0.0
            if found.is_named and _is_carried(found.name, turn):
                change += _CARRIED
            found = structs.replace(_as_referred(found, turn), is_where=_is_where(text, found))
            place, end = place + 1, max(end, spotted.end)
            yield structs.replace(found, weight=found.weight + change)

    def _of_quote(
        self, turn: Turn, quote: ShownQuote, base: float, is_answer: bool
    ) -> Iterator[Referent]:
        names = CACHE.get(self.opened, quote.article_id, quote.version).names
        if quote.speaker:
            spoke = next((n for n in names if n.name == quote.speaker), None)
            spoke = spoke or Named(name=quote.speaker, sort=Sort.PERSON)
            yield named_referent(spoke, turn.number, base + _SPEAKER)
        focus = quote.highlight or ""
        if is_answer and focus and len(focus.split()) <= _LONGEST_FOCUS:
            age = (self.last.number - turn.number) * (_OLDER_QUOTE - _OLDER_QUESTION)
            yield from self._focus(turn, focus, base + age)
        title = {s.named.name for s in self.spotted(quote.title or "") if s.named}
        is_old = turn.number < self.last.number - 1
        for named in names:
            inside = any(quote.start <= place < quote.end for place in named.places)
            if named.name == quote.outlet or (is_old and not inside and named.name not in title):
                continue
            weight = _QUOTE if inside else _TITLE if named.name in title else _ARTICLE
            often = min(len(named.places), 5) / 10
            yield named_referent(named, turn.number, base + weight + often)

    def _focus(self, turn: Turn, text: str, base: float) -> Iterator[Referent]:
        who = clause_of(turn.searched)
        asks_person = who is not None and who.wh in ("who", "whom", "whose")
        others = any(s.named and s.named.sort is Sort.PERSON for s in self.spotted(turn.searched))
        weight = base + _FOCUS
        if asks_person and others and who and not who.is_subject:
            weight = base + _QUESTION
        for place, spotted in enumerate(self.spotted(text)):
            if spotted.named:
                named = spotted.named
                if not asks_person:
                    named = structs.replace(named, may_be_person=False)
                if named.sort is Sort.THING and who and who.wh == "who":
                    sort = Sort.PERSON if named.may_be_person else Sort.ORGANISATION
                    named = structs.replace(named, sort=sort)
                yield named_referent(named, turn.number, weight - place * _LATER)
            elif any(part[:1].isupper() for part in spotted.text.split()[1:]):
                yield Referent(
                    name=spotted.text, sort=Sort.THING, turn=turn.number,
                    weight=weight - place * _LATER, is_plural=is_plural(spotted.head),
                )  # fmt: skip


def _is_chat(turn: Turn) -> bool:
    return bool(topic_of_chat(turn.question)) or is_about_answers(turn.question)


def _mended(turn: Turn) -> Turn:
    return structs.replace(turn, searched=mended(turn.searched))


def _is_asked_for(clause: Clause, text: str, spotted: Spotted) -> bool:
    """Whether a phrase is what is asked for: "what are the symptoms", not "what is a symptom"."""
    if spotted.named or clause.wh not in ("what", "which") or clause.auxiliary.lower() not in BEING:
        return False
    at = text.lower().find(clause.rest.lower())
    is_first = spotted.start == at and clause.rest.lower().startswith(("the ", "its ", "their "))
    return is_first and " of " not in spotted.text


def _is_firm(topic: Referent) -> bool:
    """Whether something is named or described well enough to remain the topic."""
    if topic.sort is Sort.PERSON or topic.may_be_person or "'s" in topic.name:
        return False
    is_bare = topic.is_given and not topic.name.lower().startswith("the ")
    return topic.is_named or is_bare or len(topic.described - {"the", "a", "of", "in"}) > 1


def _as_referred(found: Referent, turn: Turn) -> Referent:
    """The same with what the pronoun that was typed for it says: "how big is it"."""
    if not found.may_be_person or not _is_carried(found.name, turn):
        return found
    typed = {word.low for word in words_of(turn.question)}
    if typed & {"it", "its", "there"}:
        return structs.replace(found, may_be_person=False)
    is_person = bool(typed & {"he", "him", "his", "she", "her"})
    return structs.replace(found, sort=Sort.PERSON) if is_person else found


def _is_carried(name: str, turn: Turn) -> bool:
    """Whether a name stands in a question for a pronoun that was typed."""
    last = words_of(name)[-1].low
    return last not in {word.low for word in words_of(turn.question)}


def _is_where(text: str, one: Referent) -> bool:
    """Whether a name only says where: "in Texas", "on Lewis"."""
    at = text.lower().find(one.name.lower())
    before = text[: max(at, 0)].split()[-1:]
    if (
        not one.is_named
        or not before
        or before[0].lower() not in ("in", "on", "at", "from", "near")
    ):
        return False
    is_single = len(one.name.split()) == 1 and not one.takes_article
    return one.sort is Sort.PLACE or (is_single and one.sort is Sort.THING)


def _is_asked_about(text: str, name: str) -> bool:
    at = text.lower().find(name.lower())
    before = text[: max(at, 0)].split()[-1:]
    return bool(before) and before[0].lower() in ("on", "about", "for", "over", "against")


def _specific(referent: Referent) -> float:
    return referent.weight + 0.5 * referent.is_named + 0.1 * len(referent.name.split())


def asks_for_a_name(question: str) -> bool:
    """Whether the answer is likely what the next question speaks of: "who made the hangers"."""
    clause = clause_of(question)
    if clause is None or understand(question).kind is Kind.STATEMENT:
        return False
    return clause.wh in ("who", "which", "whom", "whose") or (
        clause.wh == "what" and not clause.is_subject
    )


def referent(text: str, spotted: Spotted, turn: int, weight: float) -> Referent | None:
    """A name or noun phrase of a question as something to speak of; None if it is too general."""
    if spotted.named:
        return named_referent(spotted.named, turn, weight)
    words = [word.low for word in words_of(spotted.text)]
    first = classes_of(words[0])
    if spotted.head in GENERAL or words[0] in ("no", "every", "some", "other", "such"):
        return None
    if all(classes_of(w) & (NUMBER | TIME) or w.isdigit() for w in words):
        return None
    several = is_plural(spotted.head) or words[0] == "many"
    is_person = may_be_a_person(spotted.head) and not several
    before = text[: spotted.start].split()[-1:]
    behind = before and classes_of(before[0].lower()) & PREPOSITION
    if not (first & (DETERMINER | POSSESSIVE) or several or behind or len(words) > 1):
        return None
    phrase = _definite(spotted.text)
    return Referent(
        name=phrase,
        sort=Sort.PERSON if is_person else Sort.THING,
        gender=gender_of("", words) if is_person else "",
        turn=turn,
        weight=weight - (_INDEFINITE if words[0] in ("a", "an", "any") else 0),
        is_plural=several,
        described=frozenset(words),
        is_named=False,
    )


def _definite(phrase: str) -> str:
    first, _, rest = phrase.partition(" ")
    return (
        f"the {rest}"
        if first.lower() in ("a", "an", "this", "that", "many", "any", "these", "those", "which")
        and rest
        else phrase
    )


def named_referent(named: Named, turn: int, weight: float) -> Referent:
    """A name as something to speak of."""
    return Referent(
        name=named.name,
        sort=named.sort,
        turn=turn,
        weight=weight,
        gender=named.gender,
        described=named.described | {word.low for word in words_of(named.name)},
        takes_article=named.takes_article,
        may_be_person=named.may_be_person,
    )


_JOINING = frozenset("of near between behind against in at".split())


def chains(text: str, spots: Iterable[Spotted]) -> list[Spotted]:
    """Noun phrases with what prepositions join to them: "the bus crash near Ross Coulee"."""
    found: list[Spotted] = []
    for one in spots:
        before = found[-1] if found else None
        between = text[before.end : one.start].split() if before else []
        joins = len(between) == 1 and between[0].lower() in _JOINING
        if (
            before
            and joins
            and before.named is None
            and before.head not in GENERAL
            and not is_adjective(before.head)
        ):
            found[-1] = Spotted(
                start=before.start, end=one.end, text=text[before.start : one.end], head=before.head
            )
            if one.named:
                found.append(one)
            continue
        found.append(one)
    return found
