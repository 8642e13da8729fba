"""The pages of the service, and the scripts for other sites.

    GET /                   asks questions and shows answers
    GET /articles/{id}      shows one article, the quoted passage marked
    GET /demo/embed         a newspaper's page with the widget in it
    GET /widget.js          a button for any page, which opens a conversation; /widget.d.ts
    GET /widget/{file}      scripts, each joined with what it imports; styles, the icon
    GET /client.js          a client for other pages' scripts, with its types in /client.d.ts
    GET /v1/page            words in the reader's language, what there is to ask about

Pages load nothing from elsewhere; their Content-Security-Policy forbids it, and forbids inline
scripts and styles too.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from litestar import HttpMethod, Response, get, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Meta, Struct

from index.records import Filters
from index.store.listing import Listing
from prompts import ENGLISH, interface_languages, languages, matching_language, messages
from service.access.keys import Scope
from service.demo.newspaper import newspaper
from service.engine import Engine
from service.http.files.joining import Joiner
from service.http.files.sending import MEDIA_TYPES, File, file_of, send
from service.http.requests.languages import preferred_language
from service.http.requests.options import COST, PAGES, SCOPE, WITHOUT_ENGINE
from service.http.runtime import AnyRequest, Runtime
from service.wire.fields import CollectionName

_FOLDER = Path(__file__).resolve().parents[2] / "widget"
_CLIENT = _FOLDER.with_name("javascript")
_ENTRIES = ("page.js", "panel.js", "theme.js", "viewer.js")
# Needed before the texts of one language have loaded, or if they never do.
_FIRST_WORDS = (
    *("page_launcher", "page_close", "page_question_hint", "page_send"),
    *("page_loading", "page_retry", "page_error_offline"),
)
# On the service's own pages, also while a key is wanted.
_OWN_PAGES = ("page.js", "viewer.js")
_KEY_WORDS = ("page_key_needed", "page_key", "page_key_use")
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
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    # Cached, but revalidated each time: files have names that never change.
    "Cache-Control": "no-cache",
}
_PAGE = _HEADERS | {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items())
}
# Files are public and contain no user data: pages of any origin may load them, without cookies.
_PUBLIC = _PAGE | {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_OF_FILES: dict[str, Any] = {
    "http_method": [HttpMethod.GET, HttpMethod.HEAD],
    "include_in_schema": False,
    "sync_to_thread": False,
    "opt": {SCOPE: Scope.OPEN},
}
_INFO = {SCOPE: Scope.ASK, PAGES: True, COST: 0.1, WITHOUT_ENGINE: True}
_MOST_OUTLETS = 12

Tag = Annotated[str, Meta(max_length=20, description="The reader's language, such as `pt-BR`.")]


class OutletCount(Struct, frozen=True):
    """An outlet and its number of articles."""

    name: str
    articles: int


class PageInfo(Struct, frozen=True, kw_only=True):
    """The data that pages show besides answers."""

    language: str
    """The language of `strings`."""
    answer_language: str
    """The language of the text around quotes: pages support more languages than answers do."""
    strings: dict[str, str]
    articles: int | None
    """None while the library is being opened."""
    newest: str | None = None
    """The publication date of the newest article."""
    outlets: list[OutletCount] = []
    """The outlets with the most articles."""


@route("/", **_OF_FILES)
def ask_page(request: AnyRequest) -> Response[bytes]:
    """The main page, for asking questions."""
    return send(files()["index.html"], request, _PAGE)


@route("/articles/{article_id:path}", **_OF_FILES)
def viewer_page(article_id: FromPath[Path], request: AnyRequest) -> Response[bytes]:
    """The article page; its script reads the rest of the URL."""
    del article_id
    return send(files()["viewer.html"], request, _PAGE)


@route("/demo/embed", **_OF_FILES)
def newspaper_page() -> Response[bytes]:
    """A demo newspaper page; `dateline newspaper` serves it from another origin."""
    body, policy = newspaper("")
    headers = _HEADERS | {"Content-Security-Policy": policy}
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)


@route("/widget/{file:str}", **_OF_FILES)
def widget_file(file: FromPath[str], request: AnyRequest) -> Response[bytes]:
    """One script, style sheet or icon of the pages."""
    # Looked up among the existing files, so that no name can lead out of the folder.
    found = files().get(file)
    if found is None:
        raise NotFoundException(detail=f"/widget/{file}: not found")
    return send(found, request, _PUBLIC)


@route(["/widget.js", "/widget.d.ts", "/client.js", "/client.d.ts"], **_OF_FILES)
def script_file(request: AnyRequest) -> Response[bytes]:
    """A file for other sites: the button, the client module, or their types."""
    return send(files()[request.url.path.removeprefix("/")], request, _PUBLIC)


@get("/v1/page", tags=["Pages"], opt=_INFO)
async def page_info(
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    language: FromQuery[Tag | None] = None,
) -> PageInfo:
    """Return the page's texts in the reader's language, and what there is to ask about."""
    spoken = _language(request, language) or runtime.settings.language
    if not runtime.is_ready:
        return _info(spoken, None)
    name = runtime.engine.collection(collection).name
    return await runtime.look_up(_of_collection, runtime.engine, name, spoken)


handlers = (ask_page, viewer_page, newspaper_page, widget_file, script_file, page_info)


@cache
def files() -> dict[str, File]:
    """All files by name, with scripts bundled."""
    texts = {"widget.js": f"(() => {{\n{joined('launcher.js')}}})();\n"}
    texts |= {name: joined(name) for name in _ENTRIES} | {"client.js": _client()}
    read = {name: file_of(text.encode(), Path(name).suffix) for name, text in texts.items()}
    plain = [path for path in _FOLDER.iterdir() if path.suffix in MEDIA_TYPES.keys() - {".js"}]
    plain.append(_CLIENT / "client.d.ts")
    return read | {path.name: file_of(path.read_bytes(), path.suffix) for path in plain}


def joined(entry: str) -> str:
    """A script bundled with its imports."""
    # To pages of other sites, the button brings them.
    names = [] if entry == "panel.js" else [*_FIRST_WORDS]
    names += _KEY_WORDS if entry in _OWN_PAGES else ()
    first = {
        language: {name: messages(language)[name] for name in names}
        for language in interface_languages()
        if names
    }
    return Joiner(_FOLDER, {"first.json": first}).join(entry)


def _client() -> str:
    """/client.js, with its widget imports inlined."""
    client = (_CLIENT / "client.js").read_text(encoding="utf-8")
    events = (_FOLDER / "events.js").read_text(encoding="utf-8")
    return client.replace(
        'import { blocks } from "../widget/events.js";\n', events.replace("export ", "")
    )


def _language(request: AnyRequest, wanted: str | None) -> str | None:
    """The requested page language, or the preferred accepted one."""
    asked = matching_language(wanted, interface_languages) if wanted else None
    accepted = ",".join(request.headers.getall("accept-language", []))
    return asked or preferred_language(accepted, interface_languages())


def _info(
    language: str,
    articles: int | None,
    newest: str | None = None,
    outlets: Sequence[OutletCount] = (),
) -> PageInfo:
    return PageInfo(
        language=language,
        answer_language=language if language in languages() else ENGLISH,
        strings=messages(language, "page_"),
        articles=articles,
        newest=newest,
        outlets=list(outlets),
    )


def _of_collection(engine: Engine, name: str, language: str) -> PageInfo:
    collection = engine.library.collection(name)
    listing = Listing(engine.library.database)
    newest = listing.newest(collection, Filters(), limit=1)
    outlets = listing.outlets(collection, _MOST_OUTLETS)
    return _info(
        language,
        engine.library.count_articles(name),
        newest=newest[0].published if newest else None,
        outlets=[OutletCount(*found) for found in outlets],
    )
