"""Articles: add one or many, read, list, replace, delete."""

from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from anyio import to_thread
from litestar import Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from index.errors import ContradictionError, InvalidFieldError, NotFoundError
from index.identity import Rule
from index.outcomes import Status
from index.records import Document, Filters, reshape
from index.store.values import VersionSummary
from index.text.dates.parsing import checked_date
from index.text.hashes import sha256
from index.text.ids import LONGEST_ID
from index.text.own_fields import keep
from service.access.keys import Scope
from service.engine import Engine
from service.http.background.ingestion import FILES, OWN_ARTICLES, Content, Ingestion
from service.http.problems import FetchingOffError
from service.http.requests.bodies import FORM, check_article_size, check_json, decoded
from service.http.requests.options import ALSO, BODY, IS_ARTICLE, PAGES, REPLIES, SCOPE, UPLOADS
from service.http.requests.queries import filters_of
from service.http.runtime import AnyRequest, Runtime
from service.lookups.articles import Page, article_out
from service.lookups.articles import list_articles as list_page
from service.lookups.quotations import quotes_of_article
from service.wire.articles import (
    ArticleAdded,
    ArticleIn,
    ArticleList,
    ArticleOut,
    FetchRequest,
    RestoreRequest,
)
from service.wire.collections import JobOut
from service.wire.fields import (
    ArticleId,
    Author,
    CollectionName,
    Conditions,
    Identity,
    KnownId,
    Outlet,
    PublishedFrom,
    PublishedTo,
)
from service.wire.people import QuoteOut

PageSize = Annotated[int, Meta(ge=1, le=1_000, description="Maximum number of articles.")]
After = Annotated[str, Meta(max_length=LONGEST_ID, description="Continue after this id.")]
Version = Annotated[
    str,
    Meta(
        max_length=64, description="sha256 of the version's text; by default the current version."
    ),
]
Many = Annotated[
    list[Any],
    Meta(description="Articles; the job reports on each, including those that cannot be read."),
]
Order = Annotated[Literal["id", "newest"], Meta(description="By id, or newest first.")]


@post(
    "/v1/articles",
    tags=["Articles"],
    opt={
        SCOPE: Scope.WRITE,
        BODY: (ArticleIn, Many),
        UPLOADS: True,
        REPLIES: {200: ArticleAdded, 201: ArticleAdded, 202: JobOut},
    },
)
async def add_articles(
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    identity: FromQuery[Identity] = Rule.JUDGE,
) -> Response[ArticleAdded | JobOut]:
    """Add one article (a JSON object), or many (a JSON array, or uploaded files) as a job.

    One article: 201 if it is new, 200 if it is unchanged or a new version; it is durable and
    searchable by the time of the response. Many: 202 with a job; see /v1/jobs.

    With `embargoed_until` in the future, its `status` is `embargoed`: it is hidden until then.

    With an `id` in JSON, the article replaces the one with that id, whatever its text, even if that
    text was replaced before. Without an `id`, and in uploaded files, an article replaces another
    only if both come from the same outlet, have the same URL or id, and their texts are plausibly
    two versions of one story; otherwise both are kept, and `reason` says so. A text without other
    fields is identified by its content. `identity=replace` replaces without comparing texts;
    `identity=keep` replaces nothing.
    """
    name = runtime.engine.collection(collection).name
    media_type = request.content_type[0]
    if media_type == FORM:
        wanted = Ingestion(FILES, identity)
        files = await _uploads(request)
        job = await runtime.write(runtime.jobs.submit, name, files, wanted)
        return Response(job, status_code=202)
    check_json(request)
    body = await request.body()
    if body.lstrip()[:1] == b"[":
        # Whether it is JSON; what the articles are, the job finds out.
        await to_thread.run_sync(partial(msgspec.json.decode, body, type=msgspec.Raw))
        wanted = Ingestion(OWN_ARTICLES, identity)
        job = await runtime.write(runtime.jobs.submit, name, [("articles.json", body)], wanted)
        return Response(job, status_code=202)
    check_article_size(request.route_handler, body)
    article = await decoded(body, ArticleIn)
    added = await runtime.write(_add_one, runtime.engine, name, article, identity)
    return Response(added, status_code=201 if added.status == Status.ADDED else 200)


@put(
    "/v1/articles/{id:str}",
    status_code=200,
    tags=["Articles"],
    opt={SCOPE: Scope.WRITE, ALSO: (409,), IS_ARTICLE: True},
)
async def replace_article(
    id: FromPath[ArticleId],
    data: JSONBody[ArticleIn],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
) -> ArticleAdded:
    """Make this the current version of the article, creating the article if needed.

    The previous text stays readable as a version and can be restored.
    """
    if data.id is not None and data.id != id:
        raise ContradictionError(f"id: {data.id!r} differs from the id in the URL, {id!r}")
    name = runtime.engine.collection(collection).name
    article = msgspec.structs.replace(data, id=id)
    return await runtime.write(_add_one, runtime.engine, name, article, Rule.JUDGE)


@delete("/v1/articles/{id:str}", status_code=204, tags=["Articles"], opt={SCOPE: Scope.WRITE})
async def delete_article(
    id: FromPath[KnownId],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
) -> None:
    """Delete an article with all its versions; from the response on, it cannot be found."""
    await runtime.write(_delete, runtime.engine, collection, id)


@get("/v1/articles/{id:str}", tags=["Articles"], opt={SCOPE: Scope.ASK, PAGES: True})
async def read_article(
    id: FromPath[KnownId],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    version: FromQuery[Version | None] = None,
) -> ArticleOut:
    """Return one article: its current version, or the given one."""
    return await runtime.look_up(_read, runtime.engine, collection, id, version)


