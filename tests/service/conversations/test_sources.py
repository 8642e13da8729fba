"""Quotes asked about: "source?", "are you sure?"."""

from msgspec import structs

from index.followers.open_collection import OpenCollection
from service.conversations.sources import show_sources, tell_certainty
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import ShownQuote
from tests.service.conversations.conftest import COST, TEXTS, shown


def _asked(*about: ShownQuote) -> Resolution:
    return Resolution(act=Act.SOURCES, searched="source?", about=about)


def test_a_source_names_headline_outlet_day_and_where_to_read_on(opened: OpenCollection) -> None:
    quote = shown(opened, "ledger", highlight="41 million euros", confidence=0.8)

    answer = show_sources(_asked(quote), opened, "en")

    (item,), (citation,) = answer.answers, answer.citations
    assert (answer.status, answer.form, item.quote) == ("answered", "sources", COST)
    assert TEXTS["ledger"][citation.start : citation.end] == citation.quote == COST
    assert item.highlight is not None
    assert item.highlight.text == "41 million euros"
    assert TEXTS["ledger"][item.highlight.start : item.highlight.end] == "41 million euros"
    assert "[1] is from “Bridge in the ledger” (The Ledger, 2025-03-04)" in answer.text
    assert citation.viewer in answer.text
    assert "https://ledger.example/bridge" in answer.text


def test_certainty_is_told_in_words_with_outlets_and_days(opened: OpenCollection) -> None:
    quotes = [shown(opened, id, confidence=0.92) for id in TEXTS]

    answer = tell_certainty(_asked(*quotes), opened, "en")

    assert answer.text.startswith(
        "[1][2] Quite sure: the confidence that this answers the question is 92 %. "
        "2 outlets say so: The Courier, The Ledger. Published: 2025-03-04 – 2025-03-05."
    )
    assert [item.confidence for item in answer.answers] == [0.92, 0.92]
    assert answer.disagreement is False


def test_statements_are_weighed_one_by_one(opened: OpenCollection) -> None:
    safe = shown(opened, "ledger", "It is safe", confidence=0.9, statement=1)
    ugly = shown(opened, "courier", "It is ugly", confidence=0.6, statement=2)

    answer = tell_certainty(_asked(safe, ugly), opened, "en")

    assert answer.label == (
        "[1] Quite sure: the confidence that this answers the question is 90 %. "
        "One outlet says so: The Ledger. Published: 2025-03-04.\n\n"
        "[2] Likely, but not sure: the confidence that this answers the question is 60 %. "
        "One outlet says so: The Courier. Published: 2025-03-05."
    )
    assert answer.text.startswith(answer.label)


def test_doubt_and_disagreement_are_told(opened: OpenCollection) -> None:
    quote = shown(opened, "ledger", confidence=0.2, is_disputed=True)

    answer = tell_certainty(_asked(quote), opened, "en")

    assert "Not sure at all: the confidence" in answer.text
    assert "only 20 %. One outlet says so: The Ledger. Published: 2025-03-04." in answer.text
    assert "contradict each other" in answer.text
    assert answer.disagreement is True


def test_what_is_gone_is_not_shown_again(opened: OpenCollection) -> None:
    quotes = [shown(opened, id) for id in TEXTS]
    opened.library.remove(opened.collection, "ledger")

    answer = show_sources(_asked(*quotes), opened, "en")
    nothing = show_sources(_asked(quotes[0]), opened, "en")

    assert [citation.article_id for citation in answer.citations] == ["courier"]
    assert (nothing.status, nothing.reason) == ("no_answer", "nothing_shown")


def test_a_quote_of_another_version_is_never_cut_out_of_this_one(opened: OpenCollection) -> None:
    quote = structs.replace(shown(opened, "ledger"), version="0" * 64)

    answer = show_sources(_asked(quote), opened, "de")

    assert answer.reason == "nothing_shown"
    assert answer.citations == []
