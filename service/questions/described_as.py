"""The person a description means: "the mayor", "the ferry director", "the Lumen CEO".

An article calls a speaker so where it quotes them, or where it introduces them by name: with a
title before the name ("Mayor Elena Ruiz") or an apposition beside it ("Bo Lind, the clockmaker",
"its director, Bo Lind").
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from index.people.names import name_words, title_words, words_of
from index.quotations.vocabulary.lists import word_list
from index.records import Article, Quote
from index.text.matching.plain import plain
from service.questions.kinds.speech_forms import is_description

_AROUND = 80
_TITLE_WORDS = 4
_MENTIONS = 8
"""Maximum number of mentions of a name examined: a caption may precede the introduction."""
_PLAIN = ("the", "its", "company", "firm", "agency")
"""Words before an office that leave it open of what it is; those in the title then tell."""
_APPOSED = re.compile(r",\s*(?:\d{1,3},\s*)?")
_APPOSED_BEFORE = re.compile(
    r"(?:^|[.;!?“”\"\n]\s*|,\s)(?P<words>(?:Its|its|Their|their|The|the)\s[^.,;:!?“”\"\n]{2,60}),\s*$"
)
"""As in "Its president, Curtis Boyle, ...": what stands before the comma before a name."""
_PLEADING = {"defending": "defence lawyer", "prosecuting": "prosecutor"}
_PLEADS = re.compile(r"(?:^|[.!?”\"]\s|\n\s*)(?P<does>Defending|Prosecuting),\s$")
_PLEADS_BEHIND = re.compile(r",\s(?P<does>defending|prosecuting),")
"""As courts are reported in Britain: "Prosecuting, Bo Lind said", "Bo Lind, defending, said"."""
_SENTENCE_END = re.compile(r"[.!?]\s|[“”\"\n]|,?\s(?:said|says|told)\b")
_MODIFYING = frozenset(("of", "from", "at", "in", "for", "with"))
_LITTLE = frozenset(("the", "a", "an", "of", "and"))
_BREAK = re.compile(r"[.,;:!?\n“”\"()—]")
_HEADS = frozenset(("boss", "head"))
_OWN = frozenset(("its", "their"))
_OWNER = re.compile(r"[^,]+?(?:['’]s|(?<=s)['’])\s")
_BEFORE_OWN = 200
"""Number of characters before "its president" that are searched for the referent."""
_SAME_OFFICE = {
    "chief executive officer": "ceo",
    "chief executive": "ceo",
    "chief financial officer": "cfo",
    "finance chief": "cfo",
    "prime minister": "pm",
    "premier": "pm",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "attorney": "lawyer",
    "district attorney": "prosecutor",
    "defense": "defence",
    "barrister": "lawyer",
    "solicitor": "lawyer",
    "headteacher": "principal",
    "head teacher": "principal",
    "schools superintendent": "superintendent",
}
_OFFICES = re.compile(
    "|".join(rf"\b{one}\b" for one in sorted(_SAME_OFFICE, key=len, reverse=True))
)


def names_an_office(asked: str) -> bool:
    """Whether a description names an office of something: "the Lumen CEO" is not Lumen.

    "Lumen's CEO" is nobody else.
    """
    words = words_of(asked)
    is_title = bool(words) and (
        words[-1] in _HEADS
        or words[-1] in word_list("roles")
        or words[-1:] == title_words(asked)[-1:]
    )
    is_of_something = is_description(asked) or _OWNER.match(asked) is not None
    return is_of_something and is_title and bool(name_words(asked))


def is_described_as(article: Article, quote: Quote, words: list[str]) -> bool:
    """Whether an article calls the speaker of a quotation so, here or where it names them."""
    here = article.text[quote.source.start : quote.source.end] if quote.source else ""
    if set(words) <= set(words_of(here)):
        return True
    titled = set(words_of(article.title or ""))
    asked = _in_one_word(words)
    # "The ferry director" is "the company's director" in an article on ferries.
    is_titled = bool(asked[1:]) and titled >= set(asked[:-1])
    forms = [asked, *([[own, asked[-1]] for own in _PLAIN] if is_titled else [])]
    named = _in_one_word(words_of(here))
    if any(form is not asked and holds_run(named, form) for form in forms):
        return True
    if quote.speaker is None:
        return False
    introduced = list(_introductions(article.text, quote.speaker))
    if any(_tells(one, forms, asked, is_titled=is_titled) for one in introduced):
        return True
    return _is_modified(article.text, quote.speaker, asked)


def is_introduced(text: str, speaker: str, words: list[str]) -> bool:
    """Whether the words are used anywhere as a title before the name or an apposition to it."""
    asked = _in_one_word(words)
    return any(holds_run(told, asked) for told, _ in _introductions(text, speaker))


def holds_run(text: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words occur in the text as one uninterrupted run."""
    starts = range(len(text) - len(words) + 1)
    return any(list(text[start : start + len(words)]) == list(words) for start in starts)


