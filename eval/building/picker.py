"""Lets a person pick an answer from an article by quoting it."""

from msgspec import structs

from eval.building.prompting import Prompter, ask_number
from eval.building.typed_spans import around, numbered_sentences, occurrences, speakers
from eval.questions import Case, Evidence
from index.records import Article, Span


class Picker:
    """Lets a person pick words, and asks for details about them."""

    def __init__(self, ask: Prompter) -> None:
        self._ask = ask

    def span(self, article: Article, typed: str) -> Span | None:
        """The words or sentence numbers that were typed; None if nothing was picked.

        If the words occur in several places, the person chooses one. "=41" means the word "41"
        rather than sentence 41.
        """
        sentences = numbered_sentences(article, typed)
        if sentences is not None:
            return sentences
        return self._within(article, typed.removeprefix("="), Span(0, len(article.text)))

    def answered(self, case: Case, article: Article, span: Span) -> Case:
        """The case with the words as evidence, a short answer within them, and their speaker."""
        quote = article.text[span.start : span.end]
        self._ask.say(f"Quoted: {quote}")
        short = self._short(article, span)
        return structs.replace(
            case,
            answerable=True,
            answers=[article.text[short.start : short.end]],
            evidence=[Evidence(article=article.id, quote=quote, start=span.start)],
            speaker=self._speaker(article, short),
        )

    def _within(self, article: Article, typed: str, within: Span) -> Span | None:
        text = article.text[within.start : within.end]
        places = [
            Span(within.start + found.start, within.start + found.end)
            for found in occurrences(text, typed)
        ]
        if not places:
            self._ask.say("These words were not found; paste them exactly as written.")
            return None
        if len(places) == 1:
            return places[0]
        for number, place in enumerate(places, start=1):
            self._ask.say(f"  {number}  {around(article.text, place)}")
        picked = ask_number(self._ask, "Which of these places", len(places))
        return None if picked is None else places[picked]

    def _short(self, article: Article, span: Span) -> Span:
        """The words that answer most directly; all of them if nothing is typed."""
        while typed := self._ask.ask("Short answer within it (enter: all of it)"):
            found = self._within(article, typed, span)
            if found is not None:
                return found
        return span

    def _speaker(self, article: Article, span: Span) -> str | None:
        offered = speakers(article, span)
        if not offered:
            return None
        typed = self._ask.ask(f"Required speaker (enter: {offered[0]}, -: anyone)")
        return None if typed == "-" else typed or offered[0]
