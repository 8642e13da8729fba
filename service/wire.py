"""What HTTP and `--json` carry: requests, answers, problems."""

from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from index.errors import InvalidFieldError
from index.identity import Rule
from index.records import Metadata, Period
from index.store.own_fields import FieldSummary
from index.store.values import ArticleSummary
from index.text.field_patterns import CONDITION_PATTERN
from index.text.ids import ID_PATTERN, LONGEST_ID
from prompts import languages, matching_language

MAX_QUESTION = 2_000
MAX_BATCH = 1_000
FIELD_FILTER = "#/components/schemas/FieldFilter"
"""Where the API's schema describes conditions on own fields."""

_NOT_BLANK = r"[^\s\x00\x1c-\x1f\x85]"
"""Of texts that the code refuses if they are blank: the schema says so too."""
_CALENDAR: dict[str, Any] = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
}
"""No pattern knows which days exist: `index.text.dates` judges, the schema says what it judges."""

QuestionText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=MAX_QUESTION,
        description="A question, or a topic.",
        extra_json_schema={"pattern": _NOT_BLANK},
    ),
]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
CollectionName = Annotated[
    Name, Meta(description="Collection; by default that of the setting `collection`.")
]
ArticleId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST_ID,
        description="Id of an article. In a URL, encode it, slashes included.",
        extra_json_schema={"pattern": ID_PATTERN},
    ),
]
KnownId = Annotated[str, Meta(min_length=1, description="Id. Encode it, slashes included.")]
"""Of something that exists, perhaps since there were other rules."""
Date = Annotated[
    str,
    Meta(
        max_length=40,
        description="ISO 8601: a date, or a date and time.",
        extra_json_schema=_CALENDAR,
    ),
]
PublishedFrom = Annotated[Date, Meta(description="Published on this date or later.")]
PublishedTo = Annotated[Date, Meta(description="Published on this date or earlier.")]
AsOf = Annotated[Date, Meta(description="Ignore everything published after this date.")]
AskedAt = Annotated[
    Date,
    Meta(
        description="The day that “this week” and the like refer to; by default that of `as_of`, "
        "or today. Articles published more than two days later hardly count as answers."
    ),
]
Values = Annotated[list[Name], Meta(max_length=1_000)]
ArticleIds = Annotated[list[ArticleId], Meta(max_length=1_000)]
Outlet = Annotated[Name, Meta(description="Only articles of this outlet.")]
Author = Annotated[Name, Meta(description="Only articles by this author.")]
SpeakerName = Annotated[Name, Meta(description="Only what this person said.")]
OwnFields = Annotated[
    dict[str, Any],
    Meta(
        description="Fields of the article's own: each a string, a number, true or false, or a "
        "list of strings. A string in ISO 8601 is a date. Up to 32 fields; names begin with a "
        "letter and have up to 64 letters, digits, `_`, `-` and `.`; strings have up to 500 "
        "characters. What cannot be kept is dropped, and `assumed` says so.",
        examples=[{"section": "politics", "priority": 3, "embargoed_until": "2026-12-01"}],
    ),
]
OwnFieldsFilter = Annotated[
    dict[str, Any],
    Meta(
        description="Conditions on the articles' own fields. "
        'A value (`{"section": "politics"}`), a list of which one must match '
        '(`{"section": ["politics", "world"]}`), or operators: `eq`, `in`, `not`, and for numbers '
        "and dates `gt`, `gte`, `lt`, `lte`. All fields of an object must match; `and` and `or` "
        "take lists of such objects, `not` takes one and also matches articles without the field. "
        "Case is ignored, a date means its whole day, and one match in an article's list is "
        "enough.",
        extra_json_schema={"$ref": FIELD_FILTER},
        examples=[{"section": {"in": ["politics", "world"]}, "priority": {"gte": 2}}],
    ),
]
PassageCount = Annotated[int, Meta(ge=1, le=100, description="At most so many passages.")]
Identity = Annotated[
    Rule,
    Meta(
        description="What happens to an article whose URL or id stands for another text: `judge` "
        "replaces it if both are plausibly states of one story, `replace` replaces it, `keep` "
        "keeps both."
    ),
]
Conditions = Annotated[
    list[Annotated[str, Meta(extra_json_schema={"pattern": CONDITION_PATTERN})]],
    Meta(
        min_length=1,
        max_length=100,
        description="Conditions on the articles' own fields: `section=politics`, `priority>=2` or "
        "`section!=sport`. It may be repeated: all must hold, but of several values for one field, "
        "one is enough.",
    ),
]


Revision = Literal["corrected", "updated"]
TranscriptFormat = Literal["jsonl", "markdown"]
MAX_HISTORY = 20


