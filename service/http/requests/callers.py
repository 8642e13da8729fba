"""Who calls: a program, a page of ours, or a page of another site and what it may do.

    Authorization: Bearer dateline-token.…    what the token allows, from its own origin alone
    Origin: one of `cors_origins`             the same, in any collection
    Origin: another site                      reads nothing, changes nothing (`access.py`)
    Authorization: Bearer dateline-secret.…   what needs a secret key

Any other `Authorization` is none of ours: clients of OpenAI's interface must always send one.
"""

from anyio import CapacityLimiter, to_thread
from litestar.enums import ParamType
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.types import Scope as HTTPScope
from msgspec import Struct

from service.access import tokens
from service.access.errors import AccessError, OutsideTokenError
from service.access.key_ring import KeyRing
from service.access.keys import Key, Scope
from service.http.limits.rates import Rates, site_of
from service.http.requests.access import Connection, check_origin, listed
from service.http.requests.options import COST, LIMITED, SCOPE
from service.http.requests.parameters import parameters
from service.settings import Settings

_PERMIT = "permit"
_KEY = "key"
_PREFLIGHT = "OPTIONS"


class Permit(Struct, frozen=True):
    """What the page of another site that calls may do."""

    default: str
    """The collection of a request that names none."""
    grant: tokens.Grant | None = None
    """None: a page that needs no token, and may ask any collection."""

    def check(self, collection: str | None) -> None:
        """See that it may ask this collection.

        Raises:
            OutsideTokenError: it may not.
        """
        if self.grant is not None:
            tokens.check_collection(self.grant, collection or self.default)


class Callers:
    """Lets requests in. For one event loop."""

    def __init__(self, settings: Settings, keys: KeyRing) -> None:
        self._settings = settings
        self._keys = keys
        self._trusted = listed(settings.allowed_origins)
        self._asking = listed(settings.cors_origins)
        self._by_token = Rates(settings.token_per_minute)
        self._by_address = Rates(settings.address_per_minute)
        self._one_at_a_time: CapacityLimiter | None = None

    async def check(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Guard of the application.

        Raises:
            AccessError: a key or token does not allow this, or one is missing.
            CrossSiteError: a page of another site may not do this.
            RateError: it comes too often.
        """
        if connection.scope.get("method") == _PREFLIGHT:
            return
        scope, bearer = handler.opt.get(SCOPE), _bearer(connection)
        if scope is not None and scope is not Scope.ASK:
            check_origin(connection, self._trusted)
            connection.scope["state"][_KEY] = await self._key(connection, bearer, scope)
        elif tokens.is_token(bearer):
            self._count(connection, handler)
            grant = self._grant(connection, handler, bearer)
            self._by_token.take(grant.id, handler.opt.get(COST, 1.0))
            self._let_in(connection, handler, grant)
        elif scope is Scope.ASK and origin_sent(connection.scope) in self._asking:
            self._count(connection, handler)
            self._let_in(connection, handler, None)
        else:
            check_origin(connection, self._trusted)
            if handler.opt.get(LIMITED):
                self._count(connection, handler)

    def _grant(self, connection: Connection, handler: BaseRouteHandler, token: str) -> tokens.Grant:
        grant = tokens.verified(token, self._keys.read(), origin_sent(connection.scope))
        if handler.opt.get(SCOPE) is not Scope.ASK:
            raise OutsideTokenError(
                "a token of a page allows it to ask, to complete questions, to read cited "
                "articles and to send feedback, and nothing else"
            )
        return grant

    def _let_in(
        self, connection: Connection, handler: BaseRouteHandler, grant: tokens.Grant | None
    ) -> None:
        permit = Permit(self._settings.collection, grant)
        assert isinstance(handler, HTTPRouteHandler)  # noqa: S101  # it has a scope
        if "collection" in parameters(handler, ParamType.QUERY):
            for name in connection.query_params.getall("collection", [""]):
                permit.check(name)
        connection.scope["state"][_PERMIT] = permit

    async def _key(self, connection: Connection, secret: str, scope: Scope) -> Key:
        """The secret key that is sent; wrong ones count against the address."""
        address = _address(connection)
        self._by_address.check(address)
        # Found out only now: there is one for each event loop.
        self._one_at_a_time = self._one_at_a_time or CapacityLimiter(1)
        try:
            key = await to_thread.run_sync(
                self._keys.check, secret, scope, limiter=self._one_at_a_time
            )
        except AccessError:
            self._by_address.take(address)
            raise
        self._by_token.take(key.id)
        return key

    def _count(self, connection: Connection, handler: BaseRouteHandler) -> None:
        self._by_address.take(_address(connection), handler.opt.get(COST, 1.0))


def permit_of(scope: HTTPScope) -> Permit | None:
    """What the calling page may do; None if it is no page of another site."""
    permit: Permit | None = scope.get("state", {}).get(_PERMIT)
    return permit


def key_of(scope: HTTPScope) -> Key:
    """The secret key of a request to a handler that needs one."""
    key: Key = scope["state"][_KEY]
    return key


def check_body(scope: HTTPScope, body: object) -> None:
    """See that what a page of another site asks is in what it may ask.

    Raises:
        OutsideTokenError: it is another collection, or a stored conversation.
    """
    permit = permit_of(scope)
    if permit is None:
        return
    permit.check(getattr(body, "collection", None))
    if getattr(body, "conversation_id", None) is not None:
        raise OutsideTokenError(
            "conversation_id: pages of other sites write nothing; send the turns as `history`"
        )


def origin_sent(scope: HTTPScope) -> str | None:
    """The header `Origin` exactly as it was sent; None if there is not exactly one."""
    found = [value for name, value in scope["headers"] if name == b"origin"]
    return found[0].decode("latin-1") if len(found) == 1 else None


def _bearer(connection: Connection) -> str:
    """What stands behind `Bearer`; nothing if there are several."""
    given = connection.headers.getall("authorization", [])
    scheme, _, rest = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    return rest.strip() if scheme.lower() == "bearer" else ""


def _address(connection: Connection) -> str:
    client = connection.client
    return site_of(client.host if client else None)
