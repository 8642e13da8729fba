"""`dateline eval new`: a person builds a question set from a collection, in the terminal.

    article -> question -> what Dateline finds -> answer by quoting -> a line in the file

Each finished case is saved at once; ending the session loses only the unfinished one.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import structs

from eval.building import display
from eval.building.picker import Picker
from eval.building.prompting import Prompter, confirm
from eval.building.set_file import SetFile
from eval.questions import Case
from index.errors import NotFoundError
from index.records import Article
from index.store.values import ArticleSummary, Collection
from service.engine import Engine
from service.lookups.passages import find
from service.questions.time.periods import day_of, period_of
from service.wire.asking import AskRequest
from service.wire.fields import MAX_QUESTION
from service.wire.passages import FoundPassage, SearchRequest

_END_OF_TEXT = "End of the article."
_PASSAGES = 5
_ANSWERS = 3
_READING = "Question (enter: more text, n: next article, q: quit)"
_ANSWERING = (
    "Answer: words from the article, or sentence numbers such as 3 or 3-5 (p1: article of "
    "passage 1, t: back to the start of the text, none: not in these articles, drop: discard the "
    "question)"
)


def build(
    engine: Engine,
    out: Path,
    collection: str | None,
    ask: Prompter,
    seed: int,
    *,
    newest: bool = False,
) -> int:
    """Let a person ask about articles; return how many cases were added to `out`.

    Articles come in an order that depends only on the seed, or newest first; articles that the
    file already asks about come last.

    Raises:
        NotFoundError: no such collection.
        UnreadableFileError: `out` exists and is not a question set in our layout.
        StoreError: `out` cannot be written.
    """
    session = _Session(engine, engine.collection(collection), SetFile(out), ask)
    before = len(session.set_file.cases)
    try:
        for summary in _ordered(session, seed, newest=newest):
            if not session.visit(summary.id):
                break
        else:
            ask.say("No more articles.")
    except (click.Abort, KeyboardInterrupt, EOFError):
        ask.say("\nSession ended; saved questions are kept.")
    added = len(session.set_file.cases) - before
    ask.say(f"{added} questions added, {len(session.set_file.cases)} in {out}.")
    return added


def finish(engine: Engine, path: Path, collection: str | None, ask: Prompter) -> int:
    """Let a person judge the unjudged cases of a set; return how many were judged.

    Raises:
        NotFoundError: no such collection.
        UnreadableFileError: the file is not a question set in our layout.
        StoreError: it cannot be written.
    """
    session = _Session(engine, engine.collection(collection), SetFile(path), ask)
    waiting = [case for case in session.set_file.cases if case.answerable is None]
    done = 0
    try:
        for case in waiting:
            ask.say(display.case(case))
            done += session.judge(case, None)
    except (click.Abort, KeyboardInterrupt, EOFError):
        ask.say("\nSession ended; saved questions are kept.")
    ask.say(f"{done} questions judged, {len(waiting) - done} still unjudged.")
    return done


class _Session:
    """One person working on one file. A case that is not in it yet has an empty id."""

    def __init__(
        self, engine: Engine, collection: Collection, set_file: SetFile, ask: Prompter
    ) -> None:
        self.engine = engine
        self.collection = collection
        self.set_file = set_file
        self._ask = ask
        self._picker = Picker(ask)
        self._type: str | None = None

    def visit(self, id: str) -> bool:
        """Show an article until the person leaves it; return whether to go on to the next."""
        article = self._article(id)
        if article is None or not article.sentences:
            return True
        self._ask.say(display.heading(article))
        self._ask.say(display.page(article, 0))
        number = 0
        while True:
            typed = self._ask.ask(_READING)
            if typed in {"n", "q"}:
                return typed == "n"
            if not typed:
                number += 1
                self._ask.say(display.page(article, number) or _END_OF_TEXT)
            elif len(typed) > MAX_QUESTION:
                self._ask.say(f"A question may have at most {MAX_QUESTION:,} characters.")
            else:
                # "This week" must mean the same days whenever the set is used.
                today = day_of(None, None)
                asked_at = today.isoformat() if period_of(typed, today) else None
                self.judge(Case(id="", question=typed, asked_at=asked_at), article)

    def judge(self, case: Case, article: Article | None) -> bool:
        """Let the person answer a question and save it; False if it was discarded."""
        near = self._show_found(case)
        if article is None:
            article = self._first_article(case, near)
        finished = self._answered(case, article, near)
        if finished is None:
            self._ask.say("Discarded.")
            return False
        finished = structs.replace(finished, type=self._asked_type(case))
        self._ask.say(f"Saved {self._keep(finished)}.")
        return True

    def _keep(self, case: Case) -> str:
        """Save the case; return its id."""
        if case.id:
            self.set_file.replace(case)
            return case.id
        (added,) = self.set_file.append(structs.replace(case, id=self.set_file.next_id()))
        return added.id

    def _show_found(self, case: Case) -> list[FoundPassage]:
        common: dict[str, Any] = {
            "question": case.question,
            "collection": self.collection.name,
            "as_of": case.as_of,
            "asked_at": case.asked_at,
            "filters": case.filters,
        }
        answer = self.engine.answerer.answer(AskRequest(max_answers=_ANSWERS, **common))
        self._ask.say(display.answers(answer))
        found = find(self.engine, SearchRequest(limit=_PASSAGES, **common)).passages
        self._ask.say(display.passages(found))
        return found

    def _first_article(self, case: Case, near: Sequence[FoundPassage]) -> Article | None:
        """The article of the case's evidence, else of the nearest passage, shown."""
        ids = [evidence.article for evidence in case.evidence if evidence.article]
        ids += [passage.article_id for passage in near]
        article = self._article(ids[0]) if ids else None
        if article is not None:
            self._ask.say(display.heading(article) + display.page(article, 0))
        return article

    def _answered(
        self, case: Case, article: Article | None, near: Sequence[FoundPassage]
    ) -> Case | None:
        page = 0
        while True:
            typed = self._ask.ask(_ANSWERING)
            if typed == "drop":
                return None
            if typed == "none" and confirm(self._ask, "No article answers this question?"):
                return structs.replace(case, answerable=False, answers=[], evidence=[])
            switched = _passage_named(typed, near)
            if switched is not None:
                article, page = self._article(switched.article_id), 0
                self._ask.say(_shown(article, page))
            elif typed in {"", "t"}:
                page = 0 if typed == "t" else page + 1
                self._ask.say(_shown(article, page) or _END_OF_TEXT)
            elif article is not None and typed != "none":
                span = self._picker.span(article, typed)
                if span is not None:
                    return self._picker.answered(case, article, span)

    def _asked_type(self, case: Case) -> str | None:
        offered = case.type or self._type
        shown = offered or "none"
        typed = self._ask.ask(f"Type of question, in your own words (enter: {shown}, -: none)")
        self._type = None if typed == "-" else typed or offered
        return self._type

    def _article(self, id: str) -> Article | None:
        try:
            return self.engine.library.article(self.collection, id)
        except NotFoundError:
            return None


def _passage_named(typed: str, near: Sequence[FoundPassage]) -> FoundPassage | None:
    """The passage named "p1", "p2" ..."""
    number = typed[1:]
    if typed[:1] == "p" and number.isdecimal() and 1 <= int(number) <= len(near):
        return near[int(number) - 1]
    return None


def _shown(article: Article | None, page: int) -> str:
    if article is None:
        return "No article is open; p1 opens the article of passage 1."
    text = display.page(article, page)
    return display.heading(article) + text if page == 0 else text


def _ordered(session: _Session, seed: int, *, newest: bool) -> list[ArticleSummary]:
    found = list(session.engine.library.all_articles(session.collection))
    if newest:
        found.sort(key=lambda article: article.published or "", reverse=True)
    else:
        random.Random(seed).shuffle(found)  # noqa: S311
    asked = {e.article for case in session.set_file.cases for e in case.evidence}
    return sorted(found, key=lambda article: article.id in asked)
