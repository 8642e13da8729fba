"""The first sentence of every article found: the smallest possible reader."""

from collections.abc import Sequence

from index.followers.open_collection import OpenCollection
from index.records import Vectors
from index.search import Found
from service.candidates import Candidate
from service.questions.understand import Kind, Question
from service.readers.contract import Reader


class FirstReader:
    """Trusts the search: the better an article was found, the more confident it is."""

    fingerprint = "first-1"

    def warm_up(self) -> None:
        """There is nothing to load."""

    def read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        *,
        until: float | None = None,
    ) -> list[Candidate]:
        """One candidate per article, best first."""
        del vector, opened, until
        # Only a person's own quotations may answer "what did X say"; this reader knows of none.
        if question.kind is Kind.STATEMENT:
            return []
        articles = {one.hit.passage.article_id: one.located for one in reversed(found)}
        return [
            Candidate(
                article=located.article,
                version_pk=located.version_pk,
                quote=located.article.sentences[0],
                confidence=1 / rank,
            )
            for rank, located in enumerate(reversed(articles.values()), start=1)
            if located.article.sentences
        ]


def create() -> Reader:
    """Build one."""
    return FirstReader()
