"""A small real newsroom for the pages: it answers by counting shared words.

Offsets, highlights and marks are computed from the texts, as the product computes its own, so the
law `article.text[start:end] == quote` holds for everything the browser is given.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent_encode

from litestar import Litestar, Request, Response, delete, get, post
from litestar.config.cors import CORSConfig
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream
from msgspec import Struct, structs

from index.records import reshape
from index.store.values import ArticleSummary
from prompts import interface_languages, languages, messages
from service.channels.events import MEDIA_TYPE as EVENTS
from service.channels.events import encoded, event
from service.http.requests.languages import preferred_language
from service.http.routes import pages
from service.telling import Searched
from service.wire.answer import Answer, AnswerItem, Citation, Highlight, Nearest, Resolved, Speaker
from service.wire.articles import ArticleList, ArticleOut
from service.wire.asking import AskRequest
from service.wire.conversations import (
    ConversationDetails,
    ConversationOut,
    NewConversation,
    TurnOut,
)
from service.wire.people import PeopleList, PersonOut
from service.wire.streams import Part
from service.wire.suggestions import Completion, CompletionList, SuggestionList, SuggestRequest
from tests.service.widget.stories import Story

WORD = re.compile(r"\w+")
TELLING = re.compile(r"\d[\d.,]*\d(?: (?:million|billion))?|“[^”]+”")
SAID = re.compile(r"([A-Z]\w+ [A-Z]\w+),? (?:\w+, )?(said|told|announced)")
STOP = {"what", "did", "the", "say", "about", "how", "who", "was", "for", "does", "and", "much"}
CONTEXT_CHARACTERS = 90
SURE = 0.8
HER = "Maria Lund"
WHEN = "2026-03-14T08:00:00Z"


class Found(Struct, frozen=True):
    """A sentence and its share of the question's words."""

    story: Story
    start: int
    end: int
    share: float

    @property
    def quote(self) -> str:
        return self.story.text[self.start : self.end]


class Newsroom:
    """Answers with the stories' sentences that share the most words with the question.

    What lies in the archive can be read, but is not searched.
    """

    enough = 0.5
    perhaps = 0.4

    def __init__(self, stories: Sequence[Story], archive: Sequence[Story] = ()) -> None:
        self.stories = stories
        self.archive = archive
        self.asked: list[AskRequest] = []
        self.conversations: dict[str, list[TurnOut]] = {}
        self.begun = 0
        self.stores = True
        self.meanwhile: Callable[[], Awaitable[None]] = nothing

    def count_articles(self) -> int:
        return len({story.id for story in self.stories})

    def find(self, article_id: str, version: str | None) -> Story | None:
        shelves = (*self.stories, *self.archive)
        versions = [story for story in shelves if story.id == article_id]
        wanted = [s for s in versions if s.version == version or (not version and not s.superseded)]
        return wanted[0] if wanted else None

    def begin(self) -> str:
        self.begun += 1
        self.conversations[self.newest()] = []
        return self.newest()

    def newest(self) -> str:
        """The id of the conversation begun last."""
        return f"conversation-{self.begun}"

    def answer(self, asked: AskRequest) -> Answer:
        self.asked.append(asked)
        answer = self._understood(asked, self._answer(asked))
        if asked.conversation_id is not None:
            turns = self.turns(asked.conversation_id)
            turns.append(_turn(len(turns) + 1, asked.question, answer))
        return answer

    def _understood(self, asked: AskRequest, answer: Answer) -> Answer:
        """ "She" is Maria Lund, once somebody has asked something."""
        before = asked.history or self.conversations.get(asked.conversation_id or "")
        searched = re.sub(r"\bshe\b", HER, asked.question)
        if not before or searched == asked.question:
            return answer
        resolved = [Resolved(words="she", meaning=HER, turn=1)]
        return structs.replace(answer, searched=searched, resolved=resolved)

    def turns(self, id: str) -> list[TurnOut]:
        if id not in self.conversations:
            raise NotFoundException(detail="There is no such conversation.")
        return self.conversations[id]

    def _answer(self, asked: AskRequest) -> Answer:
        ranked = self._rank(asked.question)
        good = [found for found in ranked if found.share >= self.enough][:2]
        if not good and ranked and ranked[0].share >= self.perhaps:
            return _uncertain(asked, ranked[:3])
        return _answered(asked, good) if good else _unanswered(asked, ranked[:3])

    def _rank(self, question: str) -> list[Found]:
        wanted = {word for word in _words(question) if word not in STOP}
        found = [
            Found(story, start, end, _share(wanted, story.text[start:end]))
            for story in self.stories
            if not story.superseded
            for start, end in story.sentences
        ]
        return sorted(found, key=lambda one: -one.share)


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def _share(wanted: set[str], sentence: str) -> float:
    return len(wanted & _words(sentence)) / max(1, len(wanted))


