"""What limits the articles, what is shared, copied and browsed."""

from typing import Any

import msgspec
import pytest
from playwright.sync_api import expect

from service.wire.asking import AskRequest
from tests.service.widget.conftest import Reader, ask
from tests.service.widget.newsroom import Newsroom
from tests.service.widget.stories import COST as QUOTE
from tests.service.widget.stories import HARBOUR

pytestmark = pytest.mark.browser

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
COST = "How much will the harbour tunnel cost?"


def test_an_outlet_and_a_person_limit_what_is_asked_until_they_are_removed(
    reader: Reader, newsroom: Newsroom
) -> None:
    page = reader.open()
    page.get_by_role("button", name="The Coastal Courier 1 article").click()
    page.get_by_role("button", name="Maria Lund 2 quotations").click()
    ask(page, COST)
    limits = newsroom.asked[-1].filters

    page.get_by_role("button", name="Remove: Only Maria Lund’s words").click()
    page.get_by_role("button", name="Remove: The Coastal Courier").click()
    ask(page, COST)

    assert (limits.source, limits.speaker) == ("The Coastal Courier", "Maria Lund")
    assert (newsroom.asked[-1].filters.source, newsroom.asked[-1].filters.speaker) == (None, None)
    expect(page.get_by_role("list", name="Only these")).to_be_hidden()


@pytest.mark.gate
def test_the_days_that_were_understood_become_a_limit(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.open()
    days = {"first": "2026-03-09", "last": "2026-03-15"}

    page.route(
        "**/v1/ask",
        lambda route: route.fulfill(json=newsroom_reply(newsroom) | {"period": days}),
    )
    ask(page, COST)
    page.unroute_all()
    page.get_by_role("button", name="Only these days").click()
    ask(page, COST)

    limits = newsroom.asked[-1].filters
    assert (limits.published_from, limits.published_to) == ("2026-03-09", "2026-03-15")
    chips = page.get_by_role("list", name="Only these")
    expect(
        chips.get_by_role("button", name="Remove: March 9, 2026 – March 15, 2026")
    ).to_be_visible()


@pytest.mark.gate
def test_what_was_understood_is_a_chip_and_without_it_the_question_is_asked_again(
    reader: Reader, newsroom: Newsroom
) -> None:
    page = reader.open()
    understood = {
        "period": {"first": "2026-03-09", "last": "2026-03-15"},
        "limits": {"source": ["The Coastal Courier"]},
    }
    page.route("**/v1/ask", lambda route: route.fulfill(json=newsroom_reply(newsroom) | understood))
    ask(page, "only the Courier this week")
    page.unroute_all()
    chips = page.get_by_role("list", name="Understood as")
    expect(chips.get_by_role("button")).to_have_text(
        ["The Coastal Courier", "March 9, 2026 – March 15, 2026"]
    )

    chips.get_by_role("button", name="Remove: The Coastal Courier").click()
    expect(page.locator(".ends")).to_have_count(2)

    asked = newsroom.asked[-1]
    assert (asked.question, asked.narrow) == (COST, False)
    assert (asked.filters.source, asked.filters.published_from) == (None, "2026-03-09")
    expect(page.get_by_role("list", name="Only these").get_by_role("button")).to_have_count(1)
    again = reader.window()
    again.goto(page.url)
    expect(again.locator(".card").first).to_be_visible()
    assert newsroom.asked[-1].narrow is False


def newsroom_reply(newsroom: Newsroom) -> dict[str, Any]:
    """What the newsroom would say, as JSON."""
    reply: dict[str, Any] = msgspec.to_builtins(newsroom.answer(AskRequest(question=COST)))
    return reply


@pytest.mark.gate
def test_a_shared_link_asks_the_question_with_its_limits_again(
    reader: Reader, newsroom: Newsroom
) -> None:
    page = reader.open(options=CLIPBOARD)
    page.get_by_role("button", name="The Coastal Courier 1 article").click()
    ask(page, COST)
    # The tab knows what limited a turn, also of those that the service stores.
    page.reload()
    page.get_by_role("button", name="Copy link to this answer").click()
    expect(page.get_by_role("status").get_by_text("Copied").first).to_be_attached()
    link = page.evaluate("navigator.clipboard.readText()")

    other = reader.window()
    other.goto(link)

    expect(other.locator(".card")).to_have_count(2)
    assert newsroom.asked[-1].question == COST
    assert newsroom.asked[-1].filters.source == "The Coastal Courier"
    expect(other.get_by_role("button", name="Remove: The Coastal Courier")).to_be_visible()


def test_limits_may_be_set_before_the_conversation_is_there(
    reader: Reader, newsroom: Newsroom
) -> None:
    page = reader.open()
    page.evaluate(
        "filters => { const chat = document.createElement('dateline-chat');"
        " chat.filters = filters; document.querySelector('dateline-chat').replaceWith(chat); }",
        {"source": ["The Coastal Courier"]},
    )

    expect(page.get_by_role("button", name="Remove: The Coastal Courier")).to_be_visible()
    ask(page, COST)

    assert newsroom.asked[-1].filters.source == ["The Coastal Courier"]


@pytest.mark.gate
def test_a_shared_link_keeps_each_of_several_outlets(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.open(options=CLIPBOARD)
    page.evaluate(
        "chat => { document.querySelector('dateline-chat').filters = chat }",
        {"source": ["The Coastal Courier", "Wire, Northern"]},
    )
    ask(page, COST)
    page.get_by_role("button", name="Copy link to this answer").click()
    expect(page.get_by_role("status").get_by_text("Copied").first).to_be_attached()
    link = page.evaluate("navigator.clipboard.readText()")

    other = reader.window()
    other.goto(link)

    expect(other.locator(".card")).to_have_count(2)
    assert newsroom.asked[-1].filters.source == ["The Coastal Courier", "Wire, Northern"]


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("style", "copied"),
    [
        (
            "As Markdown",
            f"> {QUOTE}\n>\n> — [{HARBOUR.title}](<LINK>), The Coastal Courier, March 14, 2026",
        ),
        (
            "Chicago style",
            f"“{QUOTE}”\nOkafor, Ada, and Jon Bell. “{HARBOUR.title}.”"
            " The Coastal Courier, March 14, 2026. LINK",
        ),
        (
            "APA style",
            f"“{QUOTE}”\nOkafor, A., & Bell, J. (2026, March 14). {HARBOUR.title}."
            " The Coastal Courier. LINK",
        ),
    ],
)
def test_a_quote_is_copied_as_style_guides_cite_it(reader: Reader, style: str, copied: str) -> None:
    page = reader.open(options=CLIPBOARD)
    ask(page, COST)
    page.locator(".source summary").first.click()
    link = page.get_by_role("link", name="Original: Harbour").get_attribute("href") or ""

    page.get_by_role("button", name=style).first.click()

    expect(page.get_by_role("status").get_by_text("Copied").first).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == copied.replace("LINK", link)


@pytest.mark.gate
def test_with_nothing_asked_the_page_shows_what_there_is(reader: Reader) -> None:
    page = reader.open()

    newest = page.get_by_role("link", name="Harbour tunnel will open two years late")
    expect(newest).to_contain_text("The Coastal Courier · March 14, 2026")
    expect(page.get_by_text("5 articles · articles up to March 14, 2026")).to_be_visible()
    newest.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(HARBOUR.title))


