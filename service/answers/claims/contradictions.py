"""Whether two answers to a question contradict each other.

Either one sentence denies the other ("will appeal", "will not appeal"; "rose", "fell"), or both
fill one slot of the question in one sentence with different values ("11 injured", "14 injured").
Articles about different events, days or people do not contradict each other.
"""

from collections.abc import Sequence

from msgspec import structs

from index.text.dates.named_days import Relation, relation
from service.answers.claims.claim import Claim
from service.answers.claims.comparison import Swap, compare
from service.answers.claims.same_event import days_apart, may_be_one_event
from service.answers.claims.tokens import Sort, Token
from service.answers.claims.told import Told, are_alike, have_one_source
from service.answers.claims.values import are_different_numbers, bounds
from service.answers.claims.vocabulary import Form, form, opposites, words
from service.questions.understand import Kind, Question, asks_for_several

# Prices, tolls and polls change from week to week; one day that both name may be further back.
_DAYS_APART = 7
_DAYS_APART_OF_ONE_DAY = 60
_LEAST_FRAME = 3
_SHARED_FRAME = 0.6
_NEGATIONS = frozenset(("not", "never", "anymore"))
_REFUSALS = frozenset(form(word).stem for word in ("fail", "refuse", "decline"))
_REVERSING = ("un", "in", "im", "il", "dis", "non")
_EXPECTED = {
    Kind.NUMBER: Sort.NUMBER, Kind.WHEN: Sort.DAY, Kind.WHO: Sort.WORD, Kind.WHERE: Sort.WORD,
}  # fmt: skip
_FACTS = frozenset((Kind.NUMBER, Kind.WHEN, Kind.WHERE))


def contradict(question: Question, one: Told, other: Told) -> bool:
    """Whether two answers from different articles cannot both be true."""
    if one.candidate.article.id == other.candidate.article.id or not are_alike(one, other):
        return False
    if not one.is_english or not other.is_english or not _are_of_one_time(question, one, other):
        return False
    if question.kind not in _FACTS and not have_one_source(one, other):
        return False
    return (
        _denies(one.claim, other.claim)
        or _swaps_answer(question, one, other)
        or _fill_one_slot(question, one, other)
    ) and may_be_one_event(one, other)


def _are_of_one_time(question: Question, one: Told, other: Told) -> bool:
    """Whether two articles report on one state of things: an older one may only be outdated."""
    apart = days_apart(one, other)
    if apart is None:
        return True
    if question.period is not None:
        inside = [question.period.holds(told.candidate.article.published) for told in (one, other)]
        if inside[0] != inside[1]:
            return False
    mine, its = (told.claim.day.day if told.claim.day else None for told in (one, other))
    names_one_day = mine and its and mine.first and relation(mine, its) is Relation.SAME
    return apart <= (_DAYS_APART_OF_ONE_DAY if names_one_day else _DAYS_APART)


def _denies(one: Claim, other: Claim) -> bool:
    """Whether the sentences match but for an odd number of negations and opposites."""
    (mine, negated), (its, its_negated) = _affirmed(one), _affirmed(other)
    found = compare(mine, its)
    reversed_ = [swap for swap in found.swaps if _are_opposites(swap)]
    is_odd = (negated + its_negated + len(reversed_)) % 2 == 1
    return is_odd and len(reversed_) == len(found.swaps) and found.without_swaps.is_same


def _affirmed(claim: Claim) -> tuple[Claim, int]:
    """The claim without its negations, and how many it had."""
    kept: list[Token] = []
    count, tag = 0, ""
    for at, token in enumerate(claim.tokens):
        following = claim.tokens[at + 1].key if at + 1 < len(claim.tokens) else Form("", "")
        if token.key.stem in _NEGATIONS:
            count += token.key.stem != "anymore"
        elif (token.key.stem in _REFUSALS and following.stem == "to") or (
            token.key.stem == "deny" and following.tag == "g"
        ):
            count, tag = count + 1, token.key.tag
        elif tag and token.key.stem == "to":
            continue
        else:
            kept.append(structs.replace(token, key=Form(token.key.stem, tag)) if tag else token)
            tag = ""
    return structs.replace(claim, tokens=tuple(kept)), count