def _answered(asked: AskRequest, good: list[Found]) -> Answer:
    return Answer(
        status="answered",
        reason=None,
        text=" ".join(f"“{found.quote}” [{number}]" for number, found in enumerate(good, 1)),
        answers=[_answer(number, found) for number, found in enumerate(good, 1)],
        citations=[_citation(number, found) for number, found in enumerate(good, 1)],
        nearest=[],
        **_frame(asked),
    )


def _uncertain(asked: AskRequest, near: list[Found]) -> Answer:
    answered = _answered(asked, near[:1])
    return structs.replace(
        answered,
        status="uncertain",
        reason="low_confidence",
        label="The articles don’t say clearly. This may be the answer all the same:",
        answers=[structs.replace(answered.answers[0], match="maybe")],
        nearest=[_nearest(found) for found in near[1:]],
    )


def _unanswered(asked: AskRequest, near: list[Found]) -> Answer:
    return Answer(
        status="no_answer",
        reason="low_confidence",
        text="The articles don’t say. None of their sentences is close enough to your question.",
        answers=[],
        citations=[],
        nearest=[_nearest(found) for found in near],
        **_frame(asked),
    )


def _frame(asked: AskRequest) -> dict[str, Any]:
    searched = asked.question.strip()
    frame = {"id": "1", "conversation_id": asked.conversation_id, "searched": searched}
    return {**frame, "timings_ms": {}, "models": {}}


def _turn(number: int, question: str, answer: Answer) -> TurnOut:
    return TurnOut(number=number, asked=WHEN, question=question, answer=answer)


def _conversation(id: str, turns: list[TurnOut]) -> dict[str, Any]:
    times = dict.fromkeys(("created", "last_used", "expires"), WHEN)
    return {"id": id, "collection": "default", "turn_count": len(turns), "first_turn": 1, **times}


def _answer(number: int, found: Found) -> AnswerItem:
    telling = TELLING.search(found.quote)
    said = SAID.search(found.quote)
    highlight = _highlight(found, telling) if telling else None
    return AnswerItem(
        quote=found.quote,
        highlight=highlight,
        highlights=[highlight] if highlight else [],
        speaker=Speaker(name=said[1], cue=said[2]) if said else None,
        confidence=found.share,
        citations=[number],
        match="strong" if found.share > SURE else "likely",
    )


def _highlight(found: Found, telling: re.Match[str]) -> Highlight:
    start, end = telling.span()
    return Highlight(start=found.start + start, end=found.start + end, text=telling[0])


def _citation(number: int, found: Found) -> Citation:
    story, start, end = found.story, found.start, found.end
    return Citation(
        number=number,
        article_id=story.id,
        version=story.version,
        title=story.title,
        source=story.source,
        authors=list(story.authors),
        url=story.url,
        published=story.published,
        start=start,
        end=end,
        start_utf16=_utf16_length(story.text[:start]),
        end_utf16=_utf16_length(story.text[:end]),
        quote=found.quote,
        sha256=sha256(found.quote.encode()).hexdigest(),
        before=story.text[max(0, start - CONTEXT_CHARACTERS) : start],
        after=story.text[end : end + CONTEXT_CHARACTERS],
        link=f"{story.url}#:~:text={percent_encode(found.quote)}" if story.url else None,
        viewer=story.viewer(start, end),
    )


def _nearest(found: Found) -> Nearest:
    story = found.story
    return Nearest(
        article_id=story.id,
        version=story.version,
        title=story.title,
        source=story.source,
        published=story.published,
        start=found.start,
        end=found.end,
        text=found.quote,
        score=found.share,
        viewer=story.viewer(found.start, found.end),
    )


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@post("/v1/ask", status_code=200)
async def ask(
    data: JSONBody[AskRequest],
    request: Request[None, None, State],
    library: NamedDependency[Newsroom],
) -> Response[Answer] | Stream:
    """Answer one question, as a stream if that is wanted."""
    answer = library.answer(data)
    if EVENTS not in request.headers.get("accept", ""):
        return Response(answer)
    return Stream(_stream(library, answer), media_type=EVENTS)


async def _stream(library: Newsroom, answer: Answer) -> AsyncIterator[bytes]:
    """The events of an answer; between the first half and the second, whatever the test wants."""
    events = [event("searched", Searched(answer.searched))]
    for item in answer.answers:
        cited = [one for one in answer.citations if one.number in item.citations]
        events += [event("citation", one) for one in cited]
        events.append(event("answer", Part(item.quote, [item])))
    events.append(event("done", answer))
    for number, one in enumerate(events):
        if number == len(events) // 2 + 1:
            await library.meanwhile()
        yield encoded(one, str(number))


async def nothing() -> None:
    """Nothing happens."""


