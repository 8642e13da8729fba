"""Whether cited words are those of a correction, or new since an earlier version of the article."""

import re

from index.followers.open_collection import OpenCollection
from service.candidates import Candidate
from service.wire import Revision

_DECLARED = re.compile(
    r"(?:^|\n)\W*(?:corrections?|corrected|clarification|editor[’']s note: (?:an?|this)"
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
_HEAD, _TAIL = 400, 800
"""Characters at the beginning and the end of an article, where corrections are declared."""


def revision_of(candidate: Candidate, opened: OpenCollection) -> Revision | None:
    """Return "corrected" if the article says so, "updated" if an older version lacks the words."""
    article = candidate.article
    if _declares_correction(
        f"{article.title or ''}\n{article.text[:_HEAD]}", article.text[-_TAIL:]
    ):
        return "corrected"
    return "updated" if _is_new(candidate, opened) else None


def _declares_correction(*parts: str) -> bool:
    return any(_DECLARED.search(part) for part in parts)


def _is_new(candidate: Candidate, opened: OpenCollection) -> bool:
    """Whether a version that was replaced does not have the words."""
    library, collection, article = opened.library, opened.collection, candidate.article
    words = _plain(article.text[candidate.quote.start : candidate.quote.end])
    earlier = (v for v in library.article_versions(collection, article.id) if v.superseded)
    return any(
        words not in _plain(library.article(collection, article.id, one.version).text)
        for one in earlier
        if one.version != article.version
    )


def _plain(text: str) -> str:
    return " ".join(text.split())