def test_an_empty_library_says_how_to_add_articles(reader: Reader) -> None:
    page = reader.window()
    page.route(
        "**/v1/page*",
        lambda route: route.fulfill(
            json=route.fetch().json() | {"articles": 0, "newest": None, "outlets": []}
        ),
    )
    page.goto(reader.address)

    expect(page.locator("#offers")).to_have_text(
        "There are no articles yet. Add some with this command: dateline add"
    )
    expect(page.locator(".fresh")).to_have_text("No articles yet")


@pytest.mark.gate
def test_three_answers_fit_into_a_window(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.open(options={"viewport": {"width": 1000, "height": 800}})
    reply = newsroom_reply(newsroom)
    first, *_ = reply["answers"]
    cited = reply["citations"][0]
    numbers = (1, 2, 3)
    reply["answers"] = [first | {"citations": [number]} for number in numbers]
    reply["citations"] = [cited | {"number": n, "article_id": str(n)} for n in numbers]
    page.route("**/v1/ask", lambda route: route.fulfill(json=reply))

    ask(page, COST)

    for card in page.locator(".card").all():
        expect(card).to_be_in_viewport(ratio=1)
    expect(page.locator(".fact")).to_have_text("412 million")
    assert page.locator(".card").count() == 3


@pytest.mark.gate
def test_quotes_of_one_article_share_its_source(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.open()
    reply = newsroom_reply(newsroom)
    first, *_ = reply["answers"]
    cited = reply["citations"][0]
    reply["answers"] = [first | {"citations": [number]} for number in (1, 2)]
    reply["citations"] = [cited | {"number": number} for number in (1, 2)]
    page.route("**/v1/ask", lambda route: route.fulfill(json=reply))

    ask(page, COST)

    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card blockquote")).to_have_count(2)
    expect(page.locator(".source summary")).to_have_text(
        "[1][2] The Coastal Courier · March 14, 2026"
    )


@pytest.mark.gate
def test_the_nearest_passages_are_dated_and_the_closest_words_marked(reader: Reader) -> None:
    page = reader.open()

    ask(page, "Which astronauts sang when the tunnel opens?")
    page.get_by_text("The nearest passages").click()

    nearest = page.locator(".nearest li").first
    assert "tunnel" in nearest.locator("mark").all_text_contents()
    expect(nearest.locator(".byline")).to_contain_text("The Coastal Courier · March 14, 2026")
