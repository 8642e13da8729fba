"""Passages: searches, and context for other models in their formats."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from service.wire.asking import AskFilters
from service.wire.fields import AskedAt, AsOf, CollectionName, PassageCount, QuestionText

ContextFormat = Literal["text", "anthropic", "openai", "markdown"]


class TextBlock(Struct, frozen=True, tag_field="type", tag="text"):
    """One verbatim quote: the smallest unit that the model can cite."""

    text: str


class CitationsSwitch(Struct, frozen=True):
    """Whether the model should cite what it uses."""

    enabled: bool = True


class SearchResultBlock(Struct, frozen=True, kw_only=True, tag_field="type", tag="search_result"):
    """A content block of type `search_result`, as in the Anthropic Messages API."""

    source: str
    """The article's URL, or a `dateline:` URI with its id and version."""
    title: str
    content: list[TextBlock]
    citations: CitationsSwitch = field(default_factory=CitationsSwitch)


class TextPart(Struct, frozen=True, kw_only=True):
    """One sentence of a passage: `text[start:end]` of the article has this sha256 in UTF-8."""

    start: int
    end: int
    sha256: str


Encoding = Literal["o200k_base", "cl100k_base"]
"""OpenAI tokenizers: for models since GPT-4o, and for earlier ones."""


Collapsed = Annotated[
    bool,
    Meta(
        description="Show only one passage if several articles are copies of one "
        "text, such as a wire story in several outlets; `also_in` lists the others."
    ),
]


class SearchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search for passages."""

    question: QuestionText
    collection: CollectionName | None = None
    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()
    limit: PassageCount = 10
    collapse: Collapsed = False


class StageScores(Struct, frozen=True):
    """Scores of each stage: higher is better, null if the stage did not find the passage."""

    dense: float | None
    lexical: float | None
    fused: float


class Copy(Struct, frozen=True, kw_only=True):
    """Another article that prints the same text."""

    article_id: str
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    viewer: str
    """Our page for it, with the passage highlighted."""


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
    also_in: list[Copy] = []
    """Articles that are copies of this one, if the search collapses copies; best first."""


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


class ContextRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question whose best passages should fit a token budget, as context for another model."""

    question: QuestionText
    max_tokens: Annotated[int, Meta(ge=16, le=1_000_000)] = 2_000
    encoding: Annotated[Encoding, Meta(description="The tokenizer of the target model.")] = (
        "o200k_base"
    )
    format: Annotated[
        ContextFormat,
        Meta(
            description="`text`: numbered passages. `markdown`: the same with links. `openai`: the "
            "JSON output of a `search` tool. `anthropic`: `search_result` blocks with one sentence "
            "per text block. The budget applies to this output."
        ),
    ] = "text"
    collection: CollectionName | None = None
    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()


class ContextPassage(Struct, frozen=True, kw_only=True):
    """One passage of the context, with its number of tokens."""

    number: int
    tokens: int
    passage: FoundPassage
    parts: list[TextPart]
    """Its sentences. In the format `anthropic`, the sentences of passage n are the text blocks of
    block n, in the same order, so that a model's citation leads back to the article."""


class ContextAnswer(Struct, frozen=True, kw_only=True):
    """The best passages that fit the budget, as a list and as text."""

    text: str
    """In the requested format: for `anthropic`, the JSON of `blocks`."""
    tokens: int
    max_tokens: int
    counted_with: str
    passages: list[ContextPassage]
    blocks: list[SearchResultBlock] = []
    """In the format `anthropic`: the blocks to send."""