class AskFilters(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits which articles are searched. A single value needs no list around it."""

    source: Name | Values | None = None
    author: Name | Values | None = None
    speaker: SpeakerName | None = None
    article_ids: ArticleIds | None = None
    published_from: PublishedFrom | None = None
    published_to: PublishedTo | None = None
    meta: OwnFieldsFilter | None = None


class HistoryQuote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quote that an earlier answer showed: the fields of its citation that identify it."""

    article_id: KnownId
    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=0)]
    version: Annotated[str, Meta(max_length=64)] | None = None
    """By default the current version."""
    quote: Annotated[str, Meta(max_length=20_000)] | None = None
    """The words themselves: then they must be what the article says there."""
    speaker: Name | None = None


class HistoryTurn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier question of a conversation, and what was shown for it."""

    question: QuestionText
    searched: QuestionText | None = None
    """As the answer gave it back; by default it is worked out anew."""
    answer_id: Annotated[str, Meta(max_length=100)] | None = None
    quotes: Annotated[list[HistoryQuote], Meta(max_length=100)] = []


class AskRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question."""

    question: QuestionText
    collection: CollectionName | None = None
    conversation_id: (
        Annotated[
            str,
            Meta(
                max_length=100,
                description="The conversation that the question continues; see "
                "`POST /v1/conversations`.",
            ),
        ]
        | None
    ) = None
    history: (
        Annotated[
            list[HistoryTurn],
            Meta(
                max_length=MAX_HISTORY,
                description="The turns before this one, oldest first, for clients that keep their "
                "conversations themselves. Not together with `conversation_id`.",
            ),
        ]
        | None
    ) = None
    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()
    max_answers: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=20,
                description="By default 5; of people quoted on a topic, or days of a timeline, 20. "
                "An extract has 5 at most, a comparison at least one for each side.",
            ),
        ]
        | UnsetType
    ) = UNSET
    min_confidence: (
        Annotated[
            float, Meta(ge=0, le=1, description="Least probability; by default the setting's.")
        ]
        | None
    ) = None
    language: (
        Annotated[str, Meta(max_length=20, description="Language of our own sentences.")] | None
    ) = None
    explain: Annotated[bool, Meta(description="Show the features behind each answer.")] = False
    spelling: Annotated[
        bool,
        Meta(
            description="Correct misspelt words as the articles spell them, if that finds a better "
            "answer; `corrected` says so. False: search for what is typed."
        ),
    ] = True


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
    """One of those whose words a comparison puts side by side."""

    name: str
    text: str | None = None
    """If nothing that they said was found, a sentence that says so."""


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
    verdict: Literal["yes"] | None = None
    """ "yes" if these very words state what a yes/no question asks; never inferred."""
    disagreement: bool = False
    """Whether another article contradicts this answer on the question: both cannot be true."""
    timely: bool | None = None
    """Whether an article of the answer's `period` says so; null if the question names no days."""
    day: str | None = None
    """In a timeline, the day of what it tells: that which the sentence names, or its article's."""
    side: int | None = None
    """In a comparison, which of the reply's `sides` says it, counted from 0."""
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
    revision: Revision | None = None
    """ "corrected" if the article says that it was, "updated" if an earlier version of it, since
    replaced, did not have these words."""


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
    score: float
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
    """A question whose misspelt words were corrected."""

    typed: str = field(name="from")
    """As it was typed; ask so with `spelling` false to search for that."""
    question: str = field(name="to")
    """As it was searched."""


class Answer(Struct, frozen=True, kw_only=True):
    """The reply to a question: verbatim answers, or the reason why there are none."""

    id: str
    status: str
    reason: str | None
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
    """What a form is, in a sentence to be shown above it; null for `answers`."""
    sides: list[Side] = []
    """Of a comparison."""
    more: int = 0
    """How many further days (`timeline`) or people (`speakers`) there are than `max_answers`."""
    period: Period | None = None
    """The days that "this week" or the like was taken to mean; their articles are preferred.

    If there are none, or none of them answers, answers are from other days, and `text` says so.
    """
    corrected: Corrected | None = None
    """What was searched instead of what was typed, if that had misspelt words."""
    resolved: list[Resolved] = []
    """What words of the question stand for, in the order in which they were typed."""
    notes: list[str] = []
    """What to know about this answer besides, such as that a quote of `history` was not found and
    is ignored. `text` begins with them."""
    conversation_id: str | None = None
    turn: int | None = None
    """The number of the turn in its conversation, from 1."""


