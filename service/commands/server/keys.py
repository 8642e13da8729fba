"""`dateline keys`: create, list, renew and revoke keys."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from service.commands.steps import options
from service.commands.steps.context import settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from datetime import datetime

    from service.access.key_ring import KeyRing
    from service.access.keys import Key, Scope

_NAME = click.option("--name", default="", metavar="TEXT", help="Description, shown in the list.")
_DAYS = click.option("--days", type=click.IntRange(1, 3650), help="Expire after this many days.")
_NO_LONGER_NAME = 100
# As `Scope` has them, which is not imported for `--help`.
_SCOPES = ("ask", "read", "write", "metrics", "admin")


def _collections(what: str) -> options.Option[Any]:
    return click.option(
        "--collection", "-c", "collections", multiple=True, metavar="NAME", help=what
    )


_LABELS = click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="LABEL",
    help="Also allow articles with this label; may be repeated.",
)


@click.group(name="keys")
def command() -> None:
    """Create, list, renew and revoke keys. Each is shown once, and stored only as a hash."""


@command.command()
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(_SCOPES),
    help="What the key may do; may be repeated. read includes ask, admin everything.",
)
@_collections("Collection that it is for; may be repeated. By default all.")
@_LABELS
@_NAME
@_DAYS
@options.as_json
@click.pass_context
def create(ctx: click.Context, /, scopes: tuple[str, ...], **given: Any) -> None:
    """Create a key for programs and people, sent as `Authorization: Bearer`.

    Articles with labels are visible only to keys with one of these labels and to keys that may
    write (write, admin), which see every article in their collections.
    """
    _make(ctx, dict.fromkeys(scopes), given, message="cli_general_key_made")


@command.command()
@click.argument("key_id", metavar="ID")
@click.option(
    "--overlap-hours",
    type=click.FloatRange(0, 24 * 365),
    default=24.0,
    show_default=True,
    help="Hours for which the old key stays valid.",
)
@_DAYS
@options.as_json
@click.pass_context
def renew(
    ctx: click.Context,
    /,
    key_id: str,
    overlap_hours: float,
    days: int | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Replace a key by a new one with the same rights; the old one expires after the overlap.

    Page tokens are then issued with the new key; those of the old key expire with it.
    """
    ring = _ring(ctx)
    key, secret = ring.renew(key_id, overlap_hours * 3600, days)
    old = ring.read().key(key_id)
    until = old.expires if old else None
    _show_new(
        ctx, key, secret, as_json=as_json, message="cli_key_renewed", old=key_id, until=until or ""
    )


@command.command()
@click.option(
    "--origin",
    "origins",
    multiple=True,
    required=True,
    metavar="ORIGIN",
    help="Origin of the pages, such as https://news.example; may be repeated.",
)
@_collections("Collection that they may ask; may be repeated. By default that of the settings.")
@_LABELS
@_NAME
@_DAYS
@options.as_json
@click.pass_context
def widget(ctx: click.Context, /, origins: tuple[str, ...], **given: Any) -> None:
    """Create a key that issues tokens for pages of other sites: see POST /v1/tokens.

    Keep the key on your own server, never in a page.
    """
    from service.wire.tokens import origin_of

    own = tuple(dict.fromkeys(origin_of(one, "--origin") for one in origins))
    given["collections"] = given["collections"] or (settings_of(ctx).collection,)
    _make(ctx, ["tokens"], given, origins=own)


@command.command()
@_NAME
@_DAYS
@options.as_json
@click.pass_context
def owner(ctx: click.Context, /, **given: Any) -> None:
    """Create a key with all rights, including those that always need one, like reading feedback."""
    _make(ctx, ["admin"], given)


@command.command(name="list")
@options.as_json
@click.pass_context
def list_keys(ctx: click.Context, /, as_json: bool) -> None:  # noqa: FBT001
    """List all keys, including revoked ones. Secrets are not stored and cannot be shown."""
    ring = _ring(ctx)
    keys = ring.read().keys
    if as_json:
        used = {key.id: ring.last_used(key.id) for key in keys}
        print_json([{**_shown(key), "last_used": _text(used[key.id])} for key in keys])
        return
    terminal = Terminal(settings_of(ctx).language)
    if not keys:
        terminal.say("cli_keys_none", err=True)
    for key in keys:
        _print_key(terminal, key, ring.last_used(key.id))


