"""Ingestion jobs: their documents, and the outcome of each."""

from typing import IO

from msgspec import Struct, structs

from index.identity import Rule
from index.outcomes import Outcome, Status
from index.store.jobs.table import Row

# An archive can contain millions of files that are not articles: the first ones show the problem.
_LISTED_REJECTED = 1_000
_LONGEST_WORDS = 1_000
_UNLISTED = "unlisted="

FILES = "files"
"""Uploaded files; their ids are only valid within them."""
OWN_ARTICLES = "articles"
"""A JSON array of articles; their ids are set by the client."""

Content = bytes | IO[bytes]
"""The content of an uploaded file."""


class Ingestion(Struct, frozen=True):
    """An ingestion job: files, articles or a URL, and what they may replace."""

    what: str
    rule: Rule = Rule.JUDGE
    unlisted: int = 0
    """The number of rejected documents that are not recorded."""

    def payload(self) -> str:
        """In a line, for the table of jobs."""
        rule = "" if self.rule is Rule.JUDGE else f"{self.rule.value} "
        return (f"{_UNLISTED}{self.unlisted} " if self.unlisted else "") + rule + self.what


def ingestion(payload: str) -> Ingestion:
    """The ingestion described by a row of the job table."""
    if payload.startswith(_UNLISTED):
        count, _, rest = payload.removeprefix(_UNLISTED).partition(" ")
        return structs.replace(ingestion(rest), unlisted=int(count))
    for rule in Rule:
        if payload.startswith(f"{rule.value} "):
            return Ingestion(payload.removeprefix(f"{rule.value} "), rule)
    return Ingestion(payload)


class Noted:
    """The recorded outcomes of a job's documents: all, except that rejected ones are limited."""

    def __init__(self) -> None:
        self._rejected = 0

    @property
    def unlisted(self) -> int:
        """The number of rejected documents that were not recorded."""
        return max(0, self._rejected - _LISTED_REJECTED)

    def row(self, outcome: Outcome) -> Row | None:
        """The record of the next document; None if it is not recorded."""
        self._rejected += outcome.status is Status.REJECTED
        if outcome.status is Status.REJECTED and self.unlisted:
            return None
        origin, reason = outcome.origin[:_LONGEST_WORDS], outcome.reason
        reason = reason and reason[:_LONGEST_WORDS]
        return origin, outcome.status.value, outcome.article_id, reason
