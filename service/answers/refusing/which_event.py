"""Asks which of several events is meant: "how did the council vote", with two votes.

Two articles are treated as reporting different, equally fitting events if both have an answer, no
answers agree, they are some days apart, each headline contains what the question calls "the
council", and no word of the question distinguishes them.
"""

import re
from collections.abc import Iterator, Sequence

from index.records import Article
from index.text.dates.parsing import first_instant
from index.text.matching.folding import folded, folded_words
from service.answers.citations import viewer_link
from service.answers.refusing.choices import MOST_CHOICES
from service.answers.refusing.reasons import Quoted, Refusal
from service.candidates import Candidate
from service.questions.followups.terms.words import content_words, is_content
from service.questions.inquiry import Inquiry
from service.wire.answer import Choice

_LEAST, _LEAST_SHARE = 0.23, 0.45
"""The confidence of the best answer about each event: at least so much, and so much of the best."""
_STEM = 5
"""Length of the common prefix of inflected forms."""
_ONE_EVENT = 0.3
"""Headlines that share more of their words report one event."""
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z]\w{2,}")
_SAME_NAMES = 0.35
_DAYS = 3
"""Articles of fewer days report one event."""
_DEFINITE = re.compile(r"\b(?:the|which|what|that)\s+(?P<noun>\w+(?:\s+\w+)?)", re.IGNORECASE)


def which_event(inquiry: Inquiry, candidates: Sequence[Candidate]) -> Refusal | None:
    """The events to choose from; None if the question can mean only one of them."""
    rivals = list(_rivals(inquiry.question.text, candidates))[:MOST_CHOICES]
    if len(rivals) < 2:
        return None
    choices = tuple(_choice(one) for one in rivals)
    return Refusal("which_meaning", {"names": Quoted(tuple(map(_told, choices)))}, choices)


def _rivals(question: str, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The best candidate about each event that the question may mean."""
    noun = _DEFINITE.search(question)
    if noun is None or not candidates:
        return
    called = _stems(" ".join(content_words(noun["noun"])))
    best = candidates[0]
    kept: list[Candidate] = []
    for one in candidates:
        is_likely = one.confidence >= max(_LEAST, _LEAST_SHARE * best.confidence)
        if not is_likely or called.isdisjoint(_stems(_heading(one.article))):
            continue
        if not _is_told_apart(question, best.article, one.article) and all(
            _are_different(one, other, _stems(question)) for other in kept
        ):
            kept.append(one)
            yield one


def _is_told_apart(question: str, best: Article, other: Article) -> bool:
    """Whether a word of the question stands in the one article and not in the other."""
    wanted = _stems(" ".join(content_words(question)))
    return wanted & _stems(best.text) != wanted & _stems(other.text)


def _are_different(one: Candidate, other: Candidate, asked: frozenset[str]) -> bool:
    """Whether two candidates are of different events, and say different things."""
    if one.article.id == other.article.id or _words(one) == _words(other):
        return False
    if not _are_days_apart(one.article, other.article) or _is_one_story(one, other):
        return False
    titles = [_stems(candidate.article.title or "") - asked for candidate in (one, other)]
    shared = len(titles[0] & titles[1]) / max(1, min(map(len, titles)))
    return shared <= _ONE_EVENT


def _is_one_story(one: Candidate, other: Candidate) -> bool:
    """Whether two articles name mostly the same people, places and bodies."""
    names = [frozenset(_NAME.findall(candidate.article.text)) for candidate in (one, other)]
    return len(names[0] & names[1]) > _SAME_NAMES * max(1, min(map(len, names)))


def _are_days_apart(one: Article, other: Article) -> bool:
    if one.published is None or other.published is None:
        return False
    first, second = (first_instant(article.published or "") for article in (one, other))
    return abs(first - second) > _DAYS * 86_400


def _words(candidate: Candidate) -> str:
    span = candidate.highlight or candidate.quote
    return folded(candidate.article.text[span.start : span.end])


def _heading(article: Article) -> str:
    first = article.sentences[0] if article.sentences else None
    return article.title or (article.text[first.start : first.end] if first else "")


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in folded_words(text) if is_content(word))


def _choice(candidate: Candidate) -> Choice:
    article = candidate.article
    return Choice(
        name=article.title or candidate.text,
        article_id=article.id,
        hint=(article.published or "")[: len("2025-01-31")] or None,
        viewer=viewer_link(article, candidate.quote),
    )


def _told(choice: Choice) -> str:
    return f"{choice.name} ({choice.hint})" if choice.hint else choice.name
