"""The pages that people see: `/`, the article viewer, their files and their words.

    GET /                   asks questions and shows answers
    GET /articles/{id}      shows one article, the quoted passage marked
    GET /widget/{file}      scripts, styles, the icon
    GET /client.js          a client for other pages' scripts, with its types in /client.d.ts
    GET /v1/page            words in the reader's language, number of articles

A page loads nothing from elsewhere: its Content-Security-Policy forbids it, and forbids inline
scripts and styles as well.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from litestar import HttpMethod, Request, Response, get, route
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from prompts import messages
from service.access.keys import Scope
from service.http.requests.languages import accepted_language
from service.http.requests.options import COST, SCOPE, WITHOUT_ENGINE
from service.http.runtime import Runtime
from service.wire.fields import CollectionName

_FOLDER = Path(__file__).resolve().parents[2] / "widget"
_CLIENT = _FOLDER.with_name("javascript")
_MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".ts": "text/plain",
}
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    # Browsers that support it refuse to turn strings into HTML.
    "require-trusted-types-for": "'script'",
}
_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    # Cached, but revalidated each time: modules import each other by names that never change.
    "Cache-Control": "no-cache",
}
_READ_METHODS = [HttpMethod.GET, HttpMethod.HEAD]


class PageInfo(Struct, frozen=True):
    """What the page shows besides answers."""

    language: str
    strings: dict[str, str]
    articles: int | None
    """None while the library is still being opened."""


class _File(Struct, frozen=True):
    content: bytes
    media_type: str
    etag: str


@route("/", http_method=_READ_METHODS, include_in_schema=False, sync_to_thread=False)
def ask_page(request: Request[None, None, State]) -> Response[bytes]:
    """The page that asks questions."""
    return _serve("index.html", request)


@route(
    "/articles/{article_id:path}",
    http_method=_READ_METHODS,
    include_in_schema=False,
    sync_to_thread=False,
)
def viewer_page(article_id: FromPath[Path], request: Request[None, None, State]) -> Response[bytes]:
    """The page that shows an article; its script reads the rest of the URL."""
    del article_id
    return _serve("viewer.html", request)


@route(
    "/widget/{file:str}", http_method=_READ_METHODS, include_in_schema=False, sync_to_thread=False
)
def widget_file(file: FromPath[str], request: Request[None, None, State]) -> Response[bytes]:
    """One script, style sheet or icon of the pages."""
    return _serve(file, request)


@route("/client.js", http_method=_READ_METHODS, include_in_schema=False, sync_to_thread=False)
def client_module(request: Request[None, None, State]) -> Response[bytes]:
    """A small client of this service, as a module."""
    return _serve("client.js", request, _CLIENT)


@route("/client.d.ts", http_method=_READ_METHODS, include_in_schema=False, sync_to_thread=False)
def client_types(request: Request[None, None, State]) -> Response[bytes]:
    """The types of that client."""
    return _serve("client.d.ts", request, _CLIENT)


@get("/v1/page", tags=["Pages"], opt={SCOPE: Scope.ASK, COST: 0.1, WITHOUT_ENGINE: True})
async def page_info(
    request: Request[None, None, State],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
) -> PageInfo:
    """The page's words in the reader's language, and the number of articles."""
    settings = runtime.settings
    language = accepted_language(request) or settings.language
    return PageInfo(
        language=language,
        strings=messages(language, "page_"),
        articles=await _count(runtime, collection),
    )


handlers = (ask_page, viewer_page, widget_file, client_module, client_types, page_info)


def _serve(
    name: str, request: Request[None, None, State], folder: Path = _FOLDER
) -> Response[bytes]:
    # Looked up among the existing files, so that no name can lead out of the folder.
    file = _files(folder).get(name)
    if file is None:
        raise NotFoundException(detail=f"/widget/{name}: not found")
    known = _is_known(file.etag, request.headers.get("if-none-match", ""))
    return Response(
        b"" if known else file.content,
        status_code=304 if known else 200,
        media_type=file.media_type,
        headers=_HEADERS | {"ETag": file.etag},
    )


def _is_known(etag: str, if_none_match: str) -> bool:
    """RFC 9110, 13.1.2: a list of tags, compared weakly, or a star."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in tags or tags == ["*"]


@cache
def _files(folder: Path) -> dict[str, _File]:
    return {path.name: _read(path) for path in folder.iterdir() if path.suffix in _MEDIA_TYPES}


def _read(path: Path) -> _File:
    content = path.read_bytes()
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    return _File(content=content, media_type=_MEDIA_TYPES[path.suffix], etag=etag)


async def _count(runtime: Runtime, collection: str | None) -> int | None:
    if not runtime.is_ready:
        return None
    name = runtime.engine.collection(collection).name
    return await runtime.look_up(runtime.engine.library.count_articles, name)
