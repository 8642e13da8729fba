"""Where a person is asked: the terminal, or a script that answers in a test."""

from typing import Protocol

import click


class Prompter(Protocol):
    """Asks a person, one line at a time."""

    def say(self, text: str, /) -> None:
        """Show a text."""
        ...

    def ask(self, prompt: str, /) -> str:
        """The line that the person types, without spaces around it; empty for none.

        Raises:
            click.Abort: the person ends the session (ctrl-C, ctrl-D).
        """
        ...


class TerminalPrompter:
    """Asks in the terminal."""

    def say(self, text: str, /) -> None:
        """Show a text; what could steer the terminal is shown as U+FFFD."""
        click.echo("".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text))

    def ask(self, prompt: str, /) -> str:
        """The line that the person types.

        Raises:
            click.Abort: the person ends the session (ctrl-C, ctrl-D).
        """
        answer: str = click.prompt(prompt, default="", show_default=False)
        return answer.strip()


def confirmed(prompter: Prompter, question: str) -> bool:
    """Whether the person says yes."""
    return prompter.ask(f"{question} [y/N]").casefold() in {"y", "yes"}


def numbered(prompter: Prompter, prompt: str, count: int) -> int | None:
    """A number from 1 to `count` as a position from 0; None for an empty line."""
    while answer := prompter.ask(f"{prompt} [1-{count}]"):
        if answer.isdecimal() and 1 <= int(answer) <= count:
            return int(answer) - 1
        prompter.say(f"Type a number from 1 to {count}, or nothing to leave.")
    return None
