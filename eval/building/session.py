"""`dateline eval new`: a person builds a question set from a collection, in the terminal.

    article -> question -> what Dateline finds -> answer by quoting -> a line in the file

Every finished case is in the file at once; ending the session loses only the case begun.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import structs

from eval.building import display
from eval.building.feedback import from_feedback
from eval.building.picker import Picker
from eval.building.prompting import Prompter, TerminalPrompter, confirmed
from eval.building.set_file import Kept
from eval.questions import Case
from index.errors import NotFoundError
from index.records import Article
from index.store.values import ArticleSummary, Collection
from service.engine import Engine
from service.lookups.passages import find
from service.questions.periods import day_of, period_of
from service.wire import MAX_QUESTION, AskRequest, FoundPassage, SearchRequest

__all__ = ["Prompter", "TerminalPrompter", "build", "finish", "from_feedback"]

_PASSAGES = 5
_ANSWERS = 3
_READING = "A question; enter: more text, n: next article, q: quit"
_ANSWERING = (
    "Its answer: words of the article, sentence numbers (3 or 3-5); p1: the article of passage 1, "
    "t: the text again, none: not in these articles, drop: leave this question"
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

    Articles come in an order that depends on the seed alone, or the newest first; those that the
    file asks about already come last.

    Raises:
        NotFoundError: there is no such collection.
        UnreadableFileError: `out` is there and is no question set of ours.
        StoreError: `out` cannot be written.
    """
    session = _Session(engine, engine.collection(collection), Kept(out), ask)
    before = len(session.kept.cases)
    try:
        for summary in _ordered(session, seed, newest=newest):
            if not session.visit(summary.id):
                break
        else:
            ask.say("No more articles.")
    except (click.Abort, KeyboardInterrupt, EOFError):
        ask.say("\nEnded; what was saved stays.")
    added = len(session.kept.cases) - before
    ask.say(f"{added} cases added, {len(session.kept.cases)} in {out}.")
    return added


def finish(engine: Engine, path: Path, collection: str | None, ask: Prompter) -> int:
    """Let a person judge the cases of a set that nobody has judged; return how many were judged.

    Raises:
        NotFoundError: there is no such collection.
        UnreadableFileError: the file is no question set of ours.
        StoreError: it cannot be written.
    """
    session = _Session(engine, engine.collection(collection), Kept(path), ask)
    waiting = [case for case in session.kept.cases if case.answerable is None]
    done = 0
    try:
        for case in waiting:
            ask.say(display.case(case))
            done += session.judge(case, None)
    except (click.Abort, KeyboardInterrupt, EOFError):
        ask.say("\nEnded; what was saved stays.")
    ask.say(f"{done} cases finished, {len(waiting) - done} still unknown.")
    return done


class _Session:
    """One person at work on one file. A case that is not in it yet has an empty id."""

    def __init__(self, engine: Engine, collection: Collection, kept: Kept, ask: Prompter) -> None:
        self.engine = engine
        self.collection = collection
        self.kept = kept
        self._ask = ask
        self._picker = Picker(ask)
        self._type: str | None = None

    def visit(self, id: str) -> bool:
        """Show an article until the person leaves it; whether to go on to the next."""
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
                self._ask.say(display.page(article, number) or "That is all of it.")
            elif len(typed) > MAX_QUESTION:
                self._ask.say(f"A question has at most {MAX_QUESTION:,} characters.")
            else:
                # "This week" must mean the same days whenever the set is asked.
                today = day_of(None, None)
                asked_at = today.isoformat() if period_of(typed, today) else None
                self.judge(Case(id="", question=typed, asked_at=asked_at), article)

    def judge(self, case: Case, article: Article | None) -> bool:
        """Have a question answered and keep it; False where the person drops it."""
        near = self._show_found(case)
        if article is None:
            article = self._first_article(case, near)
        finished = self._answered(case, article, near)
        if finished is None:
            self._ask.say("Dropped.")
            return False
        finished = structs.replace(finished, type=self._asked_type(case))
        self._ask.say(f"Saved {self._keep(finished)}.")
        return True

    def _keep(self, case: Case) -> str:
        """Write the case; return its id."""
        if case.id:
            self.kept.replace(case)
            return case.id
        (added,) = self.kept.append(structs.replace(case, id=self.kept.next_id()))
        return added.id

    def _show_found(self, case: Case) -> list[FoundPassage]:
        name = self.collection.name
        asked = AskRequest(
            question=case.question,
            collection=name,
            max_answers=_ANSWERS,
            as_of=case.as_of,
            asked_at=case.asked_at,
            filters=case.filters,
        )
        searched = SearchRequest(
            question=case.question,
            collection=name,
            limit=_PASSAGES,
            as_of=case.as_of,
            asked_at=case.asked_at,
            filters=case.filters,
        )
        self._ask.say(display.answers(self.engine.answerer.answer(asked)))
        found = find(self.engine, searched).passages
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
            if typed == "none" and confirmed(self._ask, "None of these articles answers it?"):
                return structs.replace(case, answerable=False, answers=[], evidence=[])
            switched = _passage_named(typed, near)
            if switched is not None:
                article, page = self._article(switched.article_id), 0
                self._ask.say(_shown(article, page))
            elif typed in {"", "t"}:
                page = 0 if typed == "t" else page + 1
                self._ask.say(_shown(article, page) or "That is all of it.")
            elif article is not None and typed != "none":
                span = self._picker.span(article, typed)
                if span is not None:
                    return self._picker.answered(case, article, span)

    def _asked_type(self, case: Case) -> str | None:
        offered = case.type or self._type
        shown = offered or "none"
        typed = self._ask.ask(f"Type of question, in a word of yours (enter: {shown}, -: none)")
        self._type = None if typed == "-" else typed or offered
        return self._type

    def _article(self, id: str) -> Article | None:
        try:
            return self.engine.library.article(self.collection, id)
        except NotFoundError:
            return None


def _passage_named(typed: str, near: Sequence[FoundPassage]) -> FoundPassage | None:
    """The passage of "p1", "p2" ..."""
    number = typed[1:]
    if typed[:1] == "p" and number.isdecimal() and 1 <= int(number) <= len(near):
        return near[int(number) - 1]
    return None


def _shown(article: Article | None, page: int) -> str:
    if article is None:
        return "No article is open; p1 opens that of passage 1."
    text = display.page(article, page)
    return display.heading(article) + text if page == 0 else text


def _ordered(session: _Session, seed: int, *, newest: bool) -> list[ArticleSummary]:
    found = list(session.engine.library.all_articles(session.collection))
    if newest:
        found.sort(key=lambda article: article.published or "", reverse=True)
    else:
        random.Random(seed).shuffle(found)  # noqa: S311
    asked = {e.article for case in session.kept.cases for e in case.evidence}
    return sorted(found, key=lambda article: article.id in asked)
