"""Tokens: what was signed here, for this page, and not too long ago; anything else is refused."""

import base64
import random
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from service.access.errors import (
    AccessError,
    ExpiredTokenError,
    InvalidTokenError,
    OtherOriginError,
    RevokedTokenError,
)
from service.access.key_ring import KeyRing, Ring
from service.access.keys import Key, NewKey, Scope
from service.access.tokens import PREFIX, Grant, is_token, mint, verified

PAGE = "https://news.example"
_WIDGET = NewKey(scopes=(Scope.TOKENS,), origins=(PAGE,), collections=("news",))


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    """An empty data folder's."""
    return KeyRing(tmp_path)


@pytest.fixture
def key(keys: KeyRing) -> Key:
    """One for pages of PAGE, about news."""
    return keys.create(_WIDGET)[0]


def _token(ring: Ring, key: Key, seconds: int = 600) -> str:
    return mint(ring, key, PAGE, ["news"], seconds)[0]


def test_a_token_says_what_it_is_for(keys: KeyRing, key: Key) -> None:
    token, made = mint(keys.read(), key, PAGE, ["news"], 600)

    grant = verified(token, keys.read(), PAGE)

    assert is_token(token)
    assert grant == made


def test_a_token_lives_no_longer_than_an_hour(keys: KeyRing, key: Key) -> None:
    _, grant = mint(keys.read(), key, PAGE, ["news"], 10**9)

    left = datetime.fromtimestamp(grant.expires, UTC) - datetime.now(UTC)
    assert left <= timedelta(hours=1)


def test_an_expired_token_is_refused(keys: KeyRing, key: Key) -> None:
    token = _token(keys.read(), key, seconds=0)

    with pytest.raises(ExpiredTokenError):
        verified(token, keys.read(), PAGE)


@pytest.mark.short(6)
@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://news.example",
        "https://news.example:443",
        "https://news.example:8443",
        "https://NEWS.example",
        "https://news.example.",
        "https://news.example.evil.example",
        "https://evil.example/https://news.example",
        "https://news.example@evil.example",
        "https://news.example/",
        " https://news.example",
        "https://news.example\t",
        "https://news.example, https://evil.example",
        "https://news.example\r\nX-Injected: 1",
    ],
)
def test_a_token_is_good_from_its_own_origin_alone(
    keys: KeyRing, key: Key, origin: str | None
) -> None:
    token = _token(keys.read(), key)

    with pytest.raises(OtherOriginError):
        verified(token, keys.read(), origin)


def test_a_token_dies_with_its_key(keys: KeyRing, key: Key) -> None:
    token = _token(keys.read(), key)
    elsewhere = KeyRing(keys.path.parent)
    verified(token, elsewhere.read(), PAGE)

    keys.revoke(key.id)

    with pytest.raises(RevokedTokenError):
        verified(token, elsewhere.read(), PAGE)


def test_a_token_dies_when_its_key_expires_or_is_gone(keys: KeyRing, key: Key) -> None:
    token, ring = _token(keys.read(), key), keys.read()
    expired = structs.replace(key, expires="2020-01-01T00:00:00+00:00")

    for rest in ((expired,), ()):
        with pytest.raises(RevokedTokenError):
            verified(token, structs.replace(ring, keys=rest), PAGE)


def test_after_a_rotation_tokens_live_out_their_time_unless_all_are_refused(
    keys: KeyRing, key: Key
) -> None:
    old = _token(keys.read(), key)

    keys.rotate(at_once=False)
    new = _token(keys.read(), key)

    assert verified(old, keys.read(), PAGE).id != verified(new, keys.read(), PAGE).id
    assert old.split(".")[1] != new.split(".")[1]
    keys.rotate(at_once=True)
    for token in (old, new):
        with pytest.raises(InvalidTokenError):
            verified(token, keys.read(), PAGE)