def _tells(
    introduced: tuple[list[str], list[str]],
    forms: Sequence[list[str]],
    asked: list[str],
    *,
    is_titled: bool,
) -> bool:
    """Whether an introduction says it: in these words, or "its president" of what stands before."""
    told, before = introduced
    if any(holds_run(told, form) for form in forms) or (is_titled and told == asked[-1:]):
        return True
    if told[1:] != asked[-1:] or not asked[1:] or not set(asked[:-1]) <= set(before):
        return False
    # "The owner" is of the goat just spoken of; "the president" may be the country's.
    return told[0] in _OWN or (told[0] == "the" and asked[-1] not in word_list("leaders"))


def _is_modified(text: str, speaker: str, asked: Sequence[str]) -> bool:
    """Whether it is "the professor from London": a title, and what stands beside the name says so.

    "Professor Elspeth Moir of the London School of Economics" is.
    """
    cut = next((n for n, word in enumerate(asked) if n and word in _MODIFYING), 0)
    head, said = list(asked[:cut]), set(asked[cut + 1 :]) - _LITTLE
    if not cut or not said:
        return False
    text = plain(text).text
    for place in islice(_places(text, speaker), _MENTIONS):
        told = [
            _in_one_word(words_of(one))
            for one, _ in _descriptions(text, place, place + len(speaker))
        ]
        if any(holds_run(one, head) for one in told):
            behind = _SENTENCE_END.split(text[place : place + _BEFORE_OWN])[0]
            return said <= {*words_of(behind), *(word for one in told for word in one)}
    return False


def _introductions(text: str, speaker: str) -> Iterator[tuple[list[str], list[str]]]:
    """What stands beside a name as a title or an apposition, with the words before that."""
    text = plain(text).text
    for place in islice(_places(text, speaker), _MENTIONS):
        for description, start in _descriptions(text, place, place + len(speaker)):
            before = text[max(0, start - _BEFORE_OWN) : start]
            yield _in_one_word(words_of(description)), words_of(before)


def _places(text: str, name: str) -> Iterator[int]:
    """Where the name stands, from the beginning."""
    place = text.find(name)
    while place >= 0:
        yield place
        place = text.find(name, place + 1)


def _descriptions(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The words before a name that may be a title, and the appositions beside it; where each is."""
    around = text[max(0, start - _AROUND) : start]
    before = _BREAK.split(around)[-1]
    yield " ".join(words_of(before)[-_TITLE_WORDS:]), start - len(before)
    if pleads := _PLEADS.search(around) or _PLEADS_BEHIND.match(text, end):
        yield _PLEADING[pleads["does"].lower()], start
    if apposed := _APPOSED_BEFORE.search(around):
        yield apposed["words"], start - len(around) + apposed.start("words")
    if behind := _APPOSED.match(text, end):
        yield _BREAK.split(text[behind.end() : behind.end() + _AROUND])[0], start


def _in_one_word(words: Sequence[str]) -> list[str]:
    """The same with offices that have several names under one: "chief executive" is "ceo"."""
    return _OFFICES.sub(lambda found: _SAME_OFFICE[found[0]], " ".join(words)).split()
