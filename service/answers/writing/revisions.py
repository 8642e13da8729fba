"""Whether cited words are from a correction, or new since an earlier version."""

import re
from collections.abc import Sequence

from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.records import Article
from prompts import say
from service.answers.outcome import Outcome
from service.candidates import Candidate
from service.wire.answer import Answer, Corrected, Revision

_DECLARED = re.compile(
    r"(?:^|\n)[^\w\n]{0,20}(?:corrections?|corrected|clarification|editor[’']s note: (?:an?|this)"
    r"|korrektur|berichtigung|richtigstellung|corrección|fe de errores|rectificatif|correctif)"
    r"\b\s*[:—–(-]"
    r"|\b(?:this|the) (?:article|story|report) (?:has been|was) (?:corrected|amended)"
    r"|\b(?:this|the) (?:article|story|report) has been updated to correct"
    r"|\ban? (?:earlier|previous) version of this (?:article|story|report)\b"
    r"|\bin einer früheren (?:version|fassung) (?:dieses|des) artikels\b"
    r"|\buna versión anterior de este artículo\b|\beste artículo ha sido corregido\b"
    r"|\bune version (?:précédente|antérieure) de cet article\b|\bcet article a été corrigé\b",
    re.IGNORECASE,
)
_HINTS = ("corre", "clarif", "editor", "amended", "version", "berichtig", "richtig", "korrekt",
          "rectif", "errores", "fassung", "corrig")  # fmt: skip
"""Parts of the words that declare one, for a first glance."""
_HEAD, _TAIL = 400, 800
"""Characters at the beginning and the end of an article, where corrections are declared."""


def revisions(candidates: Sequence[Candidate], opened: OpenCollection) -> list[Revision | None]:
    """For each "corrected" if its article says so, "updated" if it replaced other words."""
    ids = {candidate.article.id for candidate in candidates}
    earlier = opened.library.earlier_versions(opened.collection, sorted(ids))
    return [_revision(candidate, earlier) for candidate in candidates]


def _revision(candidate: Candidate, earlier: Sequence[Article]) -> Revision | None:
    if _declares_correction(candidate.article):
        return "corrected"
    return "updated" if _is_new(candidate, earlier) else None


def _declares_correction(article: Article) -> bool:
    parts = f"{article.title or ''}\n{article.text[:_HEAD]}", article.text[-_TAIL:]
    return any(
        _DECLARED.search(part) for part in parts if any(hint in part.casefold() for hint in _HINTS)
    )


def _is_new(candidate: Candidate, earlier: Sequence[Article]) -> bool:
    """Whether a version of the article that was replaced does not have the words."""
    article = candidate.article
    words = _plain(candidate.text)
    others = (v for v in earlier if v.id == article.id and v.version != article.version)
    return any(words not in _plain(version.text) for version in others)


def _plain(text: str) -> str:
    return " ".join(text.split())


_SURE = 0.7
_SURE_DESPITE = 0.9
"""The same where its words, corrected, find a maybe."""


def is_better_spelt(corrected: Outcome, typed: Outcome) -> bool:
    """Whether to use a corrected question instead of an unanswered typed one.

    What was found although words of the question occur nowhere must be sure by itself to count,
    and surer still where its words, corrected, find a maybe: it may be about something else.
    """
    if typed.statements:
        return _confidence(typed) < (_SURE_DESPITE if corrected.maybe else _SURE)
    return corrected.maybe_confidence > typed.maybe_confidence


def is_surer(named: Outcome, typed: Outcome) -> bool:
    """Whether the question with another name has a better answer than the one that was typed."""
    if named.statements:
        return _confidence(typed) < _SURE or _confidence(named) > _confidence(typed)
    if typed.statements:
        return _confidence(typed) < _SURE
    return named.maybe_confidence > typed.maybe_confidence


def is_sure(outcome: Outcome) -> bool:
    """Whether an answer is so sure that other names for the subject need not be tried."""
    return _confidence(outcome) >= _SURE


def with_correction(answer: Answer, corrected: Corrected, language: str) -> Answer:
    """The answer, with a note on what was searched instead of what was typed."""
    told = say("answer_corrected", language, question=corrected.question, typed=corrected.typed)
    return structs.replace(answer, text=f"{told}\n\n{answer.text}", corrected=corrected)


def _confidence(outcome: Outcome) -> float:
    return max((statement.confidence for statement in outcome.statements), default=0.0)
