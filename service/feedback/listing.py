"""Lists feedback with the words quoted, from the version that was quoted."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from index.records import Article, reshape
from index.store.feedback_table import CitedPlace, FeedbackTable, StoredFeedback, Wanted
from index.store.library import Library
from index.text.dates.parsing import checked_date, first_instant
from service.feedback.taking import About
from service.wire.feedback import FeedbackCitation, FeedbackList, FeedbackOut, Reason

_Articles = dict[tuple[str, str | None], Article]


def listed(library: Library, table: FeedbackTable, wanted: Wanted) -> FeedbackList:
    """One page of feedback, newest first.

    Raises:
        NotFoundError: `after` does not exist.
    """
    rows = table.list(wanted)
    shown = list(_shown(library, rows))
    return FeedbackList(feedback=shown, next=rows[-1].id if len(rows) == wanted.limit else None)


def since(day: str | None) -> str | None:
    """The first second of a day, or a time, as feedback has its times.

    Raises:
        InvalidFieldError: it is neither.
    """
    checked = checked_date("since", day)
    if checked is None:
        return None
    return datetime.fromtimestamp(first_instant(checked), UTC).isoformat(timespec="seconds")


def _shown(library: Library, rows: Sequence[StoredFeedback]) -> Iterator[FeedbackOut]:
    for row in rows:
        collection = library.collection(row.collection)
        places = [(place.article_id, place.version) for place in row.citations]
        # The current versions as well, to see whether they still are those that were quoted.
        currents = [(place.article_id, None) for place in row.citations]
        yield _out(row, library.articles_at(collection, [*places, *currents]))


def _out(row: StoredFeedback, articles: _Articles) -> FeedbackOut:
    about = msgspec.json.decode(row.about, type=About)
    citations = [shown for place in row.citations if (shown := _citation(place, articles))]
    return reshape(
        row,
        FeedbackOut,
        state="handled" if row.handled else "new",
        verdict="up" if row.verdict == "up" else "down",
        reasons=[Reason(reason) for reason in row.reasons],
        note=about.note,
        citation=about.citation,
        asked=about.asked,
        citations=citations,
        citations_deleted=row.cited - len(citations),
    )


def _citation(place: CitedPlace, articles: _Articles) -> FeedbackCitation | None:
    article = articles.get((place.article_id, place.version))
    if article is None:
        return None
    current = articles.get((place.article_id, None))
    return reshape(
        place,
        FeedbackCitation,
        quote=article.text[place.start : place.end],
        title=article.title,
        is_current=current is not None and current.version == place.version,
    )
