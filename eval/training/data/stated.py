"""Questions that articles answer in so many words, made by rules: "who is X", "which film ...".

People's question sets have few of these, and news is full of their answers: appositions ("Ines
Duarte, the captain of the ferry, said ..."), nouns before names ("the film Oppenheimer"), titles
("Chancellor N"), copulas, reasons ("because ...") and durations ("closed for two years").
"""

import random
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from eval.training.data.material import Asked, Material, parts_of
from index.records import Document, Span
from index.text.sentences import split_sentences
from service.questions.function_words import function_words

_PERSONS = (
    "president chairman chairwoman chair chief director minister senator governor mayor secretary "
    "leader professor lawyer attorney judge justice officer spokesman spokeswoman spokesperson "
    "founder co-founder author writer editor analyst economist scientist researcher actor actress "
    "singer coach player captain general commander ambassador adviser advisor strategist activist "
    "congressman congresswoman representative candidate nominee commissioner executive manager "
    "head partner owner teacher doctor physician sheriff prosecutor historian journalist reporter "
    "columnist host anchor producer fellow expert chancellor king queen prince pope bishop priest "
    "cleric rapper musician composer artist architect astronaut pilot sergeant colonel lieutenant "
    "deputy aide lobbyist consultant businessman entrepreneur billionaire engineer farmer student "
    "son daughter wife husband brother sister mother father widow"
).split()
_THINGS = (
    "film movie documentary series show song album book novel magazine newspaper website blog app "
    "company firm corporation bank airline carmaker retailer manufacturer startup giant agency "
    "group organization organisation nonprofit charity foundation institute university college "
    "school hospital museum church team club league party union coalition committee commission "
    "court city town village county state province country island river lake mountain street "
    "district region province network station channel program programme project law bill act "
    "treaty agreement case ship plane aircraft drug vaccine virus disease festival award prize "
    "restaurant hotel casino mall park stadium airport bridge tower think-tank publication journal"
).split()
_WORD = r"[A-Z][\w’'&-]*\w\.?"
_NAME = rf"(?P<name>{_WORD}(?:\s(?:(?:of|the|de|van|von|bin|al|for|and)\s)?{_WORD}){{0,4}})"
_PERSON = r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z]\.)?(?:\s(?:de|van|von|bin|al|el|Mc|O')?\s?[A-Z][\w’'-]+){1,2})"
_THING_NOUN, _PERSON_NOUN = "|".join(_THINGS), "|".join(_PERSONS)
_SAYS = (
    r"(?:said|says|told|is|was|has|had|will|would|announced|won|lost|plans|wants|became|\w{3,}ed)"
)
_REST = rf"(?P<rest>{_SAYS}\s[^.?!;:“”\"]{{12,140}}(?=[.?!,;:“”\"]|$))"
_DESCRIBED = r"(?P<what>(?:an?|the)\s(?P<noun>[^,.;:()“”\"]{3,90}?))"
_APPOSITION = re.compile(rf"(?<![\w’'])(?:{_NAME}),\s{_DESCRIBED},\s(?:{_REST})?")
_COPULA = re.compile(rf"^{_NAME}\s(?:is|was)\s{_DESCRIBED}[.,]")
_BEFORE = (
    re.compile(
        rf"\b(?:[Tt]he|[Aa]n?|[A-Z]\w+)\s(?P<noun>(?:[a-z-]+\s)?(?:{_THING_NOUN}))\s[“\"‘]?{_NAME}[”\"’]?,?"
        rf"\s{_REST}"
    ),
    re.compile(rf"\b(?P<noun>(?:[a-z-]+\s)?(?:{_PERSON_NOUN}))\s{_PERSON},?\s{_REST}"),
)
_OFFICE = (
    r"(?:Prime Minister|Foreign Minister|Finance Minister|Defense Minister|President|Vice President"
    r"|Chancellor|Secretary of State|Governor|Mayor|Attorney General|Speaker|CEO|Chief Executive"
    r"|Defense Secretary|Treasury Secretary|Health Secretary|Senator|spokesman|spokeswoman"
    r"|director|chairman|founder|president|chief executive|editor|coach|leader)"
)
_TITLED = re.compile(
    rf"(?P<what>(?P<of>[A-Z][\w-]+(?:\s[A-Z][\w-]+){{0,2}})\s(?P<office>{_OFFICE}))\s{_PERSON}\b"
)
_REASON = re.compile(
    r"^(?P<who>(?:[A-Z]|[Tt]he\s|An?\s)[^,;:“”\"]{2,50}?)\s(?P<be>was|were|is|are|will|has|have|had|can|could|would)"
    r"\s(?P<rest>(?!not\b)[^,;:“”\"]{6,80}?),?\s(?:because\s(?!of\b)|because of\s|due to\s)(?P<answer>[^;:“”\"]{8,160}?)[.,]?$"
)
_COUNT = r"(?:\d+|an?|two|three|four|five|six|seven|eight|nine|ten|several|a few|a dozen|nearly \w+|more than \w+|about \w+)"
_LASTED = re.compile(
    r"^(?P<who>(?:[A-Z]|[Tt]he\s|An?\s)[^,;:“”\"]{2,50}?)\s(?P<be>was|were|is|are|will|has|have|had)"
    rf"\s(?P<rest>[^,;:“”\"]{{4,60}}?)\sfor\s(?P<answer>{_COUNT}\s(?:more\s)?(?:seconds|minutes?|hours?|days?|weeks?|months?|years?|decades?))\b"
)
_RANKS = frozenset(
    "Former Vice Assistant Deputy Acting Then-President Interim Rep Sen Mr Mrs Ms".split()
)
_HEAD_ENDS = re.compile(
    r"\s(?:of|for|at|in|with|from|who|which|that|based|on|to|and|whose|where|known|called|founded"
    r"|made|run|led|by|about|near|as|when|behind|under)\b"
)
_DEFINED = re.compile(r"(?:Who|What) (?:is|was) ")
_EVERY = 4
"""Questions of one article, at most."""


