"""Entities a conversation has mentioned, and how likely the next message refers to them.

The weights say what counts for more, in this order: what answered a question for a name, the first
thing that the question spoke of, the rest of the question, who is quoted, what the quote names,
what the headline names, what the article names elsewhere. Older turns count for less.
"""

from collections.abc import Iterator
from functools import partial

from msgspec import structs

from index.quotations.vocabulary.word_classes import (
    DETERMINER,
    NUMBER,
    POSSESSIVE,
    PREPOSITION,
    TIME,
)
from service.questions.followups.grammar.clauses import Clause, clause_of
from service.questions.followups.grammar.inflection import bare
from service.questions.followups.grammar.words import (
    BEING,
    classes_of,
    is_plural,
    words_of,
)
from service.questions.followups.names.phrases import chains, named_referent, referent
from service.questions.followups.names.referents import Named, Referent, Sort
from service.questions.followups.names.spotting import Spotted
from service.questions.followups.talk.asked_for import asked_for
from service.questions.followups.talk.memory import BRACKETS, Memory
from service.questions.followups.turns import ShownQuote, Turn
from service.questions.understand import Kind, understand

FOCUS, SUBJECT, QUESTION, SPEAKER, QUOTE, TITLE, ARTICLE = 6.0, 5.0, 4.4, 3.6, 2.0, 1.6, 0.0
_OLDER_QUESTION, _OLDER_QUOTE = 1.2, 3.0
"""What each turn between takes from the weight of what its question, and its quotes, mentioned."""
_LATER = 0.2
_WITHIN, _CARRIED, _ABOUT = 1.5, 0.9, 0.9
"""What a name inside a longer phrase loses; what a name gains that a pronoun stood for last, and
what the question was about."""
_MAYBE = 3.0
"""What the name in a maybe loses: more than a person asked about, less than one just quoted."""
_OFTEN, _MOST_OFTEN = 0.1, 5
_QUOTES = 3
_RUNNING = frozenset("run lead head own chair manage found direct".split())
_HE, _SHE = frozenset("he him his".split()), frozenset("she her hers".split())
_LONGEST_FOCUS = 7
"""An answer of more words is not a name."""
SAID, TITLED, ASKED = 1.9, 1.5, 2.6
"""Below these weights something was not named in a shown quote, in a headline, in a question."""


def mentioned_in(turn: Turn, age: int, memory: Memory) -> Iterator[Referent]:
    """What a turn mentioned, in its question and in what was shown."""
    yield from in_question(turn, -_OLDER_QUESTION * age, memory)
    asked = asked_for(turn, counted=SUBJECT, chosen=QUESTION)
    if asked:
        yield structs.replace(asked, weight=asked.weight - _OLDER_QUESTION * age)
    names_answer = asks_for_a_name(turn.searched)
    for place, quote in enumerate(turn.quotes[:_QUOTES]):
        if names_answer and place == 0:
            answers = _in_answer(turn, quote, -_OLDER_QUESTION * age, memory)
            yield from answers if turn.status == "answered" else _maybe(answers)
        yield from _in_quote(turn, quote, -_OLDER_QUOTE * age - place * _LATER, age, memory)


def asks_for_a_name(question: str) -> bool:
    """Whether the answer is likely what the next question speaks of: "who made the hangers"."""
    clause = clause_of(question)
    if clause is None or _asks_for_words(question):
        return False
    asks_what = clause.wh == "what" and not clause.is_subject
    return clause.wh in ("who", "which", "whom", "whose") or asks_what


def _asks_for_words(question: str) -> bool:
    return understand(question).kind is Kind.STATEMENT


# Questions


def in_question(turn: Turn, base: float, memory: Memory) -> Iterator[Referent]:
    """What a turn's question mentioned, its subject first."""
    place, end = 0, -1
    for spotted in _spoken_of(turn, memory):
        weight = base + (SUBJECT if place == 0 else QUESTION) - place * _LATER
        found = referent(turn.searched, spotted, turn.number, weight)
        if found is None:
            continue
        change = -_WITHIN if spotted.start < end or _is_bound(spotted) else 0.0
        change += _CARRIED if found.is_named and _stands_for_pronoun(found.name, turn) else 0.0
        change += _ABOUT if word_before(turn.searched, found.name) in ("on", "about") else 0.0
        place, end = place + 1, max(end, spotted.end)
        yield structs.replace(
            _as_referred(found, turn),
            weight=found.weight + change,
            is_where=is_where(turn.searched, found),
        )


def _is_bound(spotted: Spotted) -> bool:
    """Whether it belongs to somebody whom the question speaks of: "leave their homes"."""
    return bool(classes_of(words_of(spotted.text)[0].low) & POSSESSIVE)


