"""Lets a person pick an answer from an article by quoting it."""

import re

from msgspec import structs

from eval.building.prompting import Prompter, ask_number
from eval.questions import Case, Evidence
from index.records import Article, Span

_NUMBERS = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?")
# Characters that keyboards lack and newspapers print.
_ALIKE = ('"“”„«»', "'‘’‚`", "-‐‑–—")


class Picker:
    """Lets a person pick words, and asks for details about them."""

    def __init__(self, ask: Prompter) -> None:
        self._ask = ask

    def span(self, article: Article, typed: str) -> Span | None:
        """The words or sentence numbers that were typed; None if nothing was picked.

        If the words occur in several places, the person chooses one. "=41" means the word "41"
        rather than sentence 41.
        """
        sentences = _numbered_sentences(article, typed)
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
        places = [found.moved(within.start) for found in _occurrences(text, typed)]
        if not places:
            self._ask.say("These words were not found; paste them exactly as written.")
            return None
        if len(places) == 1:
            return places[0]
        for number, place in enumerate(places, start=1):
            self._ask.say(f"  {number}  {_around(article.text, place)}")
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
        offered = _speakers(article, span)
        if not offered:
            return None
        typed = self._ask.ask(f"Required speaker (enter: {offered[0]}, -: anyone)")
        return None if typed == "-" else typed or offered[0]


def _occurrences(text: str, typed: str) -> list[Span]:
    """All occurrences of the typed words in a text, in order.

    White space may differ, and all forms of quotation marks, apostrophes and dashes are treated
    alike; every other character must match.
    """
    words = typed.split()
    if not words:
        return []
    pattern = r"\s+".join("".join(_same(letter) for letter in word) for word in words)
    return [Span(*found.span()) for found in re.finditer(pattern, text)]


def _numbered_sentences(article: Article, typed: str) -> Span | None:
    """The span of sentences given by numbers from 1 ("3", "3-5"); None for anything else."""
    found = _NUMBERS.fullmatch(typed)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last <= len(article.sentences):
        return None
    return Span(article.sentences[first - 1].start, article.sentences[last - 1].end)


def _speakers(article: Article, span: Span) -> list[str]:
    """The speakers of the words according to the article's quotations, most confident first."""
    overlapping = [
        quote
        for quote in article.quotes
        if quote.speaker and any(map(span.overlaps, quote.content))
    ]
    overlapping.sort(key=lambda quote: -quote.confidence)
    return list(dict.fromkeys(quote.speaker for quote in overlapping if quote.speaker))


def _around(text: str, span: Span, characters: int = 40) -> str:
    """The words in context, on one line."""
    before = text[max(0, span.start - characters) : span.start]
    after = text[span.end : span.end + characters]
    return " ".join(f"…{before}[{text[span.start : span.end]}]{after}…".split())


def _same(letter: str) -> str:
    group = next((group for group in _ALIKE if letter in group), None)
    return f"[{re.escape(group)}]" if group else re.escape(letter)
