"""Tokens for pages of other sites."""

from datetime import UTC, datetime

from litestar import post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import JSONBody

from index.errors import InvalidFieldError
from service.access.errors import OutsideTokenError
from service.access.keys import Key, Scope
from service.access.tokens import mint
from service.http.requests.callers import key_of
from service.http.requests.options import KEYED, SCOPE, WITHOUT_ENGINE
from service.http.runtime import AnyRequest, Runtime
from service.wire.tokens import TokenOut, TokenRequest, origin_of


@post(
    "/v1/tokens",
    status_code=201,
    tags=["Access"],
    opt={SCOPE: Scope.TOKENS, KEYED: True, WITHOUT_ENGINE: True},
    cache_control=CacheControlHeader(no_store=True),
    sync_to_thread=False,
)
def make_token(
    data: JSONBody[TokenRequest], request: AnyRequest, runtime: NamedDependency[Runtime]
) -> TokenOut:
    """Issue a short-lived token for a page, using a secret key that must not appear in it.

    Send the key shown by `dateline keys widget` as `Authorization: Bearer`. With the token,
    pages of its origin may ask (`/v1/ask`, `/v1/suggest`, `/v1/suggestions`), read a cited article
    and send feedback, all in its collections. It cannot be renewed or used for anything else.
    """
    key = key_of(request.scope)
    origin = _origin(key, data.origin)
    wanted = data.collections or list(key.collections) or [runtime.settings.collection]
    for name in wanted:
        if not key.covers(name):
            raise OutsideTokenError(f"the key is not for collection {name!r}")
    token, grant = mint(runtime.keys.read(), key, origin, wanted, data.minutes * 60)
    return TokenOut(
        token=token,
        expires=datetime.fromtimestamp(grant.expires, UTC).isoformat(),
        origin=grant.origin,
        collections=list(grant.collections),
    )


handlers = (make_token,)


def _origin(key: Key, given: str | None) -> str:
    """The page's origin: the requested one, if the key covers it, or the key's only one."""
    if given is None:
        if len(key.origins) == 1:
            return key.origins[0]
        raise InvalidFieldError("origin", "is missing, and the key is not for exactly one origin")
    origin = origin_of(given)
    # Whoever may do everything may name any.
    if origin not in key.origins and not key.allows(Scope.ADMIN):
        raise OutsideTokenError(f"the key is not for pages of {origin}")
    return origin
