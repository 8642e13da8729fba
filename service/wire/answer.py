"""Answers as they go out."""

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
    """What a reply is made of."""

    ANSWERS = "answers"
    """What answers a question, the most probable first."""
    EXTRACT = "extract"
    """Leading sentences and key quotations on a topic."""
    TIMELINE = "timeline"
    """Dated sentences on a topic, the earliest first."""
    SPEAKERS = "speakers"
    """The people quoted on a topic, with a quotation each, the most quoted first."""
    COMPARISON = "comparison"
    """What each of several people said on a topic, side by side."""
    SOURCES = "sources"
    """Where an earlier answer of the conversation comes from."""


class Side(Struct, frozen=True, kw_only=True):
    """One of those whose words a comparison puts side by side, or one of several questions."""

    name: str
    text: str | None = None
    """If nothing that they said was found, or nothing answers, a sentence that says so."""


class AnswerItem(Struct, frozen=True, kw_only=True):
    """One answer: words of an article, and the numbers of the citations that contain them."""

    quote: str
    highlight: Highlight | None
    """The one stretch that answers; null if several do, or the quote as a whole."""
    highlights: list[Highlight]
    """Everything to mark in the quote, in order: the items of a list, the parts of a quotation."""
    speaker: Speaker | None
    confidence: float
    """The probability that it answers. In an extract, a timeline or a list of speakers: which share
    of the topic's words, weighed, its article has in its headline and its best passage."""
    citations: list[int]
    match: Match | None = None
    """The same in a word: about nine of ten `strong` ones and seven of ten `likely` ones are right.
    `maybe` if `status` is `uncertain`; null where `confidence` is no probability."""
    type: AnswerType = AnswerType.STATEMENT
    """What sort of words the highlighted ones are, in the light of the question."""
    value: Value | None = None
    """What the highlighted words alone state, where that is plain: "$1.2bn" is 1200000000. Null for
    "about $1bn", and whenever in doubt."""
    verdict: Literal["yes", "no"] | None = None
    """ "yes" if these very words state what a yes/no question asks, "no" if they say that it is not
    so; never inferred."""
    disagreement: bool = False
    """Whether another article contradicts this answer on the question: both cannot be true."""
    timely: bool | None = None
    """Whether an article of the answer's `period` says so; null if the question names no days."""
    day: str | None = None
    """In a timeline, the day of what it tells: that which the sentence names, or its article's."""
    side: int | None = None
    """Which of the reply's `sides` it belongs to, counted from 0; null if there are none."""
    explanation: dict[str, float] | UnsetType = UNSET


class Citation(Struct, frozen=True, kw_only=True):
    """Where a quote comes from: in that version of the article, `text[start:end] == quote`."""

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
    """The page of the PDF on which the quote begins, from 1; null if it is from no PDF."""
    revision: Revision | None = None
    """ "corrected" if the article says that it was, "updated" if an earlier version of it, since
    replaced, did not have these words."""
    copy_of: int | None = None
    """The number of the citation whose article this one copies: a wire story in several outlets is
    one source."""


class Nearest(Struct, frozen=True, kw_only=True):
    """A passage close to an unanswered question, without the claim that it answers it."""

    article_id: str
    version: str
    title: str | None
    source: str | None
    published: str | None
    start: int
    end: int
    text: str
    score: float | None
    """None for whoever may not see scores: see `dateline keys`."""
    viewer: str
    about: str | None = None
    """The person whose words the question asks for, if the passage names but never quotes them."""


class Choice(Struct, frozen=True, kw_only=True):
    """Something to ask instead: a person by full name, or an article that quotes the person."""

    name: str
    """The person's name, or the article's title."""
    person: str | None = None
    """The person's id."""
    article_id: str | None = None
    """The article; for a person, the newest one that quotes them."""
    hint: str | None = None
    """That article's title, to distinguish people with the same name."""
    viewer: str | None = None
    """Our page of that article, at the quotation."""
    question: str | None = None
    """The question with the person's full name in it."""


class Resolved(Struct, frozen=True, kw_only=True):
    """Words of a question, and the words of an earlier turn that they were taken to stand for."""

    words: str = field(name="from")
    """Empty where nothing was typed for them ("why?")."""
    meaning: str = field(name="to")
    turn: int


class Corrected(Struct, frozen=True, kw_only=True):
    """A question with misspelt words corrected, or another name of what it asks about."""

    typed: str = field(name="from")
    """As it was typed; ask so with `spelling` false to search for that."""
    question: str = field(name="to")
    """As it was searched."""


class Limits(Struct, frozen=True, kw_only=True):
    """What the words of a question limit the articles to: "only the Ledger", "just May"."""

    source: list[str] = []
    """Outlets; if empty, all."""
    published_from: str | None = None
    published_to: str | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """The reply to a question: verbatim answers, or the reason why there are none."""

    id: str
    status: Status
    """`uncertain`: nothing is sure enough to be an answer, for the `reason` given, and the one in
    `answers` is a maybe, to be shown as one. `maybe_confidence` 1 asks for no maybes."""
    reason: str | None
    """Why there is no answer; null if there is one."""
    text: str
    """All of it in words, as Markdown."""
    searched: str
    """The question as it was searched, and as it stands alone."""
    answers: list[AnswerItem]
    citations: list[Citation]
    nearest: list[Nearest]
    timings_ms: dict[str, float]
    models: dict[str, str]
    disagreement: bool = False
    """Whether articles contradict each other on the question. `text` says so, too; those of
    `answers` that are contradicted have their own `disagreement`, stand together, newest first, and
    share one probability, since at most one of them is true. With `max_answers` 1, only the newest
    is there."""
    choices: list[Choice] = []
    form: Form = Form.ANSWERS
    """What `answers` are: `answers` to a question, or what a plain request asks for. An `extract`
    ("summarize the talks") has leading sentences of articles, then key quotations; a `timeline`
    dated sentences, the earliest first; `speakers` one quotation of each person, the most quoted
    first; a `comparison` what each of `sides` said. All of it is verbatim."""
    label: str | None = None
    """What a form is, or that and why a maybe is unsure: to be shown above it. Null for answers."""
    sides: list[Side] = []
    """Of a comparison; or, if a message asks several questions, each as it was searched."""
    more: int = 0
    """How many further days (`timeline`) or people (`speakers`) there are than `max_answers`."""
    period: Period | None = None
    """The days that "this week" or a date was taken to mean; their articles are preferred.

    If there are none, or none of them answers, answers are from other days, and `text` says so.
    """
    limits: Limits | None = None
    """What the question's words limited the articles to, besides its filters; null if nothing. Ask
    `searched` with `narrow` false to be without these limits, and without the `period`."""
    corrected: Corrected | None = None
    """What was searched instead of what was typed, if that had misspelt words, or names that the
    articles do not use ("EU" where they say "E.U.")."""
    resolved: list[Resolved] = []
    """What words of the question stand for, in the order in which they were typed."""
    notes: list[str] = []
    """What to know about this answer besides, such as that a quote of `history` was not found and
    is ignored. `text` begins with them."""
    conversation_id: str | None = None
    turn: int | None = None
    """The number of the turn in its conversation, from 1."""


class BatchAnswer(Struct, frozen=True):
    """One answer for each question, in order."""

    answers: list[Answer]
