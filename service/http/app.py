"""The HTTP application: routes, errors, schema and life cycle."""

from importlib.util import find_spec
from pathlib import Path

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.openapi.plugins import SwaggerRenderPlugin
from litestar.openapi.spec import License
from litestar.static_files import create_static_files_router

from service.access.keys import Scope
from service.http import problems
from service.http.addresses import ExactPaths, name_every_method, take_as_sent
from service.http.document.openapi import Config
from service.http.headers import secure_headers
from service.http.limits.attended_requests import attended
from service.http.limits.large_bodies import LargeBodies
from service.http.requests.access import host_guard
from service.http.requests.bodies import StrictRequest, require_json
from service.http.requests.callers import Callers
from service.http.requests.cors import cors_headers
from service.http.requests.options import ARTICLE_BYTES, SCOPE
from service.http.requests.parameters import check_parameters
from service.http.routes import route_handlers
from service.http.runtime import Runtime
from service.http.telemetry import watch
from service.settings import Settings

VERSION = "0.1.0"
_ASSETS = "/schema-files"
_OPEN = {SCOPE: Scope.OPEN}
_BESIDE_TEXT_BYTES = 1 << 20


def create_app(settings: Settings, runtime: Runtime | None = None) -> Litestar:
    """The application; the engine is loaded in the background once it starts."""
    shared = runtime or Runtime(settings)

    def provide_runtime() -> Runtime:
        return shared

    app = ExactPaths(
        route_handlers=[*route_handlers(), _schema_files()],
        dependencies={
            "runtime": Provide(provide_runtime, sync_to_thread=False),
        },
        exception_handlers=problems.handlers,
        guards=[
            host_guard(settings),
            Callers(settings, shared.keys).check,
            take_as_sent,
            check_parameters,
            require_json,
        ],
        before_send=[name_every_method, cors_headers(settings, shared.keys), secure_headers],
        request_class=StrictRequest,
        middleware=[attended(shared.let_in), LargeBodies(settings.max_upload_bytes)],
        on_startup=[shared.start],
        on_shutdown=[shared.stop],
        openapi_config=_openapi(),
        opt={ARTICLE_BYTES: _article_bytes(settings)},
        request_max_body_size=settings.max_upload_bytes,
        logging_config=None,
    )
    # Not as middleware: what finds no route never gets there, and is to be counted as well.
    app.asgi_handler = watch(app.asgi_handler)
    return app


def _article_bytes(settings: Settings) -> int:
    r"""JSON of the longest article: a character takes up to 12 bytes, written `\ud83d\ude00`."""
    return 12 * settings.max_article_characters + _BESIDE_TEXT_BYTES


def _openapi() -> Config:
    plugin = SwaggerRenderPlugin(
        js_url=f"{_ASSETS}/swagger-ui-bundle.js",
        css_url=f"{_ASSETS}/swagger-ui.css",
        standalone_preset_js_url=f"{_ASSETS}/swagger-ui-standalone-preset.js",
        favicon='<link rel="icon" href="/widget/icon.svg">',
        path="/swagger",
    )
    return Config(
        title="Dateline",
        version=VERSION,
        description="Answers questions about news with verbatim quotes and citations.",
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        path="/schema",
        openapi_router=Router("/schema", route_handlers=[], include_in_schema=False, opt=_OPEN),
        render_plugins=[plugin],
        use_handler_docstrings=True,
    )


def _schema_files() -> Router:
    """The interactive schema page's script and style, from an installed package."""
    spec = find_spec("swagger_ui")
    folder = Path(spec.origin).parent / "static" if spec and spec.origin else Path()
    return create_static_files_router(
        path=_ASSETS,
        directories=[folder],
        include_in_schema=False,
        send_as_attachment=False,
        opt=_OPEN,
    )