def _spoken_of(turn: Turn, memory: Memory) -> Iterator[Spotted]:
    """The names and phrases of a question but for what it asks for."""
    text = turn.searched.rstrip("?!. ")
    brackets = BRACKETS.search(text)
    clause = clause_of(text)
    only_topic = brackets is not None and not (clause and clause.rest)
    spots = [s for s in memory.spotted(text) if not (clause and _opens_it(clause, text, s))]
    for spotted in chains(turn.searched, spots):
        if only_topic and brackets and spotted.start < brackets.start():
            continue
        if text.find("“") in range(spotted.start):
            continue  # words of an article that the question quotes
        if clause is None or not _is_asked_for(clause, text, spotted):
            yield spotted


def _opens_it(clause: Clause, text: str, spotted: Spotted) -> bool:
    """Whether a phrase begins in the words that ask: "viewers in the final" of "how many ..."."""
    end = text.lower().find(clause.asking.lower()) + len(clause.asking)
    return spotted.named is None and not clause.auxiliary and spotted.start < end


def _is_asked_for(clause: Clause, text: str, spotted: Spotted) -> bool:
    """Whether a phrase is what is asked for: "what are the symptoms", "how many users has it".

    What is defined is not: "what is a symptom".
    """
    if spotted.named:
        return False
    if (
        clause.auxiliary
        and text.lower().find(clause.asking.lower()) + len(clause.asking) >= spotted.end
    ):
        return True
    if clause.wh not in ("what", "which", "who") or clause.auxiliary.lower() not in BEING:
        return False
    is_first = spotted.start == text.lower().find(clause.rest.lower())
    is_definite = clause.rest.lower().startswith(("the ", "its ", "their "))
    is_whole = len(clause.rest) <= spotted.end - spotted.start + 1
    return is_first and is_definite and is_whole and " of " not in spotted.text


def is_carried(name: str, turn: Turn) -> bool:
    """Whether something stands in a question for a pronoun that was typed."""
    lows = [word.low for word in words_of(name)]
    cut = next((n for n, low in enumerate(lows) if n and classes_of(low) & PREPOSITION), len(lows))
    typed = {word.low for word in words_of(turn.question)}
    return typed.isdisjoint(low for low in lows[:cut] if low not in ("the", "a", "an", "'s"))


def _stands_for_pronoun(name: str, turn: Turn) -> bool:
    """Whether a pronoun was typed for it, so that it does not only stand in brackets."""
    bare = BRACKETS.sub("", turn.searched.rstrip("?!. "))
    return is_carried(name, turn) and name.lower() in bare.lower()


def _as_referred(found: Referent, turn: Turn) -> Referent:
    """The same with what the pronoun that was typed for it says: "how big is it"."""
    # Whoever is quoted may be a company: "who runs Hebron Lines".
    if found.is_named and not found.gender and _is_run(turn.searched, found.name):
        return structs.replace(found, sort=Sort.ORGANISATION, may_be_person=False)
    if found.sort is Sort.PERSON and not found.gender and is_carried(found.name, turn):
        return structs.replace(found, gender=_gender_typed(turn))
    if not found.may_be_person or found.sort is Sort.PERSON:
        return found
    typed = {word.low for word in words_of(turn.question)}
    if "its" in typed and not is_carried(found.name, turn):
        return structs.replace(found, may_be_person=False)
    if not is_carried(found.name, turn):
        return found
    if typed & {"it", "its", "there"}:
        return structs.replace(found, may_be_person=False)
    is_person = not typed.isdisjoint(_HE | _SHE)
    return structs.replace(found, sort=Sort.PERSON) if is_person else found


def _gender_typed(turn: Turn) -> str:
    """By which pronouns a turn speaks of somebody; empty if by none, or by several."""
    typed = {word.low for word in words_of(turn.question)}
    he, she = not typed.isdisjoint(_HE), not typed.isdisjoint(_SHE)
    return "" if he == she else "m" if he else "f"


def _is_run(text: str, name: str) -> bool:
    """Whether a question asks who runs it: "who runs Hebron Lines"."""
    clause = clause_of(text)
    asks_who = clause is not None and clause.wh == "who"
    return asks_who and bare(word_before(text, name)) in _RUNNING


def is_where(text: str, one: Referent) -> bool:
    """Whether a name only says where: "in Texas", "on Lewis"."""
    if not one.is_named or word_before(text, one.name) not in ("in", "on", "at", "from", "near"):
        return False
    is_single = len(one.name.split()) == 1 and not one.takes_article
    return one.sort is Sort.PLACE or (is_single and one.sort is Sort.THING)


