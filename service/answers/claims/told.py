"""A candidate's words, prepared for comparison with other articles."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from index.people.names import agrees, name_words
from index.quotations.vocabulary.lists import word_list
from index.records import Article, QuoteForm, Span
from index.text.dates.named_days import Relation, relation
from index.text.matching.copies import runs_of
from service.answers.claims.claim import Claim, claim
from service.answers.claims.comparison import compare
from service.answers.claims.tokens import PAUSE, Sort, Token, tokens
from service.answers.claims.vocabulary import form, words
from service.candidates import Candidate

_WORD = re.compile(r"[^\W_]+")
_ENGLISH = frozenset("the of and to in is was that for on said will has by with at from".split())
_OTHERS = frozenset(
    "der die das und nicht den von ist el los las que una del por les des et est dans une il pour"
    " het een van voor og att som".split()
)
_LEAST_ALIKE = 0.5
_LONG_ANSWER = 6
_MOST_OF_IT = 0.6
_PRONOUNS = frozenset("he she they it i we who".split())
_LONG_QUOTATION = 8
_MARKS = "\"“”„«'‘"


class Told:
    """The words of one candidate, analysed once and only as far as they are compared."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.text = _compared(candidate)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, for a first glance."""
        return frozenset(_WORD.findall(self.text.casefold()))

    @cached_property
    def published(self) -> date | None:
        """The day of its article."""
        return day_of(self.candidate.article)

    @cached_property
    def runs(self) -> frozenset[int]:
        """What tells whether its article is a copy of another."""
        return runs_of(self.candidate.article.text)

    @cached_property
    def is_english(self) -> bool:
        """Whether its language is understood here."""
        return _is_english(self.candidate.article)

    @cached_property
    def claim(self) -> Claim:
        """What it claims."""
        return claim(self.text, self.published, is_english=self.is_english)

    @cached_property
    def answer(self) -> list[Token]:
        """The tokens of the stretches that answer."""
        candidate = self.candidate
        marked = [*([candidate.highlight] if candidate.highlight else []), *candidate.also]
        found = (self._tokens(candidate.article.text[s.start : s.end]) for s in marked)
        return [t for part in found for t in part if t is not PAUSE]

    @cached_property
    def aside(self) -> frozenset[str]:
        """Words that deny, in the sentence around a quotation."""
        candidate = self.candidate
        whole = candidate.text
        if whole == self.text:
            return frozenset()
        rest = set(_WORD.findall(whole.casefold())) - self.words
        return frozenset(rest & _denying())

    def _tokens(self, text: str) -> list[Token]:
        return tokens(text, self.published, is_english=self.is_english)


def are_alike(one: Told, other: Told, least: float = _LEAST_ALIKE) -> bool:
    """Whether two share enough words to be compared closely."""
    shared = len(one.words & other.words)
    return shared >= least * min(len(one.words), len(other.words))


def say_the_same(one: Told, other: Told) -> bool:
    """Whether two say the same: in names, numbers, days, negations, modal verbs and tense.

    One may say it more fully, as long as both contain the words that answer.
    """
    return (
        are_alike(one, other)
        and (one.claim == other.claim or _claim_the_same(one.claim, other.claim))
        and one.aside == other.aside
        and have_one_source(one, other)
        and _holds_answer(one, other)
        and _holds_answer(other, one)
    )


def _claim_the_same(one: Claim, other: Claim) -> bool:
    """Whether two claims are the same; most that are not differ in what is compared first."""
    if one.guards != other.guards:
        return False
    mine, its = one.numbers, other.numbers
    return (mine <= its or its <= mine) and compare(one, other).is_same


def have_one_source(one: Told, other: Told) -> bool:
    """Whether nothing says that two statements are by different people."""
    mine, its = _speaker(one), _speaker(other)
    if mine and its:
        return agrees(mine, its) or agrees(its, mine)
    first, second = one.claim.source, other.claim.source
    if first is None or second is None:
        return _may_be_left_out(first or second or ()) or _are_long_quotations(one, other)
    return _are_alike_sources(first, second)


def _may_be_left_out(source: Sequence[Token]) -> bool:
    """Whether the words claim the same without their source: one that has no name."""
    named = (token.written.casefold() for token in source if token.is_capital)
    return words("agencies").issuperset(named)


def _are_long_quotations(one: Told, other: Told) -> bool:
    """Whether both begin with a quotation mark and are so long that nobody else said just that."""
    is_long = min(len(one.claim.tokens), len(other.claim.tokens)) >= _LONG_QUOTATION
    return is_long and any(told.text.lstrip()[:1] in _MARKS for told in (one, other))


def _are_alike_sources(first: Sequence[Token], second: Sequence[Token]) -> bool:
    mine, its = ({t.key.stem for t in part if t.sort is Sort.WORD} for part in (first, second))
    if not mine or not its or mine <= _PRONOUNS or its <= _PRONOUNS:
        return True
    alike = frozenset(form(word).stem for word in words("sources alike"))
    return bool(mine & its) or (mine <= alike and its <= alike)


def _speaker(one: Told) -> list[str]:
    said = one.candidate.said
    return name_words(said.speaker) if said and said.speaker else []


def _holds_answer(one: Told, other: Told) -> bool:
    """Whether the words that answer in the one are in the other, too."""
    claim = other.claim
    pool = [*claim.tokens, *(claim.source or ()), *([claim.day] if claim.day else [])]
    known = {token.key for token in pool}
    wanted = [token for token in _needed(one.answer) if token.sort is not Sort.DAY]
    held = sum(token.key in known for token in wanted)
    days = (token for token in one.answer if token.day)
    if not all(any(_is_same_day(day, token) for token in pool) for day in days):
        return False
    return held == len(wanted) or (len(wanted) > _LONG_ANSWER and held >= _MOST_OF_IT * len(wanted))


def _needed(answer: list[Token]) -> Iterable[Token]:
    """The tokens of an answer without what may be missing: titles and given names."""
    passed = words("free") | words("harmless") | word_list("titles", "men", "women")
    for at, token in enumerate(answer):
        is_region = at > 0 and token.is_capital and token.key.stem in words("regions")
        is_word = token.sort is Sort.WORD
        if not is_word or (token.key.stem not in passed and not is_region):
            yield token


def _is_same_day(one: Token, other: Token) -> bool:
    return bool(one.day and other.day and relation(one.day, other.day) is Relation.SAME)


def _compared(candidate: Candidate) -> str:
    """A direct quotation without the sentence around it; else the whole quote."""
    text, said = candidate.article.text, candidate.said
    shown = {candidate.highlight, *candidate.also}
    if said is not None and said.form is QuoteForm.DIRECT and shown.issuperset(said.content):
        return " ".join(_at(text, part) for part in said.content)
    return _at(text, candidate.quote)


def _at(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _is_english(article: Article) -> bool:
    if article.language:
        return article.language.lower().startswith("en")
    found = _WORD.findall(article.text[:1_000].casefold())
    return sum(word in _ENGLISH for word in found) > sum(word in _OTHERS for word in found)


def _denying() -> frozenset[str]:
    return (
        frozenset("deny denies denied denying refused refuses false falsely lied".split())
        | words("negations")
        | {"t"}
    )


def day_of(article: Article) -> date | None:
    """The day on which an article was published, if that is known."""
    try:
        day = date.fromisoformat((article.published or "")[:10])
    except ValueError:
        return None
    # Days cannot be counted across the ends of the calendar.
    return day if date.min.year < day.year < date.max.year else None
