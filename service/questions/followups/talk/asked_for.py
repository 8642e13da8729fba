"""What a question counts or chooses from: the geese in "how many geese were shot"."""

from service.questions.followups.grammar.clauses import Clause, clause_of, counted, counted_subject
from service.questions.followups.grammar.words import BEING, is_adjective, is_plural, words_of
from service.questions.followups.names.people_words import may_be_a_person
from service.questions.followups.names.phrases import GENERAL
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.turns import Turn

_UNITS = frozenset(
    """pounds kilos kilograms grams tons tonnes ounces miles kilometers kilometres meters metres
    feet inches acres hectares gallons liters litres dollars euros cents percent points
    degrees""".split()
)
"""What is measured in them is spoken of, and they are not."""


def asked_for(turn: Turn, *, counted: float, chosen: float) -> Referent | None:
    """What "they" stands for after "how many ...", or "it" after "which ..."; None of people.

    `counted` and `chosen` are the weights of the two.
    """
    clause = clause_of(turn.searched)
    if clause is None:
        return None
    those = counted_subject(clause)
    if those and words_of(those)[0].low in _UNITS:
        return None
    name = _those(those, clause) if those else _object(clause) or _chosen(clause)
    if name is None:
        return None
    return Referent(
        name=name,
        sort=Sort.THING,
        turn=turn.number,
        weight=counted if those else chosen,
        is_plural=bool(those) or is_plural(_head(name)),
        is_named=False,
    )


def _those(counted: str, clause: Clause) -> str | None:
    """The geese; of people, who tell more by what became of them, "those hurt in the crash"."""
    head = _head(counted)
    if head == "people":
        is_being = clause.auxiliary in BEING
        told = ["those", *(() if is_being else ("who", clause.auxiliary)), clause.rest]
        return " ".join(filter(None, told))
    if is_adjective(head):
        return f"those {counted} {clause.rest}".strip()
    return None if head in GENERAL or may_be_a_person(head) else f"the {counted}"


def _object(clause: Clause) -> str | None:
    """The concerts, of "how many concerts is she giving"."""
    things = counted(clause)
    if things is None or _head(things) in GENERAL or may_be_a_person(_head(things)):
        return None
    return f"the {things}"


def _chosen(clause: Clause) -> str | None:
    """The painting, of "which painting is missing"."""
    first, _, noun = clause.asking.partition(" ")
    if first.lower() != "which" or not noun:
        return None
    head = _head(noun)
    return None if head in GENERAL or may_be_a_person(head) else f"the {noun.lower()}"


def _head(phrase: str) -> str:
    return words_of(phrase)[-1].low