@post("/v1/conversations", sync_to_thread=False)
def begin(
    data: JSONBody[NewConversation], library: NamedDependency[Newsroom]
) -> Response[dict[str, str]] | ConversationOut:
    """Begin a conversation, if this newsroom stores any."""
    del data
    if not library.stores:
        problem = {"type": "urn:dateline:problem:conversations-off", "detail": "None are stored."}
        return Response(problem, status_code=403)
    id = library.begin()
    return ConversationOut(**_conversation(id, []))


@get("/v1/conversations/{id:str}", sync_to_thread=False)
def read_conversation(
    id: FromPath[str],
    library: NamedDependency[Newsroom],
    limit: FromQuery[int],
    after: FromQuery[int] = 0,
) -> ConversationDetails:
    """A conversation with its turns."""
    turns = library.turns(id)
    page = turns[after : after + limit]
    return ConversationDetails(**_conversation(id, turns), turns=page, next=None)


@delete("/v1/conversations/{id:str}", sync_to_thread=False)
def delete_conversation(id: FromPath[str], library: NamedDependency[Newsroom]) -> None:
    """Delete a conversation."""
    library.turns(id)
    del library.conversations[id]


@get("/v1/suggest", sync_to_thread=False)
def suggest(q: FromQuery[str], library: NamedDependency[Newsroom]) -> CompletionList:
    """The headlines that go on with what is typed."""
    titles = (story.title for story in library.stories if not story.superseded)
    return CompletionList(
        [
            Completion(kind="headline", text=title, question=title, start=0, articles=1)
            for title in titles
            if title and title.lower().startswith(q.lower())
        ]
    )


@get("/v1/articles", sync_to_thread=False)
def list_articles(library: NamedDependency[Newsroom]) -> ArticleList:
    """The articles, as if the newest came first."""
    current = [story for story in library.stories if not story.superseded]
    listed = [
        reshape(_article_out(story), ArticleSummary, characters=len(story.text))
        for story in current
    ]
    return ArticleList(articles=listed, total=len(listed), next=None)


@get("/v1/people", sync_to_thread=False)
def list_people() -> PeopleList:
    """The one person who is quoted."""
    lund = PersonOut(id="lund", name=HER, aliases=[], quotes=2, articles=1)
    return PeopleList(people=[lund], total=1, next=None)


@get("/v1/articles/{article_id:path}", sync_to_thread=False)
def read(
    article_id: FromPath[Path],
    library: NamedDependency[Newsroom],
    version: FromQuery[str | None] = None,
) -> ArticleOut:
    """One version of one article."""
    name = str(article_id).removeprefix("/")
    story = library.find(name, version)
    if story is None:
        raise NotFoundException(detail=f"There is no article {name!r}.")
    return _article_out(story)


def _article_out(story: Story) -> ArticleOut:
    return ArticleOut(
        id=story.id,
        collection="default",
        version=story.version,
        title=story.title,
        text=story.text,
        url=story.url,
        outlet=story.source,
        published=story.published,
        authors=tuple(story.authors),
        language=story.language,
        format="text",
        assumed=(),
        added="2026-03-14T08:00:00Z",
        superseded=story.superseded,
        marks=list(story.marks),
        pages=list(story.pages),
        sentences=story.sentences,
    )


@get("/v1/page", sync_to_thread=False)
def describe(
    request: Request[None, None, State],
    library: NamedDependency[Newsroom],
    language: FromQuery[str | None] = None,
) -> pages.PageInfo:
    """Words, and how many articles there are."""
    spoken = preferred_language(language or "", interface_languages())
    accepted = preferred_language(request.headers.get("accept-language", ""), interface_languages())
    chosen = spoken or accepted or "en"
    return pages.PageInfo(
        language=chosen,
        answer_language=chosen if chosen in languages() else "en",
        strings=messages(chosen, "page_"),
        articles=library.count_articles(),
        newest="2026-03-14T07:30:00+01:00",
        outlets=[pages.OutletCount("The Coastal Courier", 1)],
    )


@post("/v1/suggestions", status_code=200, sync_to_thread=False)
def suggest_nothing(data: JSONBody[SuggestRequest]) -> SuggestionList:
    """No questions, unless a test routes this elsewhere."""
    del data
    return SuggestionList([])


def build(newsroom: Newsroom, cors_config: CORSConfig | None = None) -> Litestar:
    """The newsroom behind HTTP, with the product's own pages."""
    return Litestar(
        [
            pages.ask_page,
            pages.viewer_page,
            pages.widget_file,
            pages.script_file,
            pages.newspaper_page,
            describe,
            suggest_nothing,
            ask,
            read,
            list_articles,
            list_people,
            begin,
            read_conversation,
            delete_conversation,
            suggest,
        ],
        dependencies={"library": Provide(lambda: newsroom, sync_to_thread=False)},
        cors_config=cors_config,
    )