def _are_opposites(swap: Swap) -> bool:
    if len(swap.mine) != 1 or len(swap.its) != 1:
        return False
    one, other = swap.mine[0].key, swap.its[0].key
    if one.tag != other.tag:
        return False
    short, long = sorted((one.stem, other.stem), key=len)
    return other.stem in opposites().get(one.stem, ()) or any(
        long == f"{r}{short}" for r in _REVERSING
    )


def _swaps_answer(question: Question, one: Told, other: Told) -> bool:
    """Whether the sentences match but for one number, day or name, which is what is asked."""
    found = compare(one.claim, other.claim)
    if len(found.swaps) != 1 or not found.without_swaps.is_same:
        return False
    (swap,) = found.swaps
    if not _answers(question, one, swap.mine) or not _answers(question, other, swap.its):
        return False
    return _are_different_values(question, one, other, swap.mine, swap.its)


def _answers(question: Question, one: Told, swapped: Sequence[Token]) -> bool:
    """Whether swapped words are the answer, or of its type where the whole sentence answers."""
    if not one.answer:
        expected = _EXPECTED.get(question.kind)
        return question.kind is Kind.YES_NO or any(token.sort is expected for token in swapped)
    stems = {token.key.stem for token in one.answer}
    return any(token.key.stem in stems for token in swapped)


def _fill_one_slot(question: Question, one: Told, other: Told) -> bool:
    """Whether differently worded sentences state different numbers or days of the same thing."""
    if question.kind not in {Kind.NUMBER, Kind.WHEN} or _guards(one) != _guards(other):
        return False
    sort = Sort.NUMBER if question.kind is Kind.NUMBER else Sort.DAY
    mine, its = (_in_claim(told, sort) for told in (one, other))
    if len(mine) != 1 or len(its) != 1 or not _have_one_frame(one, other):
        return False
    return _are_different_values(question, one, other, mine, its)


def _in_claim(one: Told, sort: Sort) -> list[Token]:
    """The numbers or days of an answer, as they stand in the claim: "9" as "9 percent"."""
    stems = {token.key.stem for token in one.answer if token.sort is sort}
    whole = [*one.claim.tokens, *([one.claim.day] if one.claim.day else [])]
    return [token for token in whole if token.sort is sort and token.key.stem in stems]


def _guards(one: Told) -> list[Form]:
    """What changes the whole sentence, and not only its number."""
    return [guard for guard in one.claim.guards if guard.stem not in bounds()]


def _have_one_frame(one: Told, other: Told) -> bool:
    """Whether the words around the answers are largely the same, and every name and day agrees."""
    mine, its = _frame(one), _frame(other)
    shared, least = len(mine.keys() & its.keys()), min(len(mine), len(its))
    if shared < _LEAST_FRAME or shared < _SHARED_FRAME * least:
        return False
    names = [{key for key, token in frame.items() if token.is_capital} for frame in (mine, its)]
    return names[0] <= names[1] or names[1] <= names[0]


def _frame(one: Told) -> dict[Form, Token]:
    answer = {token.key for token in one.answer}
    passed = words("free") | words("harmless")
    return {
        t.key: t
        for t in one.claim.tokens
        if t.key not in answer
        and t.sort in {Sort.WORD, Sort.NUMBER}
        and t.key.stem not in passed
        and t.written
    }


def _are_different_values(
    question: Question, one: Told, other: Told, mine: Sequence[Token], its: Sequence[Token]
) -> bool:
    sorts = {token.sort for token in (*mine, *its)} - {Sort.GUARD}
    if sorts == {Sort.NUMBER}:
        return are_different_numbers(one.claim.tokens, other.claim.tokens, mine, its)
    if sorts == {Sort.DAY}:
        days = [token.day for token in (*mine, *its) if token.day]
        return len(days) == 2 and relation(*days) is Relation.OTHER
    return _are_different_names(question, one, other, mine, its)


def _are_different_names(
    question: Question, one: Told, other: Told, mine: Sequence[Token], its: Sequence[Token]
) -> bool:
    """Whether two names stand where only one holder is possible: "Lee won", "Kim won"."""
    if not all(token.is_capital for token in (*mine, *its)) or asks_for_several(question.text):
        return False
    if {t.key.stem for t in mine} & {t.key.stem for t in its}:
        return False
    names = [{t.written.casefold() for t in part} for part in (mine, its)]
    if names[0] & other.words or names[1] & one.words:
        return False
    shared = {t.key.stem for t in one.claim.tokens} & {t.key.stem for t in other.claim.tokens}
    return bool(shared & {form(word).stem for word in words("exclusive")})
