"""Identifies callers and their rights, for every request.

    Authorization: Bearer dateline-secret.…   what the key's scopes allow, in its collections
    Authorization: Bearer dateline-token.…    what a page may do, from its own origin alone
    Origin: one of `cors_origins`             the same, in any collection
    Origin: another site                      reads nothing, changes nothing (`access.py`)
    nothing of ours                           on loopback everything that needs no key even there;
                                              else what `public_read` allows, or nothing

A key may also be the password of `Authorization: Basic`, for feed readers. Any other credential is
ignored: OpenAI clients always send one.
"""

import base64
import binascii

from anyio import CapacityLimiter, to_thread
from litestar.handlers import BaseRouteHandler
from litestar.types import Scope as HTTPScope
from msgspec import Struct, structs

from index.reach import Reach, check_reach, confine
from service.access import tokens
from service.access.errors import MissingKeyError, OutsideTokenError
from service.access.exposure import is_open
from service.access.key_ring import KeyRing
from service.access.keys import OF_THE_PUBLIC, SECRET_PREFIX, Key, Scope, allowed
from service.http.limits.rates import Rates, shared_by, site_of
from service.http.requests.access import Connection, check_origin, listed
from service.http.requests.options import COST, KEYED, LIMITED, PAGES, SCOPE
from service.settings import Settings

_CALLER = "caller"
_PREFLIGHT = "OPTIONS"
_NOTHING = Reach(collections=frozenset(), labels=frozenset(), sees_scores=False)
_EVERYTHING = Reach()
_FOR_EVERYBODY = Reach(labels=frozenset())
"""Every collection, without the articles that not everybody sees."""
# Added by proxies: such a request comes from elsewhere, even if the proxy is local.
_FORWARDING = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Caller(Struct, frozen=True, kw_only=True):
    """The authenticated caller."""

    scopes: frozenset[Scope]
    key: Key | None = None
    is_page: bool = False
    """A page of another site, which may write nothing but feedback."""

    def may(self, scope: Scope) -> bool:
        """Whether they may do this."""
        return allowed(self.scopes, scope)


