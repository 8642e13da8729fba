"""Handles chat lines: questions, `/commands`, and numbers that choose options."""

import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from index.errors import DatelineError, InputError, NotFoundError
from service.commands.steps.chatting.conversation import Conversation
from service.commands.steps.chatting.offers import Offer, offers_of, print_offers
from service.commands.steps.chatting.showing import Place, place_of, show, write
from service.commands.steps.chatting.understanding import print_why
from service.commands.steps.terminal import Terminal
from service.printing import console, style
from service.wire.answer import Answer, Citation
from service.wire.asking import AskRequest
from service.wire.conversations import TurnOut
from service.wire.suggestions import Suggestion, SuggestRequest

if TYPE_CHECKING:
    from service.commands.steps.context import Archive

_ANSWERED = "answered"
_COURTESIES = ("greeting", "thanks", "goodbye", "help")
"""What asks the articles nothing, so that they owe it no answer."""

Printer = Callable[[str, Answer], None]
"""Prints the answer to a question."""


class Talk:
    """Takes lines until one of them ends it."""

    def __init__(
        self,
        terminal: Terminal,
        archive: "Archive",
        request_of: Callable[[str], AskRequest],
        printer: Printer,
        *,
        suggests: bool = False,
        is_for_programs: bool = False,
    ) -> None:
        """Start a conversation, loading models in the background.

        With `suggests`, follow-up questions are offered after each answer; for programs, only
        answers are printed.

        Raises:
            DatelineError: an option is invalid, or the collection or server does not exist.
        """
        self.is_answered = True
        """Whether every question so far had an answer."""
        self._terminal = terminal
        self._archive = archive
        self._printer = printer
        self._suggests = suggests
        self._options = request_of("?")
        self._offers: list[Offer] = []
        self._conversation = Conversation(archive, request_of, self._options.collection)
        self._ready = _in_background(lambda: archive.prepare(self._options.collection))
        self._words: dict[str, Callable[[str], None]] = {
            "/typed": self._typed,
            "/new": self._new,
            "/export": self._export,
        }
        if not is_for_programs:
            self._words |= {"/help": self._help, "/open": self._open, "/why": self._why}

    def take(self, line: str) -> bool:
        """Handle a line; return False if it ends the chat.

        Raises:
            DatelineError: it failed; the next line can still be handled.
        """
        line = line.strip()
        if line == "/quit":
            return False
        if line.startswith("/"):
            word, _, rest = line.partition(" ")
            self._words.get(word, self._unknown)(rest.strip())
        elif line.isdecimal() and 1 <= int(line) <= len(self._offers):
            self._choose(self._offers[int(line) - 1])
        elif line:
            self._ask(line)
        return True

    def close(self) -> None:
        """Delete the conversation."""
        self._conversation.end()

    def _ask(self, question: str, *, as_typed: bool = False) -> None:
        was_answered, self.is_answered = self.is_answered, False
        with _waiting(self._terminal, "page_starting"):
            self._ready.result()
        with _waiting(self._terminal, "page_searching"):
            answer, is_lost = self._conversation.ask(question, as_typed=as_typed)
        if is_lost:
            self._terminal.say("page_lost", err=True)
        self._offers = offers_of(answer)
        self._printer(question, answer)
        self.is_answered = was_answered and _is_answered(answer)
        if self._suggests:
            self._suggest(answer)

    def _suggest(self, answer: Answer) -> None:
        """Offer questions to go on with; that there are none needs no words."""
        shown = [citation.article_id for citation in answer.citations]
        shown += [passage.article_id for passage in answer.nearest]
        wanted = SuggestRequest(
            question=answer.searched,
            articles=list(dict.fromkeys(shown)),
            collection=self._options.collection,
            as_of=self._options.as_of,
            filters=self._options.filters,
        )
        found: list[Suggestion] = []
        with suppress(DatelineError), _waiting(self._terminal, "page_searching"):
            found = self._archive.suggest(wanted)
        offers = [Offer(name=one.question, question=one.question) for one in found]
        print_offers(self._terminal, "page_next", offers, first=len(self._offers) + 1)
        self._offers = [*self._offers, *offers]

    def _choose(self, offer: Offer) -> None:
        if offer.question is not None:
            click.echo(f"{style(offer.question, bold=True)}\n", err=True)
            self._ask(offer.question)
        elif offer.article_id is not None and "/open" in self._words:
            self._show(Place(article_id=offer.article_id))

    def _show(self, place: Place) -> None:
        shown = self._archive.show(self._options.collection, place.article_id, place.version)
        show(self._terminal, shown.article, place)

    def _help(self, rest: str) -> None:
        del rest
        self._terminal.say("cli_chat_help")

    def _open(self, rest: str) -> None:
        cited = {str(citation.number): citation for citation in self._last_citations()}
        if not cited:
            raise NotFoundError(self._terminal.words("cli_chat_nothing_cited"))
        if (rest or "1") not in cited:
            numbers = ", ".join(cited)
            raise NotFoundError(self._terminal.words("cli_chat_cited", numbers=numbers))
        self._show(place_of(cited[rest or "1"]))

    def _last_citations(self) -> list[Citation]:
        """Those of the last answer that has any: thanks may have been said since."""
        shown = (turn.answer.citations for turn in reversed(self._conversation.turns))
        return next(filter(None, shown), [])

    def _why(self, rest: str) -> None:
        del rest
        print_why(self._terminal, self._last_turn(), self._options)

    def _typed(self, rest: str) -> None:
        del rest
        self._ask(self._last_turn().question, as_typed=True)

    def _last_turn(self) -> TurnOut:
        if not self._conversation.turns:
            raise NotFoundError(self._terminal.words("cli_chat_nothing_asked"))
        return self._conversation.turns[-1]

    def _new(self, rest: str) -> None:
        del rest
        self._conversation.begin_anew()
        self._offers = []
        self._terminal.say("cli_chat_new", err=True)

    def _export(self, rest: str) -> None:
        if not rest:
            raise InputError(self._terminal.words("cli_chat_export_where"))
        file = write(self._conversation.turns, rest)
        count = len(self._conversation.turns)
        self._terminal.say("cli_chat_exported", err=True, count=count, file=str(file))

    def _unknown(self, rest: str) -> None:
        del rest
        raise InputError(self._terminal.words("cli_chat_unknown"))


def _is_answered(answer: Answer) -> bool:
    return answer.status == _ANSWERED or answer.reason in _COURTESIES


def _in_background(work: Callable[[], None]) -> Future[None]:
    """Begin the work; its end, or what it raises, can be waited for."""
    done: Future[None] = Future()

    def run() -> None:
        try:
            work()
            done.set_result(None)
        except BaseException as exc:  # noqa: BLE001 - whoever waits for it gets it
            done.set_exception(exc)

    threading.Thread(target=run).start()
    return done


@contextmanager
def _waiting(terminal: Terminal, name: str) -> Generator[None]:
    """Show the message of that name, moving, until the block is done; elsewhere, nothing.

    Nothing is printed in the block: what moves has both streams.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.markup import escape

    with console(stderr=True).status(escape(terminal.words(name))):
        yield
