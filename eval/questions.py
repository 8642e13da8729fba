"""Question sets: the one format that every measurement reads, a JSON object a line.

    {"id": "q1", "question": "What did it cost?", "answers": ["3 million euros"],
     "answerable": true,
     "evidence": [{"article": "council-vote", "quote": "It cost 3 million euros, she said."}]}

Other layouts (`eval.sets`) are turned into the same values.
"""

from enum import Enum
from typing import Literal

from msgspec import Struct

from index.records import Document
from service.wire import AskFilters


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """Something said before the question."""

    role: Literal["user", "assistant"]
    text: str


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an answer stands, as a person or a rule marked it."""

    article: str | None = None
    """Id of the article; None where only its words are known."""
    quote: str | None = None
    """The words that give the answer; None where only the article is known."""
    start: int | None = None
    """Offset of the quote in the article, in code points, where it was marked."""
    kind: str | None = None


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question with what is known of its answer."""

    id: str
    question: str
    history: list[Turn] = []
    """What was said before, oldest first."""
    answers: list[str] = []
    """Any of them is right, unless `together`."""
    together: bool = False
    """Whether all of `answers` together are the answer."""
    evidence: list[Evidence] = []
    speaker: str | None = None
    """Who must have said the answer."""
    answerable: bool | None = None
    """Whether the articles hold an answer; None where nobody judged."""
    as_of: str | None = None
    """Only articles published until then may answer."""
    asked_at: str | None = None
    """The day from which "this week" and the like count; today, where it is not known."""
    filters: AskFilters = AskFilters()
    type: str | None = None
    """What kind of question it is, in the words of its set; results are shown by it."""
    rewrite: str | None = None
    """The question with its history put in, by a person."""
    note: str | None = None
    """Words for the people who keep the set; nothing is measured by them."""


class Kind(Enum):
    """What a set measures."""

    ANSWERS = "answers"
    """Questions over a collection of articles."""
    FOLLOW_UPS = "follow-ups"
    """Questions with history and a person's rewrite."""
    SENTENCES = "sentences"
    """Questions with sentences to rank."""
    QUOTES = "quotes"
    """Articles with marked quotations."""
    PAGES = "pages"
    """Pages with their true text."""


class QuestionSet(Struct, frozen=True, kw_only=True):
    """A set as read: its cases, and the articles it brings along."""

    name: str
    kind: Kind
    cases: list[Case]
    documents: list[Document] | None = None
    """Articles of the set itself; None where a collection of the user's is asked."""
    passage_given: bool = False
    """Whether each question belongs to one passage, which its evidence names: reading is then
    measured within it."""
    sha256: str = ""
    """Over the bytes of the files it was read from."""
