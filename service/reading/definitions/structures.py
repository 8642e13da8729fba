"""Sentence structures that define a name.

"Lee, the director of the museum,"      apposed
"the museum's director, Ann Lee,"       before
"Prime Minister Carney", "the singer X" title
"Lee is a painter", "Lee runs the bar"  copula
"a storm called Isolde"                 named
"Lee (born 1950)"                       bracket
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.people.names import titles
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    CLOSED,
    GERUND,
    NOUN,
    NUMBER,
    PARTICIPLE,
    VERB,
    classify_unlisted,
    word_classes,
)
from index.records import Span
from service.questions.kinds.definitions import roles
from service.reading.definitions.mentions import Mention


class Defining(NamedTuple):
    """Words that define a name, and how they are put."""

    form: str
    span: Span


_DETERMINER = (
    r"(?:an?|the|one\s+of|his|her|their|its|our|my|(?:[A-ZÀ-Þ][\w.-]*\s+){1,4}?[\w.-]+['’]s"
    r"|(?:[A-ZÀ-Þ][\w.-]*\s+){0,3}[A-ZÀ-Þ][\w.-]*s?['’]s?|(?:the|an?)\s+[\w-]+['’]s?)\s"
)
_RELATIVE = (
    r"(?:who|which)\s+(?:\w+ly\s+|also\s+|now\s+|has\s+|had\s+)?(?!said|says|told|added)\w+\s"
)
_STATUS = (
    r"(?:former|current|then|now|acting|chief|vice|deputy|senior|founding|interim|late|retired)\b"
)
_END = (
    r"(?=\s*(?:,(?!\d{3})|;|\)|\(|\s[—–-]\s|—|–"
    r"|(?<!\b[A-Z])(?<!\b(?:St|Dr|Mr|Ms|Jr|Sr|No))[.!?][\"”’']*(?:\s|$)|\.?$))"
)
_AGE = r"(?:\d{1,3},\s+)?"
_CONTENT = (
    r"(?:[^,;()—–.!?]|(?<=\b[A-Z])\.|(?<=\b(?:St|Dr|Mr|Ms|Jr|Sr|No))\.|\.(?=\w)|(?<=\d),(?=\d{3}))"
)
_APPOSED = re.compile(
    rf"(?:,|\s[—–-]|—|–)\s*{_AGE}(?P<words>(?:{_DETERMINER}|{_RELATIVE}|{_STATUS}|(?P<bare>[a-z][\w-]*\s))"
    rf"{_CONTENT}+?){_END}"
)
_BARE_ROLE = re.compile(
    r"(?:[a-z][\w-]*\s+){0,3}?(?P<role>[a-z][\w-]*)\s+(?:of|at|for|in|and|with|from|to)\b"
)
_SAYS = re.compile(r"\b(?:said|says|say|told|added|wrote|reported|announced|warned|argued)\b")
# "who died in May" tells of the person; "who chairs the board" says who it is.
_TELLS = re.compile(
    r"(?:who|which)\s+(?!(?:\w+ly\s+|now\s+|also\s+)?(?:is|was|are|were|chairs?|heads?|leads?|runs?|directs?"
    r"|owns?|coach(?:es)?|teach(?:es)?|founded|represents?|edits?|manages?|oversees?|plays?)\s)"
)
_LIST = re.compile(r"(?:the|an?)\s+[\w-]+(?:\s+[\w-]+)?\s+(?:and|or)\s+(?:the|an?)\b")
_COPULA = re.compile(
    r"\s+(?:,[^,]{1,60},\s+)?(?:(?:is|was|are|were|(?:has|had)\s+been|became|remains?|remained)\s+"
    r"(?:(?:now|also|still|then|once|currently|\w+ly)\s+)?"
    rf"(?P<words>(?:{_DETERMINER}|{_STATUS}|(?P<bare>[a-z][\w-]*\s)){_CONTENT}+?)"
    r"|(?P<does>(?:chairs|heads|leads|runs|directs|owns|coaches|teaches|founded|co-founded|edits"
    r"|works\s+(?:as|for|at)|worked\s+(?:as|for|at)|serves\s+as|served\s+as|represents)\s"
    rf"{_CONTENT}+?)){_END}"
)
_BRACKET = re.compile(
    r"\s*\((?P<words>(?:born|who|which|the|an?|also|formerly|\d{4}\s*[–-])[^()]{2,120})\)"
)
_NAMED = re.compile(
    r"(?P<words>(?:\b(?:an?|the)\s+)(?:[\w'’-]+\s+){1,7}?)(?:that\s+is\s+|who\s+is\s+|is\s+|was\s+)?"
    r"(?:called|named|known\s+as|dubbed|nicknamed)\s+[“\"'‘]?(?:the\s+)?$"
)
_BEFORE = re.compile(r"(?P<segment>[^,;:()—–“”\"]*[\w)])\s*,\s*[“\"]?$")
_SMALL = re.compile(
    r"(?:the|an?|his|her|their|its|our|[A-ZÀ-Þ][\w.-]*['’]s?|\w+['’]s)\s+", re.IGNORECASE
)
_CHAIN = re.compile(r"(?P<head>\S+)\s+(?:of|for|at|in|from)\s+$")
_PREPOSITIONS = frozenset(
    "in at on near during after before since under over from until as".split()
)
_OF_WHAT = re.compile(
    r"\s+(?:of|from|with|for)\s+(?:the\s+)?(?:[a-z]+\s+(?=police|department|force|office|bureau|team)"
    r"[a-z]+|(?:[a-z]+\s+)?[A-ZÀ-Þ][\w’'-]*(?:\s+(?:(?:of|the)\s+){0,2}[A-ZÀ-Þ][\w’'-]*)*)"
)
_WORD = re.compile(r"\S+")
_COURTESY = frozenset("mr ms mrs miss mx dr sir dame m mme herr frau señor señora".split())
"""Titles that say nothing about who somebody is."""
_LONGEST = 160
_REACH = 2 * _LONGEST
"""How far before and behind a name words that define it are looked for."""
_MOST_TITLE_WORDS = 6


def defining(text: str, mention: Mention) -> Iterator[Defining]:
    """Words of the sentence that define the name there, the plainest first."""
    yield from _behind(text, mention)
    yield from _in_front(text, mention)


def _behind(text: str, mention: Mention) -> Iterator[Defining]:
    at = mention.name.end
    # What would match only because the reach ends is longer than what is taken.
    end = at + _REACH
    if match := _BRACKET.match(text, at, end):
        yield Defining("bracket", Span(*match.span("words")))
        at = match.end()
    for form, pattern in (("apposed", _APPOSED), ("copula", _COPULA)):
        match = pattern.match(text, at, end)
        found = _checked(match) if match else None
        if found:
            is_told = _TELLS.match(text, found.start) is not None
            yield Defining("relative" if is_told else form, found)


def _checked(match: re.Match[str]) -> Span | None:
    groups = match.groupdict()
    group = "words" if groups["words"] else "does"
    words = match[group]
    if len(words) > _LONGEST or (_SAYS.search(words) and not words.startswith(("who", "which"))):
        return None
    if groups["bare"] and not _is_bare_role(words):
        return None
    if _LIST.match(words) and group == "words":
        return None
    start, end = match.span(group)
    # "a boatbuilder whose plain, seaworthy dories": the list goes on behind the comma.
    cut = words.find(" whose ")
    return Span(start, start + cut if cut > 0 else end)


def _is_bare_role(words: str) -> bool:
    """Whether they begin with an office: "director of the museum", "mayor"."""
    if words.strip().casefold() in roles():
        return True
    found = _BARE_ROLE.match(words)
    return found is not None and found["role"] in roles()


def _in_front(text: str, mention: Mention) -> Iterator[Defining]:
    start = mention.title.start if mention.title else mention.name.start
    head = text[:start]
    if match := _NAMED.search(head, max(0, start - _REACH)):
        yield Defining("named", _trimmed(text, *match.span("words")))
    if title := _title(text, mention):
        yield Defining("title", title)
    elif span := _apposed_before(text, head, mention):
        yield Defining("before", span)


def _title(text: str, mention: Mention) -> Span | None:
    """The title, with the words before it that belong to it: "Germany's foreign minister"."""
    end = mention.title.end if mention.title else mention.name.start
    at = mention.title.start if mention.title else mention.name.start
    words = list(_WORD.finditer(text, max(0, at - _REACH), at))[-_MOST_TITLE_WORDS:]
    has_determiner = False
    for word in reversed(words):
        plain = word[0].casefold()
        if plain in {"the", "a", "an"}:
            has_determiner = True
            break
        if not word[0][-1].isalnum() or not _describes(word[0]):
            break
        at = word.start()
        if re.search(r"['’]s?$", word[0]):
            break
    if at >= end or not text[at:end].strip() or text[at:end].strip(" .").casefold() in _COURTESY:
        return None
    span = _trimmed(text, at, end)
    last = text[span.start : span.end].split()[-1].casefold().strip(".")
    if last in {"the", "a", "an", "of", "and"}:
        return None
    if last not in roles() and last not in titles():
        return span if has_determiner and _is_noun(last) else None
    # "Prime Minister Mark Carney of Canada"
    behind = _OF_WHAT.match(text, mention.name.end)
    return Span(span.start, behind.end()) if behind else span


def _describes(word: str) -> bool:
    plain = word.casefold()
    flags = word_classes().get(plain, 0) or classify_unlisted(plain)
    if word[0].isupper() or plain in roles() or plain in titles():
        return not word_classes().get(plain, 0) & (CLOSED | VERB) or plain in titles()
    return not flags & (CLOSED | NUMBER) and (not flags & VERB or bool(flags & NOUN))


def _is_noun(word: str) -> bool:
    flags = word_classes().get(word, 0) or classify_unlisted(word)
    return bool(flags & NOUN) and not flags & (CLOSED | ADVERB | GERUND | PARTICIPLE)


def _apposed_before(text: str, head: str, mention: Mention) -> Span | None:
    """The description before a comma: "the director of the museum, Ann Lee,"."""
    match = _BEFORE.search(head, max(0, len(head) - _REACH))
    if match is None:
        return None
    first, segment = match.start("segment"), match["segment"]
    at = _start_of_phrase(segment)
    if at is None:
        return None
    words = segment[at:]
    has_role = any(word in roles() for word in re.findall(r"[\w-]+", words.casefold()))
    before = re.findall(r"\w+", segment[:at].casefold())[-1:]
    is_closed = text[mention.name.end : mention.name.end + 1] in {",", ".", ";", ""}
    if not has_role and (not is_closed or not before or before[0] in _PREPOSITIONS):
        return None
    if _SAYS.search(words) or len(words) > _LONGEST:
        return None
    return _trimmed(text, first + at, first + len(segment))


def _start_of_phrase(segment: str) -> int | None:
    """Where the noun phrase begins that a segment ends with: "the head of the board"."""
    starts = [match.start() for match in _SMALL.finditer(segment)]
    if not starts:
        bare = re.search(r"(?:^|\s)(?P<words>(?:[\w-]+\s+){0,3}[\w-]+)$", segment)
        return bare.start("words") if bare and segment.split()[-1].casefold() in roles() else None
    at = _with_article(segment, starts.pop())
    while starts and (chain := _CHAIN.search(segment[:at])):
        before = [start for start in starts if start < chain.start("head")]
        if not before or len(segment[before[-1] : at].split()) > _MOST_TITLE_WORDS + 1:
            break
        at = _with_article(segment, before[-1])
        starts = before[:-1]
    return at


def _with_article(segment: str, at: int) -> int:
    """Where the phrase begins with its article: "the museum's director"."""
    article = re.search(r"\b(?:the|an?)\s+(?:[\w-]+\s+)?$", segment[:at], re.IGNORECASE)
    owner = re.match(r"\S+['’]s?\s", segment[at:])
    return article.start() if article and owner else at


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return Span(start, end)