class _Question(NamedTuple):
    text: str
    answer: Span
    """In the sentence."""


def stated(documents: Iterable[Document], name: str) -> Material:
    """Questions made of some articles, each of the part of its article that answers it."""
    passages: list[str] = []
    heads: list[str] = []
    asked: list[Asked] = []
    for document in documents:
        rng = random.Random(document.id)  # noqa: S311
        text = document.text[:6000]
        made = [
            (part, question)
            for part in parts_of(text)
            for question in _of_part(text[part.start : part.end], rng)
        ]
        for part, question in _chosen(made, rng):
            asked.append(
                Asked(
                    id=f"{document.id}-{len(asked)}",
                    question=question.text,
                    passage=len(passages),
                    spans=(question.answer,),
                )
            )
            passages.append(text[part.start : part.end])
            heads.append(document.title or "")
    return Material(name=name, passages=passages, asked=asked, heads=heads)


def _chosen(made: list[tuple[Span, _Question]], rng: random.Random) -> list[tuple[Span, _Question]]:
    """A few, at most one of which asks who somebody is."""
    rng.shuffle(made)
    defined = [one for one in made if _DEFINED.match(one[1].text)]
    others = [one for one in made if not _DEFINED.match(one[1].text)]
    return [*others[: _EVERY - 1], *defined[:1]]


def _of_part(text: str, rng: random.Random) -> Iterator[_Question]:
    for sentence in split_sentences(text):
        own = text[sentence.start : sentence.end].strip()
        offset = text.index(own, sentence.start)
        for question, answer in _of_sentence(own, rng):
            yield _Question(question, Span(answer.start + offset, answer.end + offset))


def _of_sentence(text: str, rng: random.Random) -> Iterator[tuple[str, Span]]:
    for found in _APPOSITION.finditer(text):
        yield from _described(found, rng)
    if copula := _COPULA.match(text):
        yield from _described(copula, rng)
    for pattern in _BEFORE:
        for found in pattern.finditer(text):
            yield from _which(found, found["noun"], rng)
    for found in _TITLED.finditer(text):
        yield from _titled(found, rng)
    if (reason := _REASON.match(text)) and not _is_vague(reason["who"]):
        yield (
            f"Why {reason['be']} {_inside(reason['who'])} {reason['rest']}?",
            _span(reason, "answer"),
        )
    if (lasted := _LASTED.match(text)) and not _is_vague(lasted["who"]):
        yield (
            f"How long {lasted['be']} {_inside(lasted['who'])} {lasted['rest']}?",
            _span(lasted, "answer"),
        )


def _described(found: re.Match[str], rng: random.Random) -> Iterator[tuple[str, Span]]:
    name, what = found["name"], found["what"]
    noun = _head(found["noun"])
    last = noun.split()[-1] if noun else ""
    is_person = last in _PERSONS or re.search(r"\bwho\b", what) is not None
    if not noun or _is_vague(name):
        return
    if found.groupdict().get("rest"):
        yield from _which(found, noun, rng)
    if not (is_person or last in _THINGS):
        return
    asks = "Who" if is_person else "What"
    yield f"{asks} {rng.choice(('is', 'was'))} {name}?", _span(found, "what")
    is_known = what.startswith("the ") and len(what.split()) > 3
    if is_known:
        asked = "Who" if is_person else f"{rng.choice(('Which', 'What'))} {last}"
        yield f"{asked} is {what}?", _span(found, "name")


def _which(found: re.Match[str], noun: str, rng: random.Random) -> Iterator[tuple[str, Span]]:
    after = found.string[found.end("rest") : found.end("rest") + 2]
    # A dot within a number or an abbreviation is not the end.
    if (after[:1] == "." and after[1:].strip()) or re.search(r"\b[A-Z]$", found["rest"]):
        return
    asked = rng.choice((noun, noun, noun.split()[-1]))
    rest = _until_clause(found["rest"])
    yield f"{rng.choice(('Which', 'What'))} {asked} {rest}?", _span(found, "name")


def _titled(found: re.Match[str], rng: random.Random) -> Iterator[tuple[str, Span]]:
    of, office = found["of"], found["office"]
    if _is_vague(of) or of.split()[0] in _RANKS:
        return
    yield f"Who is {found['name']}?", _span(found, "what")
    yield rng.choice(
        (f"Who is {of}'s {office.lower()}?", f"Who is the {office.lower()} of {of}?",
         f"Who is the {of} {office}?")
    ), _span(found, "name")  # fmt: skip


def _head(described: str) -> str:
    """The noun that says what something is, with one word before it; empty if there is none."""
    words = _HEAD_ENDS.split(described, maxsplit=1)[0].split()
    kept = words[-2:] if len(words) > 1 and words[-2].islower() else words[-1:]
    return " ".join(kept) if kept and kept[-1].islower() else ""


def _until_clause(rest: str) -> str:
    """What is said, up to the next comma, as far as it is long enough to ask for."""
    first = rest.split(",")[0].strip()
    return first if len(first.split()) >= 4 else rest.strip().rstrip(",")


def _inside(who: str) -> str:
    """A subject within a question: "The ferry" becomes "the ferry"."""
    first, _, others = who.partition(" ")
    return f"{first.lower()} {others}" if first in {"The", "A", "An", "His", "Her"} else who


def _is_vague(words: str) -> bool:
    return words.split()[0].lower() in function_words()


def _span(found: re.Match[str], group: str) -> Span:
    return Span(*found.span(group))
