"""What the answering line ends with: statements of the articles, or why there are none."""

from collections.abc import Sequence

from msgspec import Struct

from index.people.joining import Person
from index.search import Found
from service.answers.merging import Statement
from service.answers.reasons import Refusal
from service.questions.understand import Question


class Outcome(Struct, frozen=True, kw_only=True):
    """What the articles say, or why they say nothing."""

    question: Question
    """As it was read."""
    statements: Sequence[Statement] = ()
    """The best first; none if it is refused."""
    refusal: Refusal | None = None
    found: Sequence[Found] = ()
    """The passages that were searched, best first."""
    others: Sequence[Person] = ()
    """Further people of the name that the question uses."""
