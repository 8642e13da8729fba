"""A server that others can reach starts only where it is said who may do what."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import structs

from index.errors import SettingsError
from service.access.exposure import check_exposure, is_loopback, is_open
from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.commands.cli import main
from service.settings import Settings, load


def _settings(folder: Path, **given: object) -> Settings:
    return load({}, data=str(folder), **given)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_loopback_is_open_without_a_key(tmp_path: Path, host: str) -> None:
    settings = structs.replace(_settings(tmp_path), host=host)

    check_exposure(settings, KeyRing(tmp_path))

    assert is_loopback(host)
    assert is_open(settings)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "news.example", ""])
def test_any_other_address_needs_a_key_or_a_word(tmp_path: Path, host: str) -> None:
    settings = structs.replace(_settings(tmp_path), host=host)

    with pytest.raises(SettingsError, match=r"dateline keys create.*DATELINE_PUBLIC_READ=true"):
        check_exposure(settings, KeyRing(tmp_path))

    check_exposure(structs.replace(settings, public_read=True), KeyRing(tmp_path))
    assert not is_open(structs.replace(settings, public_read=True))


def test_a_proxy_in_front_makes_loopback_reachable(tmp_path: Path) -> None:
    settings = _settings(tmp_path, trusted_proxies=("127.0.0.1",))

    with pytest.raises(SettingsError, match="behind the proxies"):
        check_exposure(settings, KeyRing(tmp_path))


def test_only_a_valid_key_lets_the_server_start(tmp_path: Path) -> None:
    settings, keys = _settings(tmp_path, require_key=True), KeyRing(tmp_path)
    keys.create(NewKey(scopes=(Scope.ASK,), days=0))
    revoked, _ = keys.create(NewKey(scopes=(Scope.ASK,)))
    keys.revoke(revoked.id)

    with pytest.raises(SettingsError, match="`require_key` is set"):
        check_exposure(settings, keys)

    keys.create(NewKey(scopes=(Scope.ASK,)))
    check_exposure(settings, keys)


@pytest.mark.parametrize("host", ["300.1.1.1", "127.0.0", "1"])
def test_what_looks_like_an_address_and_is_none_is_told_of(tmp_path: Path, host: str) -> None:
    result = CliRunner().invoke(main, ["--data", str(tmp_path / "new"), "serve", "--host", host])

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: host: '{host}' is no valid address; use 127.0.0.1 ")


def test_the_command_says_why_it_does_not_start(tmp_path: Path) -> None:
    host = "0.0.0.0"

    result = CliRunner().invoke(main, ["--data", str(tmp_path), "serve", "--host", host])

    assert result.exit_code == 1
    assert "0.0.0.0 can be reached from other machines, and there is no key" in result.stderr
