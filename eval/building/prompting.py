"""Prompts for a person: in the terminal, or scripted in a test."""

from typing import Protocol

import click


class Prompter(Protocol):
    """Prompts a person, one line at a time."""

    def say(self, text: str, /) -> None:
        """Show a text."""
        ...

    def ask(self, prompt: str, /) -> str:
        """The line that the person types, without surrounding spaces; may be empty.

        Raises:
            click.Abort: the person ends the session (ctrl-C, ctrl-D).
        """
        ...


class TerminalPrompter:
    """Prompts in the terminal."""

    def say(self, text: str, /) -> None:
        """Show a text; control characters are shown as U+FFFD."""
        click.echo("".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text))

    def ask(self, prompt: str, /) -> str:
        """The line that the person types.

        Raises:
            click.Abort: the person ends the session (ctrl-C, ctrl-D).
        """
        answer: str = click.prompt(prompt, default="", show_default=False)
        return answer.strip()


def confirm(prompter: Prompter, question: str) -> bool:
    """Whether the person answers yes."""
    return prompter.ask(f"{question} [y/N]").casefold() in {"y", "yes"}


def ask_number(prompter: Prompter, prompt: str, count: int) -> int | None:
    """A number from 1 to `count`, as a position from 0; None for an empty line."""
    while answer := prompter.ask(f"{prompt} [1-{count}]"):
        if answer.isdecimal() and 1 <= int(answer) <= count:
            return int(answer) - 1
        prompter.say(f"Type a number from 1 to {count}, or just press enter to go back.")
    return None
