"""Secret keys: shown once, and kept as a hash.

    dateline-secret.3f9c2a1b7d04.Xq…      id of the key, then 256 random bits

A fast hash would protect so many random bits as well; a slow one also protects any weaker keys of
the future. To keep guesses for a known id from exhausting the CPU, verified secrets are cached and
wrong guesses are rate-limited by address.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

SECRET_PREFIX = "dateline-secret"  # noqa: S105
_SECRET_BYTES = 32
_SALT_BYTES = 16
_LONGEST_SECRET = 200
# About 50 ms and 16 MiB (RFC 7914, section 2).
_COST, _BLOCK, _PARALLEL = 1 << 14, 8, 1


class Scope(StrEnum):
    """A right granted to keys and tokens, and required by endpoints."""

    OPEN = "open"
    """Of endpoints that need no key: pages, their scripts, whether the process is alive."""
    ASK = "ask"
    """Ask, complete, read a cited article, send feedback."""
    READ = "read"
    """Search, list, look people up, check drafts, and see scores; and what `ASK` is for."""
    WRITE = "write"
    """Add, replace, restore and delete articles, and follow the jobs of that."""
    METRICS = "metrics"
    """Read metrics, which reveal nothing about articles but the number of collections."""
    TOKENS = "tokens"
    """Make tokens for pages."""
    ADMIN = "admin"
    """Everything: make, drop and re-embed collections, read feedback."""


OF_KEYS = tuple(scope for scope in Scope if scope is not Scope.OPEN)
"""The scopes that a key can have."""
OF_THE_PUBLIC = frozenset((Scope.ASK, Scope.READ))
"""The scopes that `public_read` grants to everyone."""


def allowed(held: Collection[Scope], wanted: Scope) -> bool:
    """Whether these scopes allow this."""
    is_less = wanted is Scope.ASK and Scope.READ in held
    return wanted is Scope.OPEN or wanted in held or Scope.ADMIN in held or is_less


class Key(Struct, frozen=True, kw_only=True):
    """One secret key, without the secret."""

    id: str
    name: str = ""
    scopes: tuple[Scope, ...]
    origins: tuple[str, ...] = ()
    """Origins of the pages it may issue tokens for."""
    collections: tuple[str, ...] = ()
    """Those it is for; empty: all."""
    labels: tuple[str, ...] = ()
    """Of articles with labels, it sees those with one of these."""
    created: str
    expires: str | None = None
    revoked: str | None = None
    salt: bytes
    hash: bytes

    def allows(self, scope: Scope) -> bool:
        """Whether it is for this."""
        return allowed(self.scopes, scope)

    def is_live(self, now: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked is None and (self.expires is None or now < _time(self.expires))

    @property
    def days(self) -> float | None:
        """Its lifetime in days; None: until revoked."""
        if self.expires is None:
            return None
        return (_time(self.expires) - _time(self.created)) / timedelta(days=1)

    @property
    def sees(self) -> frozenset[str] | None:
        """The labels of the articles it sees; None: all articles.

        Writers see everything, because the result of adding a document reveals what was there.
        """
        return None if self.allows(Scope.WRITE) else frozenset(self.labels)

    def covers(self, collection: str) -> bool:
        """Whether it is for this collection."""
        return not self.collections or collection in self.collections


class NewKey(Struct, frozen=True, kw_only=True):
    """The properties of a new key."""

    scopes: tuple[Scope, ...]
    origins: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    name: str = ""
    days: float | None = None
    """None: until revoked."""


def make_key(wanted: NewKey) -> tuple[Key, str]:
    """A key and its secret, which is stored nowhere else."""
    id, now = secrets.token_hex(6), datetime.now(UTC)
    secret = f"{SECRET_PREFIX}.{id}.{secrets.token_urlsafe(_SECRET_BYTES)}"
    salt = secrets.token_bytes(_SALT_BYTES)
    expires = None if wanted.days is None else _text(now + timedelta(days=wanted.days))
    key = Key(
        id=id,
        name=wanted.name,
        scopes=wanted.scopes,
        origins=wanted.origins,
        collections=wanted.collections,
        labels=wanted.labels,
        created=_text(now),
        expires=expires,
        salt=salt,
        hash=_hash(secret, salt),
    )
    return key, secret


def is_secret_of(key: Key, secret: str) -> bool:
    """Whether this is the key's secret; takes as long whatever it is."""
    return hmac.compare_digest(_hash(secret, key.salt), key.hash)


def id_in(secret: str) -> str | None:
    """The key id contained in a secret; None if it is not a secret key."""
    parts = secret.split(".")
    is_one = len(parts) == 3 and parts[0] == SECRET_PREFIX and len(secret) <= _LONGEST_SECRET
    return parts[1] if is_one else None


def now_text(later_seconds: float = 0) -> str:
    """The current time, or a later one, in the format used in keys."""
    return _text(datetime.now(UTC) + timedelta(seconds=later_seconds))


def _hash(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        secret.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, dklen=32
    )


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
