"""Secret keys: shown once, kept as hashes, in a file for the owner alone."""

import ast
import inspect
from pathlib import Path
from threading import Thread

import pytest

from index.errors import NotFoundError, StoreError
from service.access import key_ring, keys, tokens
from service.access.errors import MissingKeyError, OutsideTokenError
from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope

_WIDGET = NewKey(scopes=(Scope.TOKENS,), origins=("https://news.example",), name="front page")


def test_the_file_holds_no_secret_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "data")

    key, secret = ring.create(_WIDGET)

    stored = ring.path.read_text("utf-8")
    assert ring.path.stat().st_mode & 0o777 == 0o600
    assert ring.path.parent.stat().st_mode & 0o777 == 0o700
    assert secret.rpartition(".")[2] not in stored
    assert key.id in stored
    assert KeyRing(tmp_path / "data").check(secret, Scope.TOKENS) == key


def test_a_key_is_good_for_its_scopes_and_that_of_an_owner_for_all(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    _, widget = ring.create(_WIDGET)
    owner, admin = ring.create(NewKey(scopes=(Scope.ADMIN,)))

    with pytest.raises(OutsideTokenError, match="needs the scope 'admin'"):
        ring.check(widget, Scope.ADMIN)
    assert ring.check(admin, Scope.TOKENS) == owner


@pytest.mark.short(4)
@pytest.mark.parametrize(
    "changed",
    [
        lambda secret: secret[:0],
        lambda secret: secret[:-1],
        lambda secret: secret + "a",
        lambda secret: secret.upper(),
        lambda secret: secret.rpartition(".")[0] + ".",
        lambda secret: secret.replace("dateline-secret", "dateline-token"),
        lambda secret: secret.rpartition(".")[2],
        lambda secret: secret + "é\ud800",
        lambda secret: secret * 1000,
    ],
)
def test_anything_but_the_secret_itself_is_refused(tmp_path: Path, changed: object) -> None:
    ring = KeyRing(tmp_path)
    _, secret = ring.create(_WIDGET)
    ring.check(secret, Scope.TOKENS)

    assert callable(changed)
    with pytest.raises(MissingKeyError):
        ring.check(changed(secret), Scope.TOKENS)


def test_a_revoked_key_is_refused_at_once_in_every_process_and_stays_listed(tmp_path: Path) -> None:
    ring, elsewhere = KeyRing(tmp_path), KeyRing(tmp_path)
    key, secret = ring.create(_WIDGET)
    elsewhere.check(secret, Scope.TOKENS)

    first, again = ring.revoke(key.id), ring.revoke(key.id)

    with pytest.raises(MissingKeyError):
        elsewhere.check(secret, Scope.TOKENS)
    assert elsewhere.read().keys == (first,) == (again,)
    with pytest.raises(NotFoundError, match="dateline keys list"):
        ring.revoke("nobody")


def test_two_keys_overlap_while_one_takes_the_place_of_the_other(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    old, old_secret = ring.create(_WIDGET)
    new, new_secret = ring.create(_WIDGET)

    assert ring.check(old_secret, Scope.TOKENS) == old
    ring.revoke(old.id)

    assert ring.check(new_secret, Scope.TOKENS) == new


def test_keys_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    made: list[str] = []

    def make() -> None:
        made.append(KeyRing(tmp_path).create(_WIDGET)[0].id)

    threads = [Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(key.id for key in KeyRing(tmp_path).read().keys) == sorted(made)
    assert len(made) == 8


def test_a_file_that_others_may_use_or_that_is_damaged_opens_nothing(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    _, secret = ring.create(_WIDGET)

    ring.path.chmod(0o644)
    with pytest.raises(StoreError, match="chmod 600"):
        ring.check(secret, Scope.TOKENS)
    ring.path.chmod(0o600)
    ring.path.write_bytes(ring.path.read_bytes()[:-20])
    with pytest.raises(StoreError, match="damaged"):
        ring.check(secret, Scope.TOKENS)


def test_secrets_are_compared_in_constant_time() -> None:
    """No secret, hash or signature is ever an operand of == or !=, or looked up."""
    for module in (keys, key_ring, tokens):
        tree = ast.parse(inspect.getsource(module))
        compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
        names = {
            leaf.id if isinstance(leaf, ast.Name) else leaf.attr
            for node in compared
            if not any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops)
            for leaf in ast.walk(node)
            if isinstance(leaf, ast.Name | ast.Attribute)
        }
        assert names.isdisjoint({"mac", "hash", "salt", "_mac", "digest"})
    assert "hmac.compare_digest(_mac(" in inspect.getsource(tokens)
    assert "hmac.compare_digest(_hash(" in inspect.getsource(keys)
