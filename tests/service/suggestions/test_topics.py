"""What a quotation is about, in words of its own."""

import pytest

from index.records import Quote, QuoteForm, Span
from service.suggestions.topics import topics
from tests.conftest import Shelf, story


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("quotation", "topic", "is_one"),
    [
        ("We lost a year of mornings. People did it, and so did Halyard", "Halyard", True),
        ("We lost a year of mornings. People did it, and so did Halyard", "People", False),
        ("Is it gone? Kelp was here", "Kelp", False),
        ("People lost it to Halyard", "People", False),
        ("We vote on the bridge, if not on Friday", "Friday", False),
        ("We vote on the bridge, if not on Friday", "the bridge", True),
    ],
)
def test_neither_the_start_of_a_sentence_nor_a_day_is_a_topic(
    shelf: Shelf, quotation: str, topic: str, is_one: bool
) -> None:
    shelf.add(story("a", f"The bridge.\n\n“{quotation},” said Olga Brandt."))
    opened = shelf.opened()
    article = opened.library.article(opened.collection, "a")
    start = article.text.index(quotation)
    quote = Quote(
        content=(Span(start=start, end=start + len(quotation)),),
        form=QuoteForm.DIRECT,
        speaker="Olga Brandt",
    )

    found = topics(article, quote, lambda _: 1.0)

    assert (topic in found) == is_one