class NewConversation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A conversation to begin."""

    collection: CollectionName | None = None


class ConversationOut(Struct, frozen=True, kw_only=True):
    """A conversation without its turns."""

    id: str
    """Whoever knows it can read, continue and delete the conversation: keep it secret."""
    collection: str
    created: str
    last_used: str
    expires: str
    """When it is deleted unless it is used before."""
    turn_count: int
    """How many turns there have been."""
    first_turn: int
    """The number of the oldest turn that is kept; those before it were dropped."""


class TurnOut(Struct, frozen=True, kw_only=True):
    """One turn: what was asked and what was shown, as far as its articles still exist."""

    number: int
    asked: str
    question: str
    answer: Answer


class ConversationDetails(ConversationOut, frozen=True, kw_only=True):
    """A conversation with one page of its turns; to continue, send `next` as `after`."""

    turns: list[TurnOut]
    next: int | None


class ConversationList(Struct, frozen=True):
    """Those of the conversations asked about that exist, the last used first."""

    conversations: list[ConversationOut]


class BatchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Several questions at once."""

    questions: Annotated[list[AskRequest], Meta(min_length=1, max_length=MAX_BATCH)]


class BatchAnswer(Struct, frozen=True):
    """One answer for each question, in order."""

    answers: list[Answer]


class SearchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search for passages."""

    question: QuestionText
    collection: CollectionName | None = None
    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()
    limit: PassageCount = 10


class StageScores(Struct, frozen=True):
    """Scores of each stage: larger is better, null if the stage did not find the passage."""

    dense: float | None
    lexical: float | None
    fused: float


class FoundPassage(Struct, frozen=True, kw_only=True):
    """One passage found."""

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
    text: str
    scores: StageScores
    viewer: str


class SpeakerCount(Struct, frozen=True):
    """A person quoted in the passages found, and how often."""

    id: str
    name: str
    quotes: int


class SearchAnswer(Struct, frozen=True):
    """Passages, best first, and the people quoted in them, most frequent first."""

    passages: list[FoundPassage]
    timings_ms: dict[str, float]
    speakers: list[SpeakerCount] = []


SuggestionKind = Literal["start", "same_topic", "same_person", "newer"]


class SuggestRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Asks for questions to go on with; without a question, for some to begin with."""

    question: (
        Annotated[QuestionText, Meta(description="The last question, as `searched` has it.")] | None
    ) = None
    articles: Annotated[
        list[ArticleId],
        Meta(max_length=100, description="Articles that were shown: cited ones, or the nearest."),
    ] = []
    collection: CollectionName | None = None
    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()
    language: (
        Annotated[str, Meta(max_length=20, description="Language of the questions.")] | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=4, description="At most so many.")] = 4


class Suggestion(Struct, frozen=True, kw_only=True):
    """A question that the articles answer."""

    question: str
    kind: SuggestionKind
    """`same_topic`: somebody else in the articles shown; `same_person`: on something else; `newer`:
    from a newer article; `start`: from the newest articles."""
    person: str
    article_id: str
    """The article that answers it first."""


class SuggestionList(Struct, frozen=True):
    """Questions to ask next; none if nothing near is surely answered."""

    suggestions: list[Suggestion]


CompletionKind = Literal["person", "outlet", "headline", "word"]


class Completion(Struct, frozen=True, kw_only=True):
    """What typed words may become."""

    kind: CompletionKind
    text: str
    """The name, headline or word."""
    question: str
    """What is typed with the completion in it; a headline replaces it."""
    start: int
    """The offset in what is typed from which `text` replaces it."""
    articles: int
    """How many articles quote the person, are of the outlet, or have the word."""
    person: str | None = None
    """The person's id."""
    article_id: str | None = None
    """The article with that headline."""
    published: str | None = None
    source: str | None = None


class CompletionList(Struct, frozen=True):
    """Completions, best first."""

    completions: list[Completion]


class TextSpan(Struct, frozen=True):
    """Words of an article, with offsets in code points."""

    start: int
    end: int
    text: str


class PersonRef(Struct, frozen=True):
    """A person of the collection."""

    id: str
    name: str


class QuoteOut(Struct, frozen=True, kw_only=True):
    """A quotation: what was said, the words that attribute it, and the speaker.

    `content` has several spans if the attribution splits the quotation; `cue` and `source` are
    empty if there is none; `speaker` is null if the article does not say for certain who it was.
    """

    content: list[TextSpan]
    cue: list[TextSpan]
    source: list[TextSpan]
    speaker: PersonRef | None
    form: str
    confidence: float


class PersonOut(Struct, frozen=True, kw_only=True):
    """A person whom the articles quote, with every name that is certainly theirs."""

    id: str
    name: str
    aliases: list[str]
    quotes: int
    articles: int


class PeopleList(Struct, frozen=True):
    """People, most quoted first; to continue, send `next` as `after`."""

    people: list[PersonOut]
    total: int
    next: int | None


class SpokenQuote(Struct, frozen=True, kw_only=True):
    """A person's quotation, with a citation of the sentences that contain it."""

    quote: QuoteOut
    relevance: float | None
    citation: Citation


