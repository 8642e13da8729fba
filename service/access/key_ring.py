"""The keys of a data folder and its token-signing secret, in one small file.

It is separate from the database, so that a copy of the articles contains no keys and a restored
backup revives no revoked key. Only its owner can read it. Every process checks for changes at each
use, so a revoked key is refused immediately everywhere.
"""

import hashlib
import hmac
import math
import secrets
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from index.errors import NotFoundError, StoreError
from index.files.durable import make_data_folder, unusable, write_durably
from index.records import reshape
from index.store.sqlite.locks import file_lock
from service.access.errors import MissingKeyError, OutsideTokenError
from service.access.keys import Key, NewKey, Scope, id_in, is_secret_of, make_key, now_text

FILE = "keys.json"
LONGEST_TOKEN_SECONDS = 3600
_SIGNING_BYTES = 32
_OWNER_ONLY = 0o600
_OWNER_FOLDER = 0o700
_USES = "key-uses"
_NOTED_SECONDS = 60.0


class Signer(Struct, frozen=True, kw_only=True):
    """A secret for signing tokens."""

    id: str
    secret: bytes
    until: int | None = None
    """Unix time until which its tokens are accepted; None: until they expire."""


class Ring(Struct, frozen=True, kw_only=True):
    """Everything in the file."""

    keys: tuple[Key, ...] = ()
    signers: tuple[Signer, ...] = ()
    """Newest first; the first one signs."""

    def key(self, id: str) -> Key | None:
        """The key of that id, also a revoked one."""
        return next((key for key in self.keys if key.id == id), None)

    def signer(self, id: str, now: float) -> Signer | None:
        """The signer of that id, unless it is over."""
        return next(
            (s for s in self.signers if s.id == id and (s.until is None or now < s.until)), None
        )


