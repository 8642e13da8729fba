"""The texts a person sees: an article page by page, and what Dateline finds for a question."""

from collections.abc import Sequence

from eval.metrics.maybes import is_maybe
from eval.questions import Case
from index.records import Article
from service.wire.answer import Answer
from service.wire.passages import FoundPassage

PAGE = 12
"""Number of sentences shown at a time."""
_LONGEST_SHOWN = 300


def heading(article: Article) -> str:
    """Title, outlet and date."""
    about = " · ".join(part for part in (article.outlet, article.published, article.id) if part)
    return f"\n{article.title or 'Without a title'}\n{about}\n"


def page(article: Article, number: int) -> str:
    """A page of numbered sentences; pages count from 0, and are empty after the last."""
    first = number * PAGE
    lines = [
        f"{position:4}  {_line(article.text[span.start : span.end])}"
        for position, span in enumerate(article.sentences[first : first + PAGE], start=first + 1)
    ]
    rest = len(article.sentences) - first - len(lines)
    return "\n".join([*lines, f"      … {rest} more sentences"] if lines and rest > 0 else lines)


def answers(answer: Answer) -> str:
    """Dateline's current answers."""
    if not answer.answers:
        return f"\nDateline finds no answer: {answer.text}"
    lines = ["\nDateline answers maybe:" if is_maybe(answer) else "\nDateline answers:"]
    for item in answer.answers:
        cited = answer.citations[item.citations[0] - 1]
        speaker = f" ({item.speaker.name})" if item.speaker else ""
        lines.append(f"  {item.confidence:.2f}  {_short(item.quote)}{speaker} — {cited.title}")
    return "\n".join(lines)


def passages(found: Sequence[FoundPassage]) -> str:
    """The nearest passages, numbered from 1."""
    if not found:
        return "\nNo passages found."
    lines = ["\nNearest passages:"]
    lines += [
        f"  p{number}  {item.title or item.article_id} ({item.published or 'no date'})\n"
        f"      {_short(item.text)}"
        for number, item in enumerate(found, start=1)
    ]
    return "\n".join(lines)


def case(unfinished: Case) -> str:
    """An unjudged question with its history and note."""
    lines = [f"\n{unfinished.id}: {unfinished.question}"]
    lines += [f"  before: {turn.role}: {turn.text}" for turn in unfinished.history]
    lines += [f"  note: {unfinished.note}"] if unfinished.note else []
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    line = _line(text)
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"