class PersonQuotes(Struct, frozen=True, kw_only=True):
    """A person's quotations: on a topic, most relevant first; otherwise newest first."""

    person: PersonOut
    about: str | None
    quotes: list[SpokenQuote]


class ContextRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question whose passages are to fit a token budget, as context for another model."""

    question: QuestionText
    max_tokens: Annotated[int, Meta(ge=16, le=1_000_000)] = 2_000
    encoding: Annotated[str, Meta(max_length=40)] = "o200k_base"
    collection: CollectionName | None = None
    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()


class ContextPassage(Struct, frozen=True, kw_only=True):
    """One passage of the context, with its number of tokens."""

    number: int
    tokens: int
    passage: FoundPassage


class ContextAnswer(Struct, frozen=True, kw_only=True):
    """The best passages that fit the budget, as a list and as one numbered text."""

    text: str
    tokens: int
    max_tokens: int
    counted_with: str
    passages: list[ContextPassage]


class ArticleIn(Metadata, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article to add; the fields named here are those that have limits."""

    text: Annotated[
        str,
        Meta(min_length=1, max_length=10_000_000, extra_json_schema={"pattern": _NOT_BLANK}),
    ]
    id: ArticleId | None = None
    title: Annotated[str, Meta(max_length=2_000)] | None = None
    url: Annotated[str, Meta(max_length=4_000)] | None = None
    outlet: Name | None = field(default=None, name="source")
    published: Date | None = None
    modified: Date | None = None
    authors: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    language: Annotated[str, Meta(max_length=35)] | None = None
    meta: OwnFields = field(default_factory=dict)


class FetchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page or feed to fetch."""

    url: Annotated[str, Meta(min_length=8, max_length=4_000)]
    collection: CollectionName | None = None
    identity: Identity = Rule.JUDGE


class RestoreRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A replaced version that is to be current again."""

    id: KnownId
    version: Annotated[
        str,
        Meta(
            min_length=4,
            max_length=64,
            description="The version, or its beginning, as `GET /v1/versions/{id}` lists it.",
        ),
    ]
    collection: CollectionName | None = None


class ArticleAdded(Struct, frozen=True, kw_only=True):
    """The outcome of adding one article."""

    id: str
    version: str
    status: str
    assumed: tuple[str, ...]
    """What was assumed about it, and which fields of its own could not be kept."""
    reason: str | None = None
    """Why it did not replace an article of the same id or URL, or is not current."""


class ArticleOut(Metadata, frozen=True, kw_only=True):
    """One version of an article, with offsets in code points."""

    id: str
    collection: str
    version: str
    text: str
    format: str
    assumed: tuple[str, ...]
    added: str
    superseded: bool
    marks: list[tuple[int, int, str]]
    sentences: list[tuple[int, int]]


class ArticleList(Struct, frozen=True):
    """One page of a list; to continue, send `next` as `after`."""

    articles: list[ArticleSummary]
    total: int
    next: str | None


class JobDocument(Struct, frozen=True, kw_only=True):
    """The outcome of one document of a job."""

    number: int
    origin: str
    status: str
    article_id: str | None = None
    reason: str | None = None


class JobOut(Struct, frozen=True, kw_only=True):
    """A job and its progress."""

    id: str
    collection: str
    status: str
    created: str
    finished: str | None
    counts: dict[str, int]
    documents: list[JobDocument]
    unlisted: int = 0
    """Rejected documents that are counted but not among `documents`: the first 1,000 are."""
    error: str | None = None
    next: int | None = None


class CollectionOut(Struct, frozen=True, kw_only=True):
    """A collection and its size."""

    name: str
    articles: int
    passages: int
    created: str


class CollectionDetails(CollectionOut, frozen=True, kw_only=True):
    """A collection, its size, and the fields of their own that its articles have."""

    fields: list[FieldSummary]


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error as RFC 9457 describes it; `type` is stable."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    request_id: str | None = None
    errors: list[dict[str, str]] = []


T = TypeVar("T")


def checked(type_: type[T], fields: dict[str, Any]) -> T:
    """A request made of loose fields, such as the options of a command or of a URL.

    Raises:
        InvalidFieldError: a field is invalid; the error names it.
    """
    try:
        return msgspec.convert(fields, type_)
    except msgspec.ValidationError as exc:
        message, _, place = str(exc).partition(" - at ")
        field = place.strip("`").removeprefix("$.") or "request"
        raise InvalidFieldError(field, message) from exc


def known_language(given: str | None) -> str | None:
    """The language that a request asks for, or None for None.

    Raises:
        InvalidFieldError: Dateline does not speak it; the message names those that it does.
    """
    if given is None or matching_language(given) is not None:
        return given
    raise InvalidFieldError(
        "language", f"{given!r} is unknown; use one of {', '.join(languages())}"
    )
