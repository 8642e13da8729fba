"""Question sets: the format read by every measurement, one JSON object per line.

    {"id": "q1", "question": "What did it cost?", "answers": ["3 million euros"],
     "answerable": true,
     "evidence": [{"article": "council-vote", "quote": "It cost 3 million euros, she said."}]}

Other layouts (`eval.sets`) are converted into the same values.
"""

from enum import Enum
from typing import Literal

from msgspec import Struct

from eval.conversations import Conversation, Expect
from index.records import Document
from service.wire.asking import AskFilters


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """Something said before the question."""

    role: Literal["user", "assistant"]
    text: str


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an answer is found, as annotated by a person or a rule."""

    article: str | None = None
    """Id of the article; None if only the words are known."""
    quote: str | None = None
    """The words that give the answer; None if only the article is known."""
    start: int | None = None
    """Offset of the quote in the article, in code points, if it was annotated."""
    kind: str | None = None


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question with what is known about its answer."""

    id: str
    question: str
    history: list[Turn] = []
    """What was said before, oldest first."""
    answers: list[str] = []
    """Any one of them is right, unless `together`."""
    together: bool = False
    """Whether the answer consists of all `answers` together."""
    evidence: list[Evidence] = []
    speaker: str | None = None
    """Who must have said the answer."""
    answerable: bool | None = None
    """Whether the articles contain an answer; None if nobody has judged it."""
    expect: Expect | None = None
    """CHATTER: a question to the service itself; CHOICES: a clarification. `answerable` is then
    None, and only the kind of reply is judged."""
    verdict: Literal["yes", "no"] | None = None
    """What the answer to a yes/no question must not contradict."""
    refusals: list[str] = []
    """Reasons of refusals that are as good as an answer, such as "other_language"."""
    as_of: str | None = None
    """Only articles published by then may answer."""
    asked_at: str | None = None
    """The day that "this week" and the like refer to; today if unknown."""
    filters: AskFilters = AskFilters()
    type: str | None = None
    """The kind of question, as its set names it; results are grouped by it."""
    group: str | None = None
    """The part of the set that it belongs to; the main figures of each part are shown."""
    rewrite: str | None = None
    """The question rewritten by a person so that it needs no history."""
    note: str | None = None
    """A note for the maintainers of the set; it does not affect any figure."""


class Kind(Enum):
    """What a set measures."""

    ANSWERS = "answers"
    """Questions over a collection of articles."""
    FOLLOW_UPS = "follow-ups"
    """Questions with history and a person's rewrite."""
    CONVERSATIONS = "conversations"
    """Scripted conversations, turn by turn."""
    SENTENCES = "sentences"
    """Questions with sentences to rank."""
    QUOTES = "quotes"
    """Articles with marked quotations."""
    PAGES = "pages"
    """Web pages with their reference text."""


class QuestionSet(Struct, frozen=True, kw_only=True):
    """A set as read: its cases and the articles that come with it."""

    name: str
    kind: Kind
    cases: list[Case]
    documents: list[Document] | None = None
    """The set's own articles; None if the user's collection is to be searched."""
    passage_given: bool = False
    """Whether each question belongs to one passage, named by its evidence; reading is then
    measured on that passage alone."""
    conversations: list[Conversation] = []
    """Of CONVERSATIONS: what the cases are turns of."""
    sha256: str = ""
    """Over the bytes of the files that were read."""
