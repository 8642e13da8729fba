"""The result of the answering pipeline: statements from articles, or a refusal."""

from collections.abc import Sequence

from msgspec import Struct

from index.people.records import Person
from index.search import Found
from service.answers.refusing.reasons import Refusal
from service.answers.statements.merging import Statement
from service.questions.understand import Question
from service.wire.answer import Form


class Side(Struct, frozen=True):
    """One of those whose words a comparison puts side by side."""

    name: str
    is_empty: bool
    """Whether they say nothing."""
    is_quoted: bool
    """Whether the articles quote them at all."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What the articles say, or why they say nothing."""

    question: Question
    """The question as interpreted."""
    statements: Sequence[Statement] = ()
    """The best first; none if it is refused."""
    refusal: Refusal | None = None
    maybe: Statement | None = None
    """What may answer all the same, where the refusal is for want of confidence."""
    found: Sequence[Found] = ()
    """The passages that were searched, best first."""
    others: Sequence[Person] = ()
    """Further people of the name that the question uses."""
    form: Form = Form.ANSWERS
    """What the statements are: answers, or the form that a plain request asks for."""
    sides: Sequence[Side] = ()
    """Of a comparison."""
    more: int = 0
    """How many further days or people there are than are shown."""

    @property
    def maybe_confidence(self) -> float:
        """How sure the maybe is; 0 without one."""
        return self.maybe.confidence if self.maybe else 0.0
