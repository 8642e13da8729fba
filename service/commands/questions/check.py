"""`dateline check`: trace the quotations in a draft to their sources."""

from typing import Any, BinaryIO

import click

from index.errors import DatelineError
from service.commands.steps import options
from service.commands.steps.context import reading, settings_of
from service.commands.steps.terminal import Terminal, one_line, print_json

_ACCUSED, _ERROR = 1, 2
_BYTES_A_CHARACTER = 4


@click.command(name="check")
@click.argument("draft", type=click.File("rb"))
@options.collection
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "sarif"]),
    default="table",
    show_default=True,
    help="Output format: for people, programs or editors.",
)
@options.url
@click.pass_context
def command(
    ctx: click.Context,
    /,
    draft: BinaryIO,
    style: str,
    **given: Any,
) -> None:
    """Check every quotation in a draft: a file, or - for standard input.

    The exit status is 1 if any is altered or misattributed, 2 if the draft cannot be checked.
    """
    try:
        accused = _check(ctx, draft, style, given["collection"], given["url"])
    except DatelineError as exc:
        raise _Failure(one_line(str(exc))) from exc
    ctx.exit(_ACCUSED if accused else 0)


class _Failure(click.ClickException):
    """The draft could not be checked; this says nothing about its quotations."""

    exit_code = _ERROR


def _check(
    ctx: click.Context, draft: BinaryIO, style: str, collection: str | None, url: str | None
) -> int:
    """Check and print; return how many quotations are altered or misattributed."""
    from service.commands.steps.check_printing import print_check
    from service.drafts.sarif import sarif
    from service.wire.drafts import CheckRequest
    from service.wire.fields import checked

    text = _text(draft)
    terminal = Terminal(settings_of(ctx).language)
    request = checked(CheckRequest, {"text": text, "collection": collection})
    with reading(ctx, url) as archive:
        answer = archive.check(request)
    if style == "table":
        print_check(terminal, answer, text)
    elif style == "json":
        print_json(answer)
    else:
        print_json(sarif(answer, text, draft.name, terminal.language))
    return answer.accused


def _text(draft: BinaryIO) -> str:
    """The draft, read only up to the maximum length."""
    from index.files.encodings import decode
    from service.wire.drafts import LONGEST_DRAFT

    return decode(draft.read(_BYTES_A_CHARACTER * LONGEST_DRAFT + 1)).text
