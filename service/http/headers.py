"""Security headers for browsers.

Pages send their own, stricter headers; these are for everything else: data, errors, the schema's
page.
"""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

_POLICY = "Content-Security-Policy"
_OF_DATA = "default-src 'none'; frame-ancestors 'none'"
# Swagger's page comes with inline scripts and styles.
_OF_SCHEMA_PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'none'; frame-ancestors 'self'"
)


async def secure_headers(message: Message, scope: Scope) -> None:
    """Add missing headers; called with each response message before it is sent."""
    del scope
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    is_page = headers.get("Content-Type", "").startswith("text/html")
    headers.setdefault(_POLICY, _OF_SCHEMA_PAGE if is_page else _OF_DATA)
