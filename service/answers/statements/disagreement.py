"""Contradictory answers: shown together, newest first, none of them as certain."""

from collections.abc import Sequence

from msgspec import structs

from service.answers.claims.contradictions import contradict
from service.answers.claims.told import Told
from service.answers.statements.merging import Statement
from service.questions.understand import Question

_COMPARED = 10
"""Statements that are compared with each other, best first; later ones are hardly ever shown."""


def with_disagreements(question: Question, statements: Sequence[Statement]) -> list[Statement]:
    """Mark the statements that contradict each other on the question, and bring them together.

    They stand where the best of them stood, newest first. Since at most one of them is true, their
    probabilities add up to 1 at most.
    """
    words = [Told(statement.best) for statement in statements[:_COMPARED]]
    groups = _groups(question, words)
    if not groups:
        return list(statements)
    disputed = {n for group in groups for n in group}
    ordered: list[Statement] = []
    for number, statement in enumerate(statements):
        if number not in disputed:
            ordered.append(statement)
        elif group := next((g for g in groups if g[0] == number), None):
            ordered += _disputed([statements[n] for n in group])
    return ordered


def _groups(question: Question, words: Sequence[Told]) -> list[list[int]]:
    """Numbers of the statements that contradict each other, each group in order."""
    groups: list[list[int]] = []
    for number, one in enumerate(words):
        joined = next(
            (g for g in groups if any(contradict(question, one, words[n]) for n in g)), None
        )
        if joined is None:
            groups.append([number])
        else:
            joined.append(number)
    return [group for group in groups if len(group) > 1]


def _disputed(group: Sequence[Statement]) -> list[Statement]:
    total = max(1.0, sum(statement.best.confidence for statement in group))
    newest = sorted(group, key=_newest, reverse=True)
    return [structs.replace(one, is_disputed=True, share=1 / total) for one in newest]


def _newest(statement: Statement) -> str:
    return max(member.article.published or "" for member in statement.members)
