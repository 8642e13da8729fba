"""A question on its way through the answering pipeline, with everything its steps need."""

from msgspec import Struct

from index.followers.open_collection import OpenCollection
from index.records import Query, Vectors
from service.questions.asked_person import AskedPerson
from service.questions.followups.resolution import Narrowing
from service.questions.time.periods import Timeframe
from service.questions.understand import Question


class Inquiry(Struct, frozen=True, kw_only=True):
    """A question, where it is asked, and how its answers are limited."""

    question: Question
    """As it is read now."""
    query: Query
    opened: OpenCollection
    """The collection that is asked, with its indexes."""
    vector: Vectors
    """Of the question's text, shape (1, dimensions)."""
    min_confidence: float | None
    """Candidates below it are not shown; None: what is fitted for each situation."""
    max_answers: int
    maybe_confidence: float | None = 1.0
    """Where nothing is sure enough, the best candidate is a maybe from here on; None: as fitted."""
    timeframe: Timeframe | None = None
    """What its time words mean among the articles; None if that does not matter."""
    deadline: float | None = None
    """On the clock of `time.perf_counter`: no further passages are read then. None: no limit."""
    person: AskedPerson = AskedPerson()
    """Whose words it asks for."""
    in_context: str = ""
    """A follow-up with what it is about; its words are searched for as well."""
    wordings: tuple[str, ...] = ()
    """Of a follow-up: the ways to put it that are read in the article shown last as well."""
    unread_topic: str = ""
    """What only articles that speak of it answer, though the question as read does not say so."""
    with_topic: str = ""
    """Where there is one: the question that has it."""
    is_calibrated: bool = False
    """Whether confidences are probabilities that were measured here."""
    may_ask_back: bool = False
    """Whether to ask which event is meant where several fit equally."""
    is_contradictory: bool = False
    """Whether the message's limits and the request's filters allow no article together."""
    narrowing: Narrowing = Narrowing()
    """What is not to be shown again; limits on articles are in `query` already."""

    def in_full(self, question: Question) -> str:
        """A reading of the question as it is searched: it stands alone."""
        return self.with_topic or self.question.as_asked or question.text