def test_a_token_signed_elsewhere_is_refused(keys: KeyRing, key: Key, tmp_path: Path) -> None:
    other = KeyRing(tmp_path / "other")
    theirs = other.create(_WIDGET)[0]
    forged = _token(other.read(), theirs)
    own_signer = keys.read().signers[0]
    renamed = forged.replace(other.read().signers[0].id, own_signer.id)

    for token in (forged, renamed):
        with pytest.raises(InvalidTokenError):
            verified(token, keys.read(), PAGE)
    assert own_signer.secret != other.read().signers[0].secret
    assert key.id != theirs.id


def test_what_was_changed_or_cut_off_is_refused(keys: KeyRing, key: Key) -> None:
    token = _token(keys.read(), key)
    prefix, signer, grant, mac = token.split(".")
    wider = msgspec.json.decode(_plain(grant), type=Grant)
    swapped = _text(msgspec.json.encode(structs.replace(wider, collections=("news", "all"))))
    longer = _text(msgspec.json.encode(structs.replace(wider, expires=wider.expires + 9)))
    other = _token(keys.read(), key).split(".")

    changed = [
        *(token[:length] for length in range(len(token))),
        f"{prefix}.{signer}.{swapped}.{mac}",
        f"{prefix}.{signer}.{longer}.{mac}",
        f"{prefix}.{signer}.{other[2]}.{mac}",
        f"{prefix}.{signer}.{grant}.",
        f"{prefix}.{signer}.{grant}",
        f"{prefix}..{grant}.{mac}",
        f"{prefix}.none.{grant}.{mac}",
        f"{prefix}.{signer}.{grant}.{mac}=",
        f"{prefix}.{signer}.{grant}.{mac}.{mac}",
        f"{token} ",
        f" {token}",
        f"{token}\n",
        token.upper(),
        f"x{token}",
        token.replace(".", "", 1),
        f"{prefix}.{signer}.{grant}.{mac[:-1]}é",
        "..." + token,
        token * 100,
    ]

    for one in changed:
        with pytest.raises(InvalidTokenError):
            verified(one, keys.read(), PAGE)


def test_another_spelling_of_the_same_bytes_is_refused(keys: KeyRing, key: Key) -> None:
    token = _token(keys.read(), key)
    rest, last = token[:-1], token[-1]
    same = [f"{rest}{one}" for one in string.ascii_letters + string.digits if one != last]
    spelt = [one for one in same if _plain(one.split(".")[3]) == _plain(token.split(".")[3])]

    assert spelt
    for one in spelt:
        with pytest.raises(InvalidTokenError):
            verified(one, keys.read(), PAGE)


def test_none_of_10000_random_tokens_is_taken(keys: KeyRing, key: Key) -> None:
    chance, ring = random.Random(24), keys.read()
    genuine = _token(ring, key)
    letters = string.ascii_letters + string.digits + "-_."

    def changed() -> str:
        at = chance.randrange(len(PREFIX) + 1, len(genuine))
        return genuine[:at] + chance.choice(letters) + genuine[at + 1 :]

    def made_up() -> str:
        grant = "".join(chance.choices(letters, k=chance.randrange(200)))
        return f"{PREFIX}.{ring.signers[0].id}.{grant}.{''.join(chance.choices(letters, k=43))}"

    tried = [changed() if number % 2 else made_up() for number in range(10_000)]
    taken = [one for one in tried if one != genuine and _is_taken(one, ring)]

    assert taken == []


def test_without_keys_nothing_is_taken(keys: KeyRing, tmp_path: Path) -> None:
    key = keys.create(_WIDGET)[0]
    token = _token(keys.read(), key)

    with pytest.raises(InvalidTokenError):
        verified(token, KeyRing(tmp_path / "empty").read(), PAGE)


def _is_taken(token: str, ring: Ring) -> bool:
    try:
        verified(token, ring, PAGE)
    except AccessError:
        return False
    return True


def _plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
