"""Answers in responses."""

from enum import StrEnum
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from index.records import Period
from service.wire.typed_values import AnswerType, Value

Revision = Literal["corrected", "updated"]
Match = Literal["strong", "likely", "weak", "maybe"]
Status = Literal["answered", "uncertain", "no_answer"]


class Highlight(Struct, frozen=True):
    """Words of the article that answer the question; offsets in code points."""

    start: int
    end: int
    text: str


class Speaker(Struct, frozen=True):
    """Who said the quoted words, as named by the article, and the cue ("said")."""

    name: str
    cue: str | None


class Form(StrEnum):
    """The form of a response."""

    ANSWERS = "answers"
    """Answers to a question, most probable first."""
    EXTRACT = "extract"
    """Leading sentences and key quotations on a topic."""
    TIMELINE = "timeline"
    """Dated sentences on a topic, earliest first."""
    SPEAKERS = "speakers"
    """The people quoted on a topic, with one quotation each, most quoted first."""
    COMPARISON = "comparison"
    """What each of several people said on a topic, side by side."""
    SOURCES = "sources"
    """The sources of an earlier answer in the conversation."""


class Side(Struct, frozen=True, kw_only=True):
    """One side of a comparison, or one of several questions."""

    name: str
    text: str | None = None
    """If nothing was found for this side, a sentence that says so."""


class AnswerItem(Struct, frozen=True, kw_only=True):
    """One answer: words of an article, and the numbers of the citations that contain them."""

    quote: str
    highlight: Highlight | None
    """The passage that answers; null if several do, or the quote as a whole."""
    highlights: list[Highlight]
    """Everything to highlight in the quote, in order: list items, or the parts of a quotation."""
    speaker: Speaker | None
    confidence: float
    """The probability that it answers. In an extract, a timeline or a list of speakers: the
    weighted share of the topic's words that the article's headline and best passage contain."""
    citations: list[int]
    match: Match | None = None
    """The confidence in a word: about nine in ten `strong` matches and seven in ten `likely` ones
    are right. `maybe` if `status` is `uncertain`; null where `confidence` is not a probability."""
    type: AnswerType = AnswerType.STATEMENT
    """The type of the highlighted words, given the question."""
    value: Value | None = None
    """The value that the highlighted words state exactly: "$1.2bn" is 1200000000. Null for "about
    $1bn", and whenever in doubt."""
    verdict: Literal["yes", "no"] | None = None
    """"yes" if these words themselves state what a yes/no question asks, "no" if they deny it;
    never inferred."""
    disagreement: bool = False
    """Whether another article contradicts this answer on the question: both cannot be true."""
    timely: bool | None = None
    """Whether an article from the `period` says so; null if the question names no dates."""
    day: str | None = None
    """In a timeline, the date of the event: the one in the sentence, or the article's."""
    side: int | None = None
    """Index of its side in `sides`, from 0; null if there are none."""
    explanation: dict[str, float] | UnsetType = UNSET


class Citation(Struct, frozen=True, kw_only=True):
    """The source of a quote: in that version of the article, `text[start:end] == quote`."""

    number: int
    article_id: str
    version: str
    title: str | None
    source: str | None
    authors: list[str]
    url: str | None
    published: str | None
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    quote: str
    sha256: str
    before: str
    after: str
    link: str | None
    viewer: str
    page: int | None = None
    """The PDF page on which the quote begins, from 1; null if the source is not a PDF."""
    revision: Revision | None = None
    """"corrected" if the article says that it was corrected, "updated" if an earlier, replaced
    version of it did not contain these words."""
    copy_of: int | None = None
    """The number of the citation that this article copies: a wire story in several outlets counts
    as one source."""


class Nearest(Struct, frozen=True, kw_only=True):
    """A passage close to an unanswered question, not claimed to answer it."""

    article_id: str
    version: str
    title: str | None
    source: str | None
    published: str | None
    start: int
    end: int
    text: str
    score: float | None
    """Null for callers without access to scores: see `dateline keys`."""
    viewer: str
    about: str | None = None
    """The person whose words the question asks for, if the passage names but never quotes them."""