@get("/v1/articles/{id:str}/quotes", tags=["Articles"], opt={SCOPE: Scope.ASK, PAGES: True})
async def read_quotes(
    id: FromPath[KnownId],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    version: FromQuery[Version | None] = None,
) -> list[QuoteOut]:
    """Return an article's quotations in order, each with content, cue, source and speaker."""
    return await runtime.read(_quotes, runtime.engine, collection, id, version)


@get("/v1/articles", tags=["Articles"], opt={SCOPE: Scope.READ})
async def list_articles(
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    limit: FromQuery[PageSize] = 100,
    after: FromQuery[After | None] = None,
    order: FromQuery[Order] = "id",
    source: FromQuery[Outlet | None] = None,
    author: FromQuery[Author | None] = None,
    published_from: FromQuery[PublishedFrom | None] = None,
    published_to: FromQuery[PublishedTo | None] = None,
    meta: FromQuery[Conditions | None] = None,
) -> ArticleList:
    """List articles by id, or newest first (`order=newest`).

    To continue a list, send `next` as `after`.
    """
    filters = filters_of(source, author, published_from, published_to, meta)
    page = Page(limit=limit, after=after, newest_first=order == "newest")
    return await runtime.look_up(_list, runtime.engine, collection, filters, page)


@get("/v1/versions/{id:str}", tags=["Articles"], opt={SCOPE: Scope.READ})
async def list_versions(
    id: FromPath[KnownId],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
) -> list[VersionSummary]:
    """List all versions of an article, the current one first."""
    return await runtime.look_up(_versions, runtime.engine, collection, id)


@post("/v1/fetch", status_code=202, tags=["Articles"], opt={SCOPE: Scope.WRITE})
async def fetch(data: JSONBody[FetchRequest], runtime: NamedDependency[Runtime]) -> JobOut:
    """Fetch a page or a feed as a job; needs the setting `allow_fetch`."""
    if not runtime.settings.allow_fetch:
        raise FetchingOffError("set DATELINE_ALLOW_FETCH=true to let the API fetch URLs")
    name = runtime.engine.collection(data.collection).name
    wanted = Ingestion(data.url, data.identity)
    return await runtime.write(runtime.jobs.submit_url, name, wanted)


@post("/v1/restore", status_code=200, tags=["Articles"], opt={SCOPE: Scope.WRITE})
async def restore(
    data: JSONBody[RestoreRequest], runtime: NamedDependency[Runtime]
) -> ArticleAdded:
    """Make an earlier version of an article current again; the start of its `version` is enough.

    The previously current version stays readable.
    """
    return await runtime.write(_restore, runtime.engine, data)


handlers = (
    add_articles,
    replace_article,
    delete_article,
    read_article,
    read_quotes,
    list_articles,
    list_versions,
    restore,
    fetch,
)


async def _uploads(request: AnyRequest) -> list[tuple[str, Content]]:
    form = await request.form()
    files: list[tuple[str, Content]] = [
        (value.filename or "upload", value.file)
        for _, value in form.multi_items()
        if isinstance(value, UploadFile)
    ]
    if not files:
        raise InvalidFieldError("files", "the form contains no file; add at least one")
    return files


def _add_one(engine: Engine, collection: str, article: ArticleIn, rule: Rule) -> ArticleAdded:
    document = _document(article)
    (outcome,) = engine.ingester.add_batch(engine.collection(collection), [document], rule)
    if outcome.status is Status.REJECTED:
        field, _, message = (outcome.reason or "").partition(": ")
        raise InvalidFieldError(field, message)
    if outcome.status is Status.EMBARGOED:
        return ArticleAdded(
            id=outcome.article_id or "",
            version=sha256(document.text),
            status=outcome.status.value,
            assumed=document.assumed,
            reason=outcome.reason,
        )
    stored = engine.library.article(engine.collection(collection), outcome.article_id or "")
    return reshape(stored, ArticleAdded, status=outcome.status.value, reason=outcome.reason)


def _restore(engine: Engine, wanted: RestoreRequest) -> ArticleAdded:
    collection = engine.collection(wanted.collection)
    restored = engine.ingester.restore(collection, wanted.id, wanted.version)
    return reshape(restored, ArticleAdded, status=Status.UPDATED.value)


def _document(article: ArticleIn) -> Document:
    meta, dropped = keep(article.meta)
    return reshape(
        article,
        Document,
        format="json",
        origin="api",
        published=checked_date("published", article.published),
        modified=checked_date("modified", article.modified),
        embargoed_until=checked_date("embargoed_until", article.embargoed_until),
        meta=meta,
        assumed=dropped,
    )


def _delete(engine: Engine, name: str | None, id: str) -> None:
    collection = engine.collection(name)
    engine.library.remove(collection, id)
    engine.catalogue.follow(collection)


def _read(engine: Engine, name: str | None, id: str, version: str | None) -> ArticleOut:
    return article_out(engine.library.article(engine.collection(name), id, version))


def _quotes(engine: Engine, name: str | None, id: str, version: str | None) -> list[QuoteOut]:
    collection = engine.collection(name)
    article = engine.library.article(collection, id, version)
    return quotes_of_article(article, engine.catalogue.get(collection.name).people.registry())


def _versions(engine: Engine, name: str | None, id: str) -> list[VersionSummary]:
    collection = engine.collection(name)
    versions = engine.library.article_versions(collection, id)
    if not versions:
        raise NotFoundError(f"article {id!r}: not found in collection {collection.name!r}")
    return versions


def _list(engine: Engine, name: str | None, filters: Filters, page: Page) -> ArticleList:
    return list_page(engine.library, engine.collection(name), filters, page)
