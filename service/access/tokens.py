"""Page tokens: short-lived, for one origin and some collections, for asking only.

    dateline-token.SIGNER.GRANT.MAC     all in base64url; MAC = HMAC-SHA256 over what is before it

The signature algorithm is fixed, so a token cannot choose another. The token contains everything
except whether its key has been revoked.
"""

import base64
import binascii
import hmac
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from service.access.errors import (
    ExpiredTokenError,
    InvalidTokenError,
    OtherOriginError,
    RevokedTokenError,
)
from service.access.key_ring import LONGEST_TOKEN_SECONDS, Ring
from service.access.keys import Key

PREFIX = "dateline-token"
_LONGEST = 4096
_INVALID = "the token was not made here, or was changed; get one with POST /v1/tokens"


class Grant(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The rights of a token."""

    id: str
    key: str
    """Id of the key that issued it."""
    origin: str
    collections: tuple[str, ...]
    expires: int
    """Second of the Unix clock."""


def is_token(text: str) -> bool:
    """Whether it claims to be one."""
    return text.startswith(f"{PREFIX}.")


def mint(
    ring: Ring, key: Key, origin: str, collections: Sequence[str], seconds: int
) -> tuple[str, Grant]:
    """Issue a token for at least one collection and at most an hour; return it with its rights."""
    grant = Grant(
        id=secrets.token_urlsafe(9),
        key=key.id,
        origin=origin,
        collections=tuple(collections),
        expires=int(time.time()) + min(seconds, LONGEST_TOKEN_SECONDS),
    )
    signer = ring.signers[0]
    signed = f"{PREFIX}.{signer.id}.{_encoded(msgspec.json.encode(grant))}"
    return f"{signed}.{_mac(signer.secret, signed)}", grant


def verified(token: str, ring: Ring, origin: str | None) -> Grant:
    """The rights of a token for the page that sends it.

    `origin` is the raw header; None unless there was exactly one.

    Raises:
        AccessError: it is not valid; the subclass says why.
    """
    now = time.time()
    grant = _signed_grant(token, ring, now)
    if now >= grant.expires:
        raise ExpiredTokenError("the token has expired; get a new one with POST /v1/tokens")
    if origin != grant.origin:
        raise OtherOriginError(f"the token is for pages of {grant.origin} only")
    key = ring.key(grant.key)
    if key is None or not key.is_live(datetime.now(UTC)):
        raise RevokedTokenError("the key of this token was revoked or has expired")
    return grant


def _signed_grant(token: str, ring: Ring, now: float) -> Grant:
    signed, _, mac = token.rpartition(".")
    parts = signed.split(".")
    if len(token) > _LONGEST or not token.isascii() or len(parts) != 3 or parts[0] != PREFIX:
        raise InvalidTokenError(_INVALID)
    signer = ring.signer(parts[1], now)
    # As text, since several texts decode to the same bytes.
    if signer is None or not hmac.compare_digest(_mac(signer.secret, signed), mac):
        raise InvalidTokenError(_INVALID)
    try:
        return msgspec.json.decode(_decoded(parts[2]), type=Grant)
    except (msgspec.DecodeError, binascii.Error) as exc:
        raise InvalidTokenError(_INVALID) from exc


def _mac(secret: bytes, signed: str) -> str:
    return _encoded(hmac.digest(secret, signed.encode(), "sha256"))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