class Choice(Struct, frozen=True, kw_only=True):
    """A suggested alternative: a person by full name, or an article that quotes the person."""

    name: str
    """The person's name, or the article's title."""
    person: str | None = None
    """The person's id."""
    article_id: str | None = None
    """The article; for a person, the newest one that quotes them."""
    hint: str | None = None
    """That article's title, to distinguish people with the same name."""
    viewer: str | None = None
    """Our page for that article, at the quotation."""
    question: str | None = None
    """The question with the person's full name."""


class Resolved(Struct, frozen=True, kw_only=True):
    """Words of a question, and the words of an earlier turn they refer to."""

    words: str = field(name="from")
    """Empty if nothing was typed for them ("why?")."""
    meaning: str = field(name="to")
    turn: int


class Corrected(Struct, frozen=True, kw_only=True):
    """A question with corrected spelling, or with another name for its subject."""

    typed: str = field(name="from")
    """As typed; to search for it unchanged, set `spelling` to false."""
    question: str = field(name="to")
    """As searched."""


class Limits(Struct, frozen=True, kw_only=True):
    """Filters expressed in the question itself: "only the Ledger", "just May"."""

    source: list[str] = []
    """Outlets; if empty, all."""
    published_from: str | None = None
    published_to: str | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """The response to a question: verbatim answers, or the reason why there are none."""

    id: str
    status: Status
    """`uncertain`: nothing is confident enough to be an answer, for the `reason` given; the one in
    `answers` is a maybe and must be shown as such. Set `maybe_confidence` to 1 to get no maybes."""
    reason: str | None
    """Why there is no answer; null if there is one."""
    text: str
    """The whole response as Markdown text."""
    searched: str
    """The stand-alone question that was searched."""
    answers: list[AnswerItem]
    citations: list[Citation]
    nearest: list[Nearest]
    timings_ms: dict[str, float]
    models: dict[str, str]
    disagreement: bool = False
    """Whether articles contradict each other on the question. `text` says so too. Contradicted
    `answers` have their own `disagreement`, are listed together, newest first, and share one
    probability, since at most one of them is true. With `max_answers` 1, only the newest is
    returned."""
    choices: list[Choice] = []
    form: Form = Form.ANSWERS
    """What `answers` contains: `answers` to a question, or the result of a plain request. An
    `extract` ("summarize the talks") has leading sentences of articles, then key quotations; a
    `timeline` dated sentences, earliest first; `speakers` one quotation per person, most quoted
    first; a `comparison` what each of the `sides` said. All of it is verbatim."""
    label: str | None = None
    """A heading for the form, or a note that and why a maybe is uncertain. Null for answers."""
    sides: list[Side] = []
    """The sides of a comparison, or the questions in a message with several, each as searched."""
    more: int = 0
    """How many more days (`timeline`) or people (`speakers`) there are beyond `max_answers`."""
    period: Period | None = None
    """The dates that the question refers to ("this week"); articles from then are preferred.

    If none of those articles answers, answers come from other dates, and `text` says so.
    """
    limits: Limits | None = None
    """The filters expressed in the question itself, besides those in `filters`; null if none. To
    ask without them and without the `period`, send `searched` with `narrow` false."""
    corrected: Corrected | None = None
    """The question searched instead of the one typed, if that had misspelt words or names that the
    articles do not use ("EU" where they say "E.U.")."""
    resolved: list[Resolved] = []
    """What words of the question refer to, in the order typed."""
    notes: list[str] = []
    """Notes on this answer, such as that a quote in `history` was not found and is ignored. `text`
    begins with them."""
    conversation_id: str | None = None
    turn: int | None = None
    """The number of the turn in its conversation, from 1."""


class BatchAnswer(Struct, frozen=True):
    """One answer for each question, in order."""

    answers: list[Answer]
