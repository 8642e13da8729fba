"""People by the articles' descriptions: the midwife, the boss of the mapmaker.

A description stands beside a name: "Corinne Abara, a midwife", "the cannery's manager, Bridie
Falconer", "Vernon Oakes, who grows sugar beets".
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from index.people.names import surname_of
from index.records import Article, Span
from service.questions.followups.grammar.words import Word, fold, is_content, words_of
from service.questions.followups.names.noun_phrases import main_verb
from service.questions.followups.names.people_words import may_be_a_person
from service.questions.followups.names.phrases import named_referent
from service.questions.followups.names.referents import Named, Referent, Sort
from service.questions.followups.talk.conversation import Conversation

_ARTICLES = 3
"""Number of recently shown articles searched."""
_MODIFYING = re.compile(
    r"\s+(?:of|from|in|at|for|who|that|with|behind)\s+.+?(?<!\s)"
    r"(?=\s++(?:says?|said|thinks?|wants?|means?|tells?|told|does)\b|\s*+(?:[,.?!]|$))",
    re.IGNORECASE,
)
"""What says more about somebody than the noun does: "of the safety office", "who wrote it"."""
_NOT = re.compile(r"(?:\s+not)?\s*$")
_BEHIND_HEAD = re.compile(r"\s(?:of|from|in|at|for|who|that|with|behind)\s", re.IGNORECASE)
_BEHIND_NAME = re.compile(
    r"(?:,|\s\(|\s(?:is|was)\b)(?!.*\b(?:his|her|its|their|which)\b)[^.;“”]{0,40}$"
)
_BEFORE_NAME = re.compile(r"(?:['’]s|\.)?(?:\s(?:of|at|for)\s[^,.;“”]{1,40})?,?\s(?:\w{1,4}\.\s)?$")
"""All that stands between a name and what describes it, and the other way round."""
_OPENING = frozenset("the this a an 's who".split())
_AGENTS = ("er", "or", "ist", "ian", "ant", "wife")
_THINGS = frozenset(
    """water river letter number order error factor sector motor tractor paper matter weather winter
    summer power tower corner border center harbor floor door mirror plant restaurant list laser
    computer container trailer freezer helicopter charter chapter shelter theater timber copper
    silver rubber fiber filter transformer reactor elevator monitor counter poster answer offer
    quarter disaster finger shoulder""".split()
)
"""Nouns that end like those of people."""
_ANY_FIRM = frozenset("company firm business".split())
_FIRM_NOUNS = _ANY_FIRM | frozenset(
    """operator airline utility chain brand store bank maker carrier retailer contractor developer
    publisher supplier builder brewer insurer lender startup start-up""".split()
)
_LEADING = frozenset("boss chief head leader".split())
_LEADERS = frozenset("executive director president founder chair chairman manager owner".split())
_ABBREVIATED = {"senator": "sen", "representative": "rep", "governor": "gov", "professor": "prof"}
_SUFFIX = re.compile(r"(?:er|or|ist|ian|y)$")
_OF_NO_VERB = frozenset("officer minister sister brother mother father daughter".split())
_FORMS = ("e", "s", "es", "ed", "ing", "y", "ies", "ery")
_STEM = 5


class _Described(Struct, frozen=True):
    """A person, and how much of the description stands in the sentence that names them."""

    named: Named
    words: int


def extent(text: str, start: int, end: int) -> int:
    """Where a description ends that begins with a noun phrase: "the senator from Utah"."""
    found = _MODIFYING.match(text, end)
    if found is None or not may_describe(text[start:end]):
        return end
    words = words_of(text)
    verb = main_verb(words)
    stop = words[verb].start if verb >= 0 and words[verb].start > end else found.end()
    return len(_NOT.sub("", text[: min(stop, found.end())]))


def may_describe(phrase: str) -> bool:
    """Whether a noun phrase may stand for a person by what they do."""
    head = _head(phrase)
    is_agent = head.endswith(_AGENTS) and head not in _THINGS
    return may_be_a_person(head) or head in _LEADING or is_agent


def is_modified(text: str) -> bool:
    """Whether a description says more than a noun phrase: "the director of the office"."""
    return _BEHIND_HEAD.search(text) is not None


def person_described(text: str, talk: Conversation, besides: str = "") -> Referent | None:
    """The one person whom an article shown lately describes so; None if none or several.

    `besides` is not meant: nobody is his own brother.
    """
    head = _head(text)
    if not may_describe(text):
        return None
    others = {w.low[:_STEM] for w in words_of(text) if is_content(w) and w.low != head}
    others -= {word[:_STEM] for word in _OPENING}
    for quote in talk.shown[:_ARTICLES]:
        article = talk.article_of(quote)
        if article is None:
            continue
        names = [one for one in talk.contents(quote).names if one.name != besides]
        found = list(_in_article(article, names, head, others))
        most = max((one.words for one in found), default=0)
        best = {one.named.name: one.named for one in found if one.words == most}
        if len(best) == 1 and (most or not others or _has_all(article, others)):
            (named,) = best.values()
            return Referent(
                name=named.name, sort=Sort.PERSON, turn=talk.last.number, weight=0.0,
                gender=named.gender,
            )  # fmt: skip
    return None


def firm_called(noun: str, talk: Conversation) -> Referent | None:
    """The one that the article shown last calls so, or calls a firm of some kind."""
    for quote in talk.shown[:1]:
        names = [n for n in talk.contents(quote).names if n.sort is not Sort.PERSON]
        called = [n for n in names if noun in n.described]
        if not called and noun in _ANY_FIRM:
            called = [n for n in names if n.described & _FIRM_NOUNS]
        if len(called) == 1:
            found = named_referent(called[0], talk.last.number, 0.0)
            return structs.replace(found, sort=Sort.ORGANISATION)
    return None


def firm_described(text: str, talk: Conversation) -> Referent | None:
    """The one body that an article shown lately names in a sentence with such words."""
    wanted = {w.low[:_STEM] for w in words_of(text)[1:-1] if is_content(w)}
    for quote in talk.shown[:_ARTICLES] if wanted else ():
        article = talk.article_of(quote)
        if article is None:
            continue
        bodies = [n for n in talk.contents(quote).names if n.sort is Sort.ORGANISATION]
        found = {n.name: n for n in bodies if _is_named_with(n, wanted, article)}
        if len(found) == 1:
            (named,) = found.values()
            return named_referent(named, talk.last.number, 0.0)
    return None


def _is_named_with(named: Named, stems: set[str], article: Article) -> bool:
    """Whether a sentence that names something has all of these words; not its dateline, "(TW)"."""
    places = [place for place in named.places if article.text[place - 1 : place] != "("]
    return any(
        stems <= {word.low[:_STEM] for word in words_of(article.text[one.start : one.end])}
        for one in article.sentences
        if any(one.start <= place < one.end for place in places)
    )


def _head(text: str) -> str:
    """The noun of a description: "director" of "the director of the office"."""
    words = words_of(_BEHIND_HEAD.split(text, maxsplit=1)[0])
    return words[-1].low if words else ""


def _has_all(article: Article, stems: set[str]) -> bool:
    return stems <= {fold(word)[:_STEM] for word in re.findall(r"\w+", article.text)}


def _in_article(
    article: Article, names: Sequence[Named], head: str, others: set[str]
) -> Iterator[_Described]:
    """Everybody in an article whom something beside their name describes."""
    other = {"boy": "f", "girl": "m"}.get(head, "?")
    people = [named for named in names if named.may_be_person and named.gender != other]
    for sentence in article.sentences:
        text = article.text[sentence.start : sentence.end]
        words = words_of(text)
        count = len(others & {word.low[:_STEM] for word in words})
        for named in people:
            for name in _mentions(named, sentence, text):
                if _stands_beside(name, text, words, head):
                    yield _Described(named, count)


def _mentions(named: Named, sentence: Span, text: str) -> Iterator[Span]:
    """Where a sentence names somebody, in full or by their surname."""
    last = surname_of(named.name)
    for place in named.places:
        if sentence.start <= place < sentence.end:
            at = place - sentence.start
            end = text.find(last, at, at + len(named.name) + 1)
            if end >= 0:
                yield Span(at, end + len(last))


def _stands_beside(name: Span, text: str, words: Sequence[Word], head: str) -> bool:
    for word in words:
        if not _means(word.low, head):
            continue
        if word.start >= name.end and _BEHIND_NAME.match(text[name.end : word.start]):
            return True
        if word.end <= name.start and _BEFORE_NAME.match(text[word.end : name.start]):
            return True
    return False


def _means(word: str, head: str) -> bool:
    """Whether a word of an article says what a noun says: who farms is a farmer."""
    if word in (head, _ABBREVIATED.get(head)):
        return True
    if head in _LEADING:
        return word in _LEADERS
    stem = _SUFFIX.sub("", head)
    if stem == head or head in _OF_NO_VERB or word == f"{head}s":
        return False
    single = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    return any(word in (stem + form, single + form) for form in _FORMS)