def word_before(text: str, name: str) -> str:
    """The word before a name in a text, in lower case; empty if there is none."""
    at = text.lower().find(name.lower())
    before = text[: max(at, 0)].split()[-1:]
    return before[0].lower() if before else ""


# What was shown


def _in_answer(turn: Turn, quote: ShownQuote, base: float, memory: Memory) -> Iterator[Referent]:
    """The names that answered, if the question asked for one."""
    text = quote.highlight or ""
    clause = clause_of(turn.searched)
    if clause is None or not text or len(text.split()) > _LONGEST_FOCUS:
        return
    asks_person = clause.wh in ("who", "whom", "whose")
    others = any(s.named and s.named.sort is Sort.PERSON for s in memory.spotted(turn.searched))
    # "Whose record did Aaron Judge break": "he" is more likely Aaron Judge.
    weight = base + (QUESTION if asks_person and others and not clause.is_subject else FOCUS)
    thing = partial(Referent, sort=Sort.THING, turn=turn.number)
    spots = memory.spotted(text)
    if asks_person:
        spots = sorted(spots, key=_is_nobody)  # "White House spokesman Ann Lee"
    for place, spotted in enumerate(spots):
        if spotted.named:
            named = _as_asked_for(spotted.named, clause, asks_person=asks_person)
            found = named_referent(named, turn.number, weight - place * _LATER)
            yield structs.replace(found, is_answer=True)
        elif clause.wh == "what" and _is_one_thing(text, spotted):
            name = f"the {spotted.text.removeprefix('a ').removeprefix('the ')}"
            yield thing(name=name, weight=base + QUESTION, is_named=False)
        elif _is_like_a_name(spotted.text):
            yield thing(
                name=spotted.text,
                weight=weight - place * _LATER,
                is_plural=is_plural(spotted.head),
                is_answer=True,
            )


def _is_nobody(spotted: Spotted) -> bool:
    return spotted.named is None or spotted.named.sort is not Sort.PERSON


def _maybe(answers: Iterator[Referent]) -> Iterator[Referent]:
    """The people of a maybe; it is too often wrong for the next question to be about a thing."""
    for found in answers:
        if found.sort is Sort.PERSON:
            yield structs.replace(found, weight=found.weight - _MAYBE, is_answer=False)


def _as_asked_for(named: Named, clause: Clause, *, asks_person: bool) -> Named:
    """An answer's name with what the question says about it: who did it is no place."""
    if not asks_person:
        return structs.replace(named, may_be_person=False)
    if named.sort is not Sort.THING or clause.wh != "who":
        return named
    sort = Sort.PERSON if named.may_be_person else Sort.ORGANISATION
    return structs.replace(named, sort=sort)


def _is_one_thing(answer: str, spotted: Spotted) -> bool:
    """Whether an answer is a single thing: "a treaty"."""
    return answer == spotted.text and answer.islower() and not is_plural(spotted.head)


def _is_like_a_name(text: str) -> bool:
    """Whether an answer is a name of its own: "Acrocanthosaurus", not "The flood"."""
    parts = text.split()
    closed = classes_of(parts[0].lower()) & (DETERMINER | POSSESSIVE | TIME | NUMBER)
    return len(parts) <= 3 and parts[0][:1].isupper() and not closed


def _is_a_name(speaker: str) -> bool:
    """Whether a speaker is named, not described: "A majority of members" is not."""
    first, *_ = words_of(speaker)
    return speaker[0].isupper() and not classes_of(first.low) & (DETERMINER | POSSESSIVE)


def _in_quote(
    turn: Turn, quote: ShownQuote, base: float, age: int, memory: Memory
) -> Iterator[Referent]:
    """Who is quoted, and what the quote, the headline and the rest of its article name."""
    names = memory.contents(quote).names
    if quote.speaker and _is_a_name(quote.speaker):
        spoke = next((n for n in names if n.name == quote.speaker), None)
        spoke = spoke or Named(name=quote.speaker, sort=Sort.PERSON)
        # An agency that tells of something is not what is told of.
        is_source = spoke.sort is Sort.ORGANISATION and not _asks_for_words(turn.searched)
        yield named_referent(spoke, turn.number, base + (QUOTE if is_source else SPEAKER))
    title = {s.named.name for s in memory.spotted(quote.title or "") if s.named}
    for named in names:
        inside = any(quote.start <= place < quote.end for place in named.places)
        is_elsewhere = not inside and named.name not in title
        if named.name == quote.outlet or (age > 1 and is_elsewhere):
            continue
        weight = QUOTE if inside else ARTICLE if is_elsewhere else TITLE
        often = _OFTEN * min(len(named.places), _MOST_OFTEN)
        yield named_referent(named, turn.number, base + weight + often)