class Callers:
    """Authenticates requests, on a single event loop."""

    def __init__(self, settings: Settings, keys: KeyRing) -> None:
        self._keys = keys
        self._is_open = is_open(settings)
        self._public = OF_THE_PUBLIC if settings.public_read else frozenset[Scope]()
        self._trusted = listed(settings.allowed_origins)
        self._asking = listed(settings.cors_origins)
        self._by_token = _rates(settings, settings.token_per_minute, "tokens")
        self._by_address = _rates(settings, settings.address_per_minute, "addresses")
        self._one_at_a_time: CapacityLimiter | None = None

    async def check(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Guard of the application.

        Raises:
            AccessError: a key or token does not allow this, or one is missing.
            CrossSiteError: a page of another site may not do this.
            RateError: it comes too often.
        """
        # For callers not yet identified, and for anonymous ones.
        confine(_NOTHING)
        if connection.scope.get("method") == _PREFLIGHT:
            return
        caller, reach = await self._let_in(connection, handler)
        connection.scope["state"][_CALLER] = caller
        confine(reach)
        # The rest of the way asks again; here it is before anything can be learnt of it.
        for name in connection.query_params.getall("collection", []):
            check_reach(name)

    async def _let_in(
        self, connection: Connection, handler: BaseRouteHandler
    ) -> tuple[Caller, Reach]:
        # What says nothing of who may call it is for the owner.
        scope, sent = handler.opt.get(SCOPE, Scope.ADMIN), _sent(connection)
        if tokens.is_token(sent) and not handler.opt.get(KEYED):
            return self._page_with_token(connection, handler, sent)
        if handler.opt.get(PAGES) and origin_sent(connection.scope) in self._asking:
            self._count(connection, handler)
            return _page(), structs.replace(_FOR_EVERYBODY, sees_scores=False)
        check_origin(connection, self._trusted)
        if sent.startswith(f"{SECRET_PREFIX}."):
            return await self._with_key(connection, handler, scope, sent)
        return self._without_key(connection, handler, scope)

    def _page_with_token(
        self, connection: Connection, handler: BaseRouteHandler, token: str
    ) -> tuple[Caller, Reach]:
        self._count(connection, handler)
        ring = self._keys.read()
        grant = tokens.verified(token, ring, origin_sent(connection.scope))
        if not handler.opt.get(PAGES):
            raise OutsideTokenError(
                "a page token only allows asking, completing questions, reading cited "
                "articles and sending feedback"
            )
        self._by_token.take(grant.id, handler.opt.get(COST, 1.0))
        key = ring.key(grant.key)
        reach = Reach(
            collections=frozenset(grant.collections),
            labels=frozenset(key.labels if key else ()),
            sees_scores=False,
        )
        return _page(), reach

    async def _with_key(
        self, connection: Connection, handler: BaseRouteHandler, scope: Scope, secret: str
    ) -> tuple[Caller, Reach]:
        """By a secret key; wrong ones count against the address."""
        address = _address(connection)
        if not self._keys.knows(secret):
            self._by_address.check(address)
        # Found out only now: there is one for each event loop.
        self._one_at_a_time = self._one_at_a_time or CapacityLimiter(1)
        try:
            key = await to_thread.run_sync(
                self._keys.check, secret, scope, limiter=self._one_at_a_time
            )
        except MissingKeyError:
            self._by_address.take(address)
            raise
        self._by_token.take(key.id, handler.opt.get(COST, 1.0))
        caller = Caller(scopes=frozenset(key.scopes), key=key)
        reach = Reach(
            collections=frozenset(key.collections) or None,
            labels=key.sees,
            sees_scores=caller.may(Scope.READ),
        )
        return caller, reach

    def _without_key(
        self, connection: Connection, handler: BaseRouteHandler, scope: Scope
    ) -> tuple[Caller, Reach]:
        is_local = self._is_open and not _is_forwarded(connection)
        scopes = frozenset((Scope.ADMIN,)) if is_local else self._public
        caller = Caller(scopes=scopes)
        if handler.opt.get(KEYED) or not caller.may(scope):
            self._by_address.take(_address(connection))
            raise MissingKeyError(
                "this needs a secret key: send one from `dateline keys` as `Authorization: Bearer`"
            )
        if scope is not Scope.OPEN and (not is_local or handler.opt.get(LIMITED)):
            self._count(connection, handler)
        return caller, _EVERYTHING if is_local else _FOR_EVERYBODY

    def _count(self, connection: Connection, handler: BaseRouteHandler) -> None:
        self._by_address.take(_address(connection), handler.opt.get(COST, 1.0))


def _rates(settings: Settings, per_minute: int, counted: str) -> Rates:
    buckets = shared_by(settings.workers, settings.folder, f"limits-of-{counted}")
    return Rates(per_minute, buckets=buckets)


def caller_of(scope: HTTPScope) -> Caller | None:
    """The caller; None if no one was authenticated."""
    caller: Caller | None = scope.get("state", {}).get(_CALLER)
    return caller


def key_of(scope: HTTPScope) -> Key:
    """The secret key of a request to a handler that needs one."""
    caller = caller_of(scope)
    assert caller is not None  # noqa: S101
    assert caller.key is not None  # noqa: S101
    return caller.key


def check_body(scope: HTTPScope, body: object) -> None:
    """Check that a request is within the caller's rights.

    Raises:
        OutOfReachError: the collection is out of reach.
        OutsideTokenError: pages of other sites cannot write to a stored conversation.
    """
    named = getattr(body, "collection", None)
    if isinstance(named, str):
        check_reach(named)
    caller = caller_of(scope)
    is_page = caller is not None and caller.is_page
    if is_page and getattr(body, "conversation_id", None) is not None:
        raise OutsideTokenError(
            "conversation_id: pages of other sites cannot write; send the turns as `history`"
        )


def origin_sent(scope: HTTPScope) -> str | None:
    """The `Origin` header as sent; None unless there is exactly one."""
    found = [value for name, value in scope["headers"] if name == b"origin"]
    return found[0].decode("latin-1") if len(found) == 1 else None


def _page() -> Caller:
    return Caller(scopes=frozenset((Scope.ASK,)), is_page=True)


def _is_forwarded(connection: Connection) -> bool:
    """Whether a proxy stands between, so that not only this machine can call."""
    return any(name in connection.headers for name in _FORWARDING)


def _sent(connection: Connection) -> str:
    """The key or token that is sent; nothing if there are several."""
    given = connection.headers.getall("authorization", [])
    scheme, _, rest = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() == "basic":
        return _password(rest.strip())
    return rest.strip() if scheme.lower() == "bearer" else ""


def _password(encoded: str) -> str:
    try:
        pair = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return pair.partition(":")[2]


def _address(connection: Connection) -> str:
    client = connection.client
    return site_of(client.host if client else None)
