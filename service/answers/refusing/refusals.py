"""The reason for a refusal, derived from what was searched, never guessed.

Each reason was checked, for just the articles that the filters allow. What cannot be checked is not
said: whether an article is "about" the question, for one.
"""

import re
from collections.abc import Sequence
from textwrap import shorten

from msgspec import structs

from index.quotations.vocabulary.word_classes import CLOSED, word_classes
from index.search import Found
from prompts import matching_language
from service.answers.refusing.filter_refusals import looked_at, refused_by_filters
from service.answers.refusing.reasons import Quoted, Refusal
from service.answers.refusing.speaker_refusals import refused_for_speaker
from service.answers.scope import Scope
from service.candidates import Candidate
from service.questions.inquiry import Inquiry
from service.questions.kinds.plain_requests import PlainRequest
from service.questions.language.detection import ENGLISH, language_of, language_of_article
from service.questions.understand import Kind, Question, without_speaker
from service.reading.features.rare_words import weigh
from service.wire.answer import Form

_WORD = re.compile(r"[^\W_]+")
_FIRST_WORD = re.compile(r"(?:^|[.?!:]\s)\W*([^\W_]+)")
_MOST_WORDS = 5
_CLOSE = 0.5
_OPENING, _OPENING_READ = 60, 300
"""Characters shown of an article without a title, and those they are taken from."""


def why_nothing(
    inquiry: Inquiry, found: Sequence[Found], candidates: Sequence[Candidate]
) -> Refusal:
    """The most specific reason that is certainly true."""
    question, opened = inquiry.question, inquiry.opened
    scope = Scope(opened, inquiry.query)
    if not opened.lexical.count:
        return Refusal("empty_collection", {"collection": opened.collection.name})
    filtered = refused_by_filters(scope)
    if filtered is not None:
        return filtered
    if question.kind is Kind.STATEMENT and question.speaker:
        return refused_for_speaker(question, inquiry.person, scope, candidates)
    return (
        _in_other_language(question, found, scope)
        or _words_missing(question, scope)
        or _not_sure_enough(question, found, scope)
    )


def _in_other_language(question: Question, found: Sequence[Found], scope: Scope) -> Refusal | None:
    """That the question, or what was read, is not in English: words then miss each other.

    Articles that lack the words of a question may still answer it if these are of another language.
    """
    asked = language_of(question.as_asked or question.text)
    if asked is None:
        return None
    if asked != ENGLISH:
        wording = "" if matching_language(asked) else "other_language_unspoken"
        return Refusal("other_language", wording=wording, looked_at=looked_at(scope))
    read = (language_of_article(item.located.article) for item in found)
    if not found or any(language in (ENGLISH, None) for language in read):
        return None
    return Refusal("other_language", wording="other_language_articles", looked_at=looked_at(scope))


def why_no_form(
    inquiry: Inquiry, request: PlainRequest, found: Sequence[Found], *, is_related: bool
) -> Refusal:
    """Why a form cannot be made: what answers nothing, too, or what is missing for this form."""
    scope = Scope(inquiry.opened, inquiry.query)
    values: dict[str, str | Quoted] = {"topic": request.topic}
    if is_related:
        name = "nobody_quoted" if request.form is Form.SPEAKERS else "no_dated_article"
        return Refusal(name, values, looked_at=looked_at(scope))
    on_topic = without_speaker(inquiry.question.subject)
    refusal = why_nothing(structs.replace(inquiry, question=on_topic), found, ())
    if refusal.name != "low_confidence":
        return refusal
    if not found or not _is_close(request.topic, found[0], scope):
        return Refusal("no_article_on_topic", values, looked_at=looked_at(scope))
    return Refusal(
        "no_article_on_topic",
        {**values, "closest": _closest(found[0])},
        wording="no_article_on_topic_closest",
        looked_at=looked_at(scope),
    )


def _words_missing(question: Question, scope: Scope) -> Refusal | None:
    """Names, or all telling words, that no passage contains; None if there are none such."""
    telling = _telling_words(question.text, scope)
    missing = [word for word in telling if not scope.holds(word)]
    if telling and len(missing) == len(telling):
        return _missing("no_relevant_article", missing, scope)
    names = [word for word in missing if _is_name(word, question.text)]
    return _missing("words_not_found", names, scope) if names else None


def _missing(name: str, words: Sequence[str], scope: Scope) -> Refusal:
    return Refusal(name, {"words": Quoted(tuple(words[:_MOST_WORDS]))}, looked_at=looked_at(scope))


def _telling_words(text: str, scope: Scope) -> list[str]:
    """The different words that say what is asked about, as they are written there first."""
    terms = weigh(text, scope.opened.lexical).weights
    words = {word.casefold(): word for word in reversed(_WORD.findall(text))}
    return [
        word
        for plain, word in reversed(words.items())
        if not word_classes().get(plain, 0) & CLOSED
        and not terms.keys().isdisjoint(scope.opened.lexical.terms(word))
    ]


def _is_name(word: str, text: str) -> bool:
    """Whether the word has a capital that no sentence begins with, or a digit."""
    return not word.islower() and (not word.isalpha() or word not in _FIRST_WORD.findall(text))


def _not_sure_enough(question: Question, found: Sequence[Found], scope: Scope) -> Refusal:
    """What was read is not sure enough to answer: name the closest article, if it is close."""
    if not found or not _is_close(question.text, found[0], scope):
        return Refusal("low_confidence", looked_at=looked_at(scope))
    return Refusal(
        "low_confidence",
        {"closest": _closest(found[0])},
        wording="low_confidence_closest",
        looked_at=looked_at(scope),
    )


def _is_close(asked: str, item: Found, scope: Scope) -> bool:
    """Whether an article has at least half of what is asked about, rare words counting more."""
    article = item.located.article
    # Numbers stand in many articles that are about something else.
    words = (word for word in _WORD.findall(asked) if not word.isdecimal())
    weighted = weigh(" ".join(words), scope.opened.lexical)
    return weighted.coverage(f"{article.title or ''}\n{article.text}") >= _CLOSE


def _closest(item: Found) -> str | Quoted:
    """An article in a few words: “Title” (Outlet, 2025-03-04); untitled, by its first ones."""
    article = item.located.article
    named = article.title or shorten(article.text[:_OPENING_READ], _OPENING, placeholder="…")
    about = ", ".join(filter(None, (article.outlet, (article.published or "")[:10])))
    behind = f" ({about})" if about else ""
    return Quoted((named,), then=behind) if named else article.id + behind
