"""Ingestion jobs: their documents, and the outcome of each."""

from typing import IO

from msgspec import Struct, structs

from index.identity import Rule
from index.outcomes import Outcome, Status
from index.store.jobs.table import Row

# An archive can hold millions of files that are no articles: the first ones show what is wrong.
_LISTED_REJECTED = 1_000
_LONGEST_WORDS = 1_000
_UNLISTED = "unlisted="

FILES = "files"
"""Uploaded files, whose ids hold only within them."""
OWN_ARTICLES = "articles"
"""A JSON array of articles, whose ids are the client's own statement."""

Content = bytes | IO[bytes]
"""What an uploaded file holds."""


class Ingestion(Struct, frozen=True):
    """What a job is to add: files, articles or a URL, and what they may replace."""

    what: str
    rule: Rule = Rule.JUDGE
    unlisted: int = 0
    """Rejected documents of which nothing is noted but their number."""

    def payload(self) -> str:
        """In a line, for the table of jobs."""
        rule = "" if self.rule is Rule.JUDGE else f"{self.rule.value} "
        return (f"{_UNLISTED}{self.unlisted} " if self.unlisted else "") + rule + self.what


def ingestion(payload: str) -> Ingestion:
    """What a line of the table of jobs says."""
    if payload.startswith(_UNLISTED):
        count, _, rest = payload.removeprefix(_UNLISTED).partition(" ")
        return structs.replace(ingestion(rest), unlisted=int(count))
    for rule in Rule:
        if payload.startswith(f"{rule.value} "):
            return Ingestion(payload.removeprefix(f"{rule.value} "), rule)
    return Ingestion(payload)


class Noted:
    """What is noted of each document of a job: of rejected ones, of the first alone."""

    def __init__(self) -> None:
        self._rejected = 0

    @property
    def unlisted(self) -> int:
        """How many were rejected of which nothing is noted."""
        return max(0, self._rejected - _LISTED_REJECTED)

    def row(self, outcome: Outcome) -> Row | None:
        """What is noted of the next document; None for nothing."""
        self._rejected += outcome.status is Status.REJECTED
        if outcome.status is Status.REJECTED and self.unlisted:
            return None
        origin, reason = outcome.origin[:_LONGEST_WORDS], outcome.reason
        reason = reason and reason[:_LONGEST_WORDS]
        return origin, outcome.status.value, outcome.article_id, reason
