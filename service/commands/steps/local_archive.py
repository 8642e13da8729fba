"""A library in a folder, read in this process. Models are loaded on demand."""

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from index.errors import NotFoundError, StoreError
from index.records import Filters
from index.store.conversation_table import ConversationTable
from index.store.library import Library
from index.store.values import Collection
from index.text.dates.parsing import checked_period
from service.commands.steps.archives import ShownArticle, WantedArticles, WantedQuotes
from service.lookups.articles import Page, article_out, list_articles
from service.lookups.embargoes import list_held
from service.settings import Settings
from service.wire.answer import Answer
from service.wire.articles import ArticleList, ArticleOut, HeldList
from service.wire.asking import AskRequest
from service.wire.drafts import CheckAnswer, CheckRequest
from service.wire.passages import SearchAnswer, SearchRequest
from service.wire.people import PeopleList, PersonQuotes, QuoteOut
from service.wire.suggestions import Suggestion, SuggestRequest

if TYPE_CHECKING:
    from index.people.registry import Registry
    from service.engine import Engine

_PERIOD = ("published_from", "published_to")


class LocalArchive:
    """The data folder as commands read it; all errors can be shown as they are."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None

    def close(self) -> None:
        """Close what was opened."""
        if self._engine is not None:
            self._engine.close()
        if "_library" in self.__dict__:
            self._library.close()

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question."""
        return self._open_engine(calibrated=True).conversing.ask(request)

    def prepare(self, collection: str | None) -> None:
        """Load models and indexes."""
        engine = self._open_engine(calibrated=True)
        engine.catalogue.get(engine.collection(collection).name)
        engine.reader.warm_up()

    def suggest(self, request: SuggestRequest) -> list[Suggestion]:
        """Suggest follow-up questions that the articles answer."""
        return self._open_engine(calibrated=True).suggester.suggest(request)

    def begin(self, collection: str | None) -> str | None:
        """Start a stored conversation; None if conversations are not stored."""
        if not self._settings.conversation_days:
            return None
        return self._conversations.create(self._collection(collection)).id

    def end(self, conversation_id: str) -> None:
        """Delete a stored conversation, if it is still there."""
        with suppress(NotFoundError):
            self._conversations.delete(conversation_id)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find passages."""
        from service.lookups.passages import find

        return find(self._open_engine(calibrated=False), request)

    def check(self, request: CheckRequest) -> CheckAnswer:
        """Look up every quotation of a draft."""
        from service.drafts.checking import check

        return check(self._open_engine(calibrated=False), request)

    def newest(self, wanted: WantedArticles) -> ArticleList:
        """List articles, those published last first."""
        from service.questions.requests.field_conditions import condition_of, conditions_in_words

        filters = Filters(
            outlet=(wanted.source,) if wanted.source else (),
            meta=condition_of(conditions_in_words(wanted.meta), "--meta"),
        )
        page = Page(limit=wanted.limit, after=wanted.after, newest_first=True)
        return list_articles(self._library, self._collection(wanted.collection), filters, page)

    def embargoed(self, wanted: WantedArticles) -> HeldList:
        """List articles under embargo."""
        chosen = self._collection(wanted.collection)
        return list_held(self._library, chosen, wanted.limit, wanted.after)

    def show(self, collection: str | None, id: str, version: str | None) -> ShownArticle:
        """Read one article, or one version of it, and list its versions."""
        chosen = self._collection(collection)
        article = article_out(self._library.article(chosen, id, version))
        versions = self._library.article_versions(chosen, id)
        return ShownArticle(article=article, versions=versions)

    def origin(self, collection: str | None, id: str, version: str | None) -> str | None:
        """Where an article was read from."""
        return self._library.article(self._collection(collection), id, version).origin

    def people(self, collection: str | None, limit: int) -> PeopleList:
        """List who is quoted."""
        from service.lookups.quotations import list_people

        return list_people(self._registry(self._collection(collection)), limit=limit)

    def quotes_by(self, wanted: WantedQuotes) -> PersonQuotes:
        """Find a person's quotations; only a topic needs models and indexes."""
        from service.lookups.quotations import find_person, newest_quotes, quotes_about

        period = checked_period(_PERIOD, wanted.published_from, wanted.published_to)
        filters = Filters(published_from=period[0], published_to=period[1])
        chosen = self._collection(wanted.collection)
        registry = self._registry(chosen)
        person = find_person(registry, wanted.person)
        if wanted.about is None:
            return newest_quotes(self._library, chosen, registry, person, filters, wanted.limit)
        engine = self._open_engine(calibrated=False)
        opened = engine.catalogue.get(chosen.name)
        return quotes_about(engine, opened, person, wanted.about, filters, wanted.limit)

    def quotes_in(self, collection: str | None, id: str) -> tuple[ArticleOut, list[QuoteOut]]:
        """Read an article and its quotations."""
        from service.lookups.quotations import quotes_of_article

        chosen = self._collection(collection)
        article = self._library.article(chosen, id)
        return article_out(article), quotes_of_article(article, self._registry(chosen))

    @cached_property
    def _conversations(self) -> ConversationTable:
        return ConversationTable(self._library.database, self._settings.conversation_days)

    @cached_property
    def _library(self) -> Library:
        return Library(self._settings.library)

    def _collection(self, name: str | None) -> Collection:
        return self._library.collection(name or self._settings.collection)

    def _registry(self, collection: Collection) -> "Registry":
        from index.people.following import People

        folder = self._settings.indexes / self._library.database.id / str(collection.pk)
        return People(self._library, collection, folder).registry()

    def _open_engine(self, *, calibrated: bool) -> "Engine":
        """The engine; the same one for every question of a chat."""
        from service.engine import Engine

        if self._engine is None:
            self._engine = Engine(self._settings, calibrated=calibrated)
            # No server may be running that does it in time.
            with suppress(StoreError):
                self._engine.ingester.release()
        return self._engine
