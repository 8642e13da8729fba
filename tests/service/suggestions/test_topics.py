"""What a quotation is about, in words of its own."""

import pytest

from index.records import Quote, QuoteForm, Span
from service.suggestions.topics import Topics, is_silent
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
        ("We came from the U.S. by boat", "U", False),
        ("We want to see the Bridge", "Bridge", False),
        ("We told the people of the bridge", "the people", False),
        ("We met as mayor on the bridge", "mayor", False),
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

    found = Topics(article, lambda _: 1.0).of(quote)

    assert (topic in found) == is_one


@pytest.mark.parametrize(
    ("text", "content", "is_one"),
    [
        ("Brandt declined to comment on the bridge.", "on the bridge", True),
        ("Brandt did not respond to questions on the bridge.", "questions on the bridge", True),
        ("Brandt hasn't yet replied to them.", "to them", True),
        ("Brandt commented on the bridge.", "on the bridge", False),
        ("Brandt did not say that it was late.", "that it was late", False),
    ],
)
def test_who_says_nothing_is_not_suggested(
    shelf: Shelf, text: str, content: str, *, is_one: bool
) -> None:
    shelf.add(story("a", text))
    opened = shelf.opened()
    article = opened.library.article(opened.collection, "a")
    start = article.text.index(content)
    span = Span(start=start, end=start + len(content))

    quote = Quote(content=(span,), form=QuoteForm.INDIRECT, speaker="Olga Brandt")

    assert is_silent(article, quote) == is_one