@command.command()
@click.argument("key_id", metavar="ID")
@click.pass_context
def revoke(ctx: click.Context, key_id: str) -> None:
    """Revoke a key and all tokens issued with it."""
    key = _ring(ctx).revoke(key_id)
    Terminal(settings_of(ctx).language).say("cli_key_revoked", id=key.id)


@command.command()
@click.option(
    "--at-once", is_flag=True, help="Reject all existing tokens, rather than let them expire."
)
@click.pass_context
def rotate(ctx: click.Context, /, at_once: bool) -> None:  # noqa: FBT001
    """Sign tokens with a new secret. Keys stay valid."""
    _ring(ctx).rotate(at_once=at_once)
    Terminal(settings_of(ctx).language).say("cli_keys_rotated")


def _ring(ctx: click.Context) -> "KeyRing":
    from service.access.key_ring import KeyRing

    return KeyRing(settings_of(ctx).folder)


def _make(
    ctx: click.Context,
    scopes: Iterable[str],
    given: dict[str, Any],
    origins: tuple[str, ...] = (),
    message: str = "cli_key_made",
) -> None:
    """Create a key and show it."""
    from service.access.keys import NewKey, Scope

    own = tuple(map(Scope, scopes))
    wanted = NewKey(
        scopes=own,
        origins=origins,
        collections=tuple(dict.fromkeys(given.get("collections", ()))),
        labels=_checked_labels(given.get("labels", ()), own),
        name=given["name"][:_NO_LONGER_NAME],
        days=given["days"],
    )
    _show_new(ctx, *_ring(ctx).create(wanted), as_json=given["as_json"], message=message)


def _checked_labels(labels: Iterable[str], scopes: Iterable["Scope"]) -> tuple[str, ...]:
    from index.errors import InvalidFieldError
    from index.text.ids import check_labels
    from service.access.keys import Scope, allowed

    found = tuple(dict.fromkeys(labels))
    check_labels(found, "--label")
    if found and allowed(tuple(scopes), Scope.WRITE):
        raise InvalidFieldError(
            "--label", "keys that may write see every article in their collections; leave it out"
        )
    return found


def _show_new(
    ctx: click.Context,
    key: "Key",
    secret: str,
    *,
    as_json: bool,
    message: str,
    **words: str,
) -> None:
    if as_json:
        print_json({**_shown(key), "secret": secret})
        return
    terminal = Terminal(settings_of(ctx).language)
    click.echo(secret)
    terminal.say(message, err=True, dim=True, id=key.id, **words)


def _shown(key: "Key") -> dict[str, object]:
    """A key without any secret data."""
    from msgspec import structs

    return {
        name: value for name, value in structs.asdict(key).items() if name not in ("salt", "hash")
    }


def _text(used: "datetime | None") -> str | None:
    return used.isoformat(timespec="seconds") if used else None


def _print_key(terminal: Terminal, key: "Key", used: "datetime | None") -> None:
    from datetime import UTC, datetime

    state = "cli_key_live"
    if not key.is_live(datetime.now(UTC)):
        state = "cli_key_was_revoked" if key.revoked else "cli_key_expired"
    parts = [
        key.id,
        ", ".join(key.scopes),
        terminal.words(state),
        terminal.day(key.created),
        _last_use(terminal, used),
        *filter(None, (" ".join(key.origins), ", ".join(key.collections))),
        *filter(None, (" ".join(f"+{label}" for label in key.labels), key.name)),
    ]
    click.echo(terminal.fitted("  ".join(parts)))


def _last_use(terminal: Terminal, used: "datetime | None") -> str:
    if used is None:
        return terminal.words("cli_key_unused")
    return terminal.words("cli_key_used", day=terminal.day(used.isoformat()))