class KeyRing:
    """The file of keys. Safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Of this data folder; nothing is read yet."""
        self.path = folder / FILE
        self._seen: tuple[int, ...] | None = None
        self._ring = Ring()
        self._right: dict[bytes, bytes] = {}
        self._uses = folder / _USES
        self._noted: dict[str, float] = {}

    def read(self) -> Ring:
        """The current contents of the file; empty if it does not exist.

        Raises:
            StoreError: it cannot be read; then no key is valid.
        """
        try:
            found = self.path.stat()
        except FileNotFoundError:
            self._seen, self._ring = None, Ring()
            return self._ring
        except OSError as exc:
            raise unusable(self.path, exc) from exc
        state = found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_mode
        if state != self._seen:
            self._ring, self._seen = self._load(), state
        return self._ring

    def create(self, wanted: NewKey) -> tuple[Key, str]:
        """Create a key; return it with its secret, which cannot be recovered later."""
        key, secret = make_key(wanted)
        self._change(lambda ring: structs.replace(_with_signer(ring), keys=(*ring.keys, key)))
        return key, secret

    def revoke(self, id: str) -> Key:
        """Make a key invalid, and the tokens that were made with it; it stays listed.

        Raises:
            NotFoundError: there is no key of that id.
        """
        if self.read().key(id) is None:
            raise NotFoundError(f"key {id!r}: not found; `dateline keys list` shows them all")
        return self._edit(id, lambda key: structs.replace(key, revoked=key.revoked or now_text()))

    def renew(self, id: str, overlap_seconds: float, days: float | None = None) -> tuple[Key, str]:
        """Create a key with the rights of another, which expires after the overlap.

        Its lifetime is that of the old key, unless days are given.

        Raises:
            NotFoundError: there is no valid key with that id.
        """
        old = self.read().key(id)
        if old is None or not old.is_live(datetime.now(UTC)):
            raise NotFoundError(f"key {id!r}: no valid key; `dateline keys list` shows them all")
        made = self.create(reshape(old, NewKey, days=old.days if days is None else days))
        until = now_text(overlap_seconds)
        self._edit(id, lambda key: structs.replace(key, expires=min(until, key.expires or until)))
        return made

    def rotate(self, *, at_once: bool) -> None:
        """Sign with another secret from now on; `at_once` refuses all that was signed before."""
        self._change(lambda ring: structs.replace(ring, signers=_rotated(ring, at_once=at_once)))

    def check(self, secret: str, scope: Scope) -> Key:
        """The valid key for this secret. Slow the first time.

        Raises:
            MissingKeyError: there is none.
            OutsideTokenError: it lacks the scope.
            StoreError: the file cannot be read.
        """
        id = id_in(secret)
        key = self.read().key(id) if id else None
        if key is None or not self._is_right(key, secret) or not key.is_live(datetime.now(UTC)):
            raise MissingKeyError(
                "no valid secret key: send one from `dateline keys` as `Authorization: Bearer`"
            )
        if not key.allows(scope):
            raise OutsideTokenError(
                f"this key does not allow that: it needs the scope {scope.value!r}"
            )
        self._note_use(key)
        return key

    def has_live_key(self) -> bool:
        """Whether a valid key exists."""
        now = datetime.now(UTC)
        return any(key.is_live(now) for key in self.read().keys)

    def label_sets(self) -> set[frozenset[str]]:
        """The sets of labels that valid keys and their tokens have."""
        now = datetime.now(UTC)
        return {frozenset(key.labels) for key in self.read().keys if key.is_live(now)}

    def knows(self, secret: str) -> bool:
        """Whether this secret was verified before, so that checking it is fast."""
        id = id_in(secret)
        key = self.read().key(id) if id else None
        return key is not None and self._remembers(key, secret)

    def last_used(self, id: str) -> datetime | None:
        """The minute a key was last used; None if never."""
        try:
            return datetime.fromtimestamp((self._uses / id).stat().st_mtime, UTC)
        except OSError:
            return None

    def _note_use(self, key: Key) -> None:
        """Take down that a key was used: by the time of an empty file, which costs no writing."""
        now = time.monotonic()
        if now - self._noted.get(key.id, -math.inf) < _NOTED_SECONDS:
            return
        self._noted[key.id] = now
        # A key is good also where nothing can be written.
        with suppress(OSError):
            self._uses.mkdir(mode=_OWNER_FOLDER, exist_ok=True)
            (self._uses / key.id).touch(mode=_OWNER_ONLY)

    def _edit(self, id: str, change: Callable[[Key], Key]) -> Key:
        """Change a key, taking concurrent changes into account."""
        self._change(
            lambda ring: structs.replace(
                ring, keys=tuple(change(one) if one.id == id else one for one in ring.keys)
            )
        )
        changed = self.read().key(id)
        assert changed is not None  # noqa: S101  # keys stay listed
        return changed

    def _is_right(self, key: Key, secret: str) -> bool:
        """Whether it is the key's secret; what was once found right is right in no time."""
        if self._remembers(key, secret):
            return True
        if is_secret_of(key, secret):
            self._right[key.hash] = _digest(secret)
            return True
        return False

    def _remembers(self, key: Key, secret: str) -> bool:
        return hmac.compare_digest(self._right.get(key.hash, b""), _digest(secret))

    def _load(self) -> Ring:
        try:
            if stat.S_IMODE(self.path.stat().st_mode) & ~_OWNER_ONLY:
                raise StoreError(f"{self.path}: others may use it; run `chmod 600 {self.path}`")
            return msgspec.json.decode(self.path.read_bytes(), type=Ring)
        except OSError as exc:
            raise unusable(self.path, exc) from exc
        except msgspec.DecodeError as exc:
            raise StoreError(
                f"{self.path}: damaged ({exc}); restore it, or remove it and create new keys"
            ) from exc

    def _change(self, change: Callable[[Ring], Ring]) -> None:
        make_data_folder(self.path.parent)
        with file_lock(self.path.with_suffix(".lock")):
            ring = change(self.read())
            data = msgspec.json.format(msgspec.json.encode(ring), indent=1)
            write_durably(self.path, data, mode=_OWNER_ONLY)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _with_signer(ring: Ring) -> Ring:
    return ring if ring.signers else structs.replace(ring, signers=(_new_signer(),))


def _rotated(ring: Ring, *, at_once: bool) -> tuple[Signer, ...]:
    now = int(time.time())
    last = now + LONGEST_TOKEN_SECONDS
    ended = (structs.replace(one, until=min(one.until or last, last)) for one in ring.signers)
    kept = () if at_once else (one for one in ended if (one.until or 0) > now)
    return (_new_signer(), *kept)


def _new_signer() -> Signer:
    return Signer(id=secrets.token_hex(4), secret=secrets.token_bytes(_SIGNING_BYTES))
