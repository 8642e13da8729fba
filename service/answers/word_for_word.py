"""Verbatim keyword matches: the sentence in which all keywords occur close together.

"reconstruction theatre" is not a question, and a question reader finds no answer to it; but the
user wants "the reconstruction of the theatre". The sentence is shown as a maybe.
"""

import re
from collections.abc import Iterator, Sequence

from index.records import Article, Span
from index.search import Found
from index.text.matching.plain import plain
from service.answers.matches import fitted, least_of_maybes, situation
from service.answers.refusing.unwanted import is_wanted
from service.answers.statements.merging import Statement
from service.candidates import Candidate
from service.questions.inquiry import Inquiry
from service.questions.understand import Kind

_WORD = re.compile(r"\w+")
_PASSAGES = 10
_MOST_WORDS = 6
_BETWEEN = 1
"""Maximum number of other content words between two keywords: "reconstruction of the old
theatre"."""


def word_for_word(inquiry: Inquiry, found: Sequence[Found]) -> Statement | None:
    """The first sentence with all keywords close together; None if the question is not keywords."""
    confidence = fitted().maybe[situation(inquiry.question, inquiry)]
    wanted = _keywords(inquiry)
    if not wanted or confidence < least_of_maybes(inquiry):
        return None
    for item in found[:_PASSAGES]:
        for sentence, words in _sentences_with(inquiry, item, wanted):
            candidate = Candidate(
                article=item.located.article,
                version_pk=item.located.version_pk,
                quote=sentence,
                highlight=words,
                confidence=confidence,
            )
            if is_wanted(candidate, inquiry.narrowing):
                return Statement([candidate])
    return None


def _keywords(inquiry: Inquiry) -> frozenset[str]:
    """The terms of a few words that are no sentence; none if there are fewer than two of them."""
    question = inquiry.question
    text = question.as_asked or question.text
    is_short = len(text.split()) <= _MOST_WORDS and not text.rstrip().endswith("?")
    if question.kind is not Kind.OTHER or not is_short:
        return frozenset()
    terms = frozenset(inquiry.opened.lexical.terms(text))
    return terms if len(terms) > 1 else frozenset()


def _sentences_with(
    inquiry: Inquiry, item: Found, wanted: frozenset[str]
) -> Iterator[tuple[Span, Span]]:
    """The sentences of a passage that have the words together, and where those stand."""
    located = item.located
    for sentence in located.article.sentences[located.first_sentence : located.last_sentence + 1]:
        words = _together(inquiry, located.article, sentence, wanted)
        if words is not None:
            yield sentence, words


def _together(
    inquiry: Inquiry, article: Article, sentence: Span, wanted: frozenset[str]
) -> Span | None:
    """The shortest stretch that has all wanted words, if hardly any other stands in it."""
    view = plain(article.text[sentence.start : sentence.end])
    if not wanted.issubset(inquiry.opened.lexical.terms(view.text)):
        return None
    last: dict[str, tuple[int, Span]] = {}
    best: tuple[int, Span] | None = None
    number = 0
    for match in _WORD.finditer(view.text):
        terms = inquiry.opened.lexical.terms(match[0])
        number += len(terms) > 0
        if wanted.isdisjoint(terms):
            continue
        last.update((term, (number, Span(*match.span()))) for term in wanted.intersection(terms))
        if len(last) < len(wanted):
            continue
        first, begin = min(last.values())
        if best is None or number - first < best[0]:
            best = number - first, Span(begin.start, max(span.end for _, span in last.values()))
    if best is None or best[0] > (len(wanted) - 1) * (_BETWEEN + 1):
        return None
    return view.original(best[1]).moved(sentence.start)
