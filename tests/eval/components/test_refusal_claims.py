"""The checker of refusals: it believes what is so, and finds what is not."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from eval.components.refusal_claims import ReadArticle, false_claims
from index.records import Article, Quote, QuoteForm, Span
from prompts import say
from service.wire.asking import AskFilters, AskRequest
from tests.eval.replies import REFUSED

TEXT = "Pavel Strnad met Mark Carney. “It works,” Carney said."
ARTICLES = [
    Article(
        id="a",
        collection="default",
        version="0",
        text=TEXT,
        title="On trade",
        outlet="BBC",
        published="2024-06-30",
        format="txt",
        origin="a.txt",
        sentences=(Span(0, 29), Span(30, len(TEXT))),
        quotes=(Quote(content=(Span(30, 41),), form=QuoteForm.DIRECT, speaker="Mark Carney"),),
    )
]
SEARCHED = " Articles searched: 1 (2024-06-30)."


def faults(
    text: str, filters: AskFilters | None = None, articles: Sequence[Article] = ARTICLES
) -> list[str]:
    request = AskRequest(question="?", filters=filters or AskFilters())
    read = [ReadArticle(article) for article in articles]
    return false_claims(structs.replace(REFUSED, text=text), request, read, best=0.5)


@pytest.mark.parametrize(
    "text",
    [
        "The articles don’t say; no passage in them contains “Marburg”." + SEARCHED,
        "The articles mention Pavel Strnad, but no quotation in them was found to "
        "be theirs." + SEARCHED,
        "The articles don’t say; no passage in them mentions anyone called Xi." + SEARCHED,
        "No article here is known to be from “CNN”; the known outlets are: BBC." + SEARCHED,
        say("reason_other_language") + SEARCHED,
    ],
)
def test_what_is_so_is_believed(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The articles don’t say; no passage in them contains “trade”.", "trade occurs nowhere"),
        (
            "The articles mention Mark Carney, but no quotation in them was found to be theirs.",
            "nobody of that name is quoted",
        ),
        (
            "The articles quote Pavel Strnad, but no quotation found answers this with enough "
            "confidence.",
            "they quote the speaker",
        ),
        (
            "The articles don’t say; no passage in them mentions anyone called Strnad.",
            "nobody is called so",
        ),
        ("No article here is known to be from “bbc”; the known outlets are: BBC.", "no bbc"),
        ("No article matches all of the filters.", "no article passes"),
    ],
)
def test_what_is_not_so_is_found(text: str, fault: str) -> None:
    assert fault in faults(text + SEARCHED)


def test_numbers_and_days_of_what_was_searched_are_counted_again() -> None:
    reason = "The articles don’t say; no passage in them contains “Marburg”. "

    assert faults(reason + "Articles searched: 2 (2024-06-30).") == ["so many articles"]
    assert faults(reason + "Articles searched: 1 (2024-06-29).") == [
        "from the oldest to the newest"
    ]
    undated = [structs.replace(ARTICLES[0], published=None)]
    assert faults(reason + "Articles searched: 1.", articles=undated) == ["so many without a date"]


def test_filters_limit_what_a_claim_is_about() -> None:
    text = (
        "The articles don’t say: none of them is dated in the period you asked for "
        "(2025-01-01 – …)." + SEARCHED
    )

    assert faults(text, AskFilters(published_from="2025-01-01")) == []
    assert faults(text, AskFilters(published_from="2024-01-01")) == ["no article passes"]


def test_a_text_of_unknown_messages_is_no_reason() -> None:
    assert faults("Nothing is about this.") == ["the text consists of no known messages"]


@pytest.mark.parametrize(
    ("typed", "faulty"),
    [("Marbrug?", []), ("Marburg?", ["this was typed"])],
)
def test_what_was_searched_instead_of_what_was_typed_is_checked_too(
    typed: str, faulty: list[str]
) -> None:
    told = say("answer_corrected", question="Marburg?", typed="Marbrug?")
    reason = "The articles don’t say; no passage in them contains “Marburg”." + SEARCHED
    answer = structs.replace(REFUSED, text=f"{told}\n\n{reason}", searched="Marburg?")

    claims = false_claims(
        answer, AskRequest(question=typed), [ReadArticle(one) for one in ARTICLES], best=0.5
    )

    assert claims == faulty
