"""The article viewer: every character, the passage, what is not body, versions."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from tests.service.widget.conftest import Reader
from tests.service.widget.stories import (
    ARABIC,
    HARBOUR,
    HARBOUR_BEFORE,
    HOSTILE,
    LONG,
    PRINTED,
    WIRE,
    Story,
)

pytestmark = pytest.mark.browser

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}

# Text as publishers send it: code points beyond the first 65,536, lone line ends of every kind,
# directions, control characters. Surrogates cannot be in UTF-8.
HOSTILE_TEXT = st.text(
    st.one_of(
        st.sampled_from("🎉👩‍👩‍👧é\u0301“”\r\n\n\n \t\u200f\u202eש\x00\x0b\u2028<&>"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


def test_the_passage_is_marked_to_the_character(reader: Reader) -> None:
    start = HARBOUR.text.index("🎉 Engineers")
    end = HARBOUR.text.index(" where the maps")

    page = reader.open(HARBOUR.viewer(start, end))

    expect(page.locator("#passage")).to_have_text("🎉 Engineers found soft clay")
    expect(page.locator("#passage")).to_be_in_viewport()


@pytest.mark.short(1)
@pytest.mark.parametrize("story", [HARBOUR, WIRE, HOSTILE, ARABIC], ids=lambda story: story.id)
def test_every_character_of_the_article_is_there(reader: Reader, story: Story) -> None:
    page = reader.open(story.viewer(3, 9))

    page.locator("#passage").wait_for()

    assert page.locator("dateline-article").text_content() == story.text


@pytest.mark.short(1)
@pytest.mark.parametrize(("start", "page_number"), [(0, "Page 1"), (26, "Page 3")])
def test_a_passage_of_a_pdf_has_its_page(reader: Reader, start: int, page_number: str) -> None:
    page = reader.open(PRINTED.viewer(start, start + 9))

    expect(page.locator(".page-number")).to_have_text(page_number)
    expect(page.locator("[data-label]")).to_have_attribute(
        "data-label", "In the margin of the page"
    )


@pytest.mark.gate
def test_another_articles_passage_has_no_page(reader: Reader) -> None:
    page = reader.open(WIRE.viewer(3, 9))

    expect(page.locator("#passage")).to_be_visible()
    expect(page.locator(".page-number")).to_have_count(0)


def test_an_article_says_who_published_it_when_and_where(reader: Reader) -> None:
    page = reader.open(HARBOUR.viewer(0, 7))

    expect(page.get_by_role("heading", level=1)).to_have_text(str(HARBOUR.title))
    expect(page.locator(".byline")).to_have_text(
        "The Coastal Courier · Ada Okafor, Jon Bell · March 14, 2026"
    )
    expect(page.get_by_role("link", name="Original")).to_have_attribute("href", str(HARBOUR.url))
    expect(page).to_have_title("Harbour tunnel will open two years late – Dateline")


@pytest.mark.gate
def test_what_is_not_body_is_dimmed_and_named_with_a_legend(reader: Reader) -> None:
    page = reader.open(HARBOUR.viewer(0, 7))

    named = page.locator(".not-body[data-label]")
    expect(named).to_have_count(3)
    labels = [one.get_attribute("data-label") for one in named.all()]
    assert labels == ["Headline", "Caption", "Subscription notice"]
    expect(page.locator(".legend")).to_contain_text("is never quoted")
    border = page.locator("p.aside").first.evaluate("e => getComputedStyle(e).borderLeftStyle")
    assert border == "dotted"


@pytest.mark.gate
def test_an_older_version_leads_to_the_current_one(reader: Reader) -> None:
    start = HARBOUR_BEFORE.text.index("398 million")
    page = reader.open(HARBOUR_BEFORE.viewer(start, start + 11))
    expect(page.locator("#passage")).to_have_text("398 million")

    page.get_by_role("link", name="Read the current version").click()

    expect(page.locator("dateline-article")).to_contain_text("412 million euros")
    expect(page.locator(".notice")).to_have_count(0)


@pytest.mark.short(1)
@pytest.mark.parametrize(
    "span", ["start=5&end=99999", "start=9&end=5", "start=x&end=5", "start=-1&end=2"]
)
def test_a_passage_that_this_version_does_not_hold_is_reported(reader: Reader, span: str) -> None:
    page = reader.open(f"/articles/wire?{span}")

    expect(page.locator(".notice")).to_contain_text("is not in this version")
    assert page.locator("mark").count() == 0


def test_a_missing_article_is_reported_with_the_services_own_words(reader: Reader) -> None:
    page = reader.open("/articles/nowhere")

    alert = page.get_by_role("alert")

    expect(alert).to_contain_text("This article, or this version of it, does not exist.")
    expect(alert).to_contain_text("There is no article 'nowhere'.")
    reader.forgive("status of 404")


@pytest.mark.gate
def test_the_link_that_is_copied_is_the_address_of_the_passage(reader: Reader) -> None:
    page = reader.open(WIRE.viewer(0, 9), options=CLIPBOARD)

    page.get_by_role("button", name="Copy link").click()

    expect(page.get_by_role("status").get_by_text("Copied")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.gate
def test_the_last_sentence_of_a_very_long_article_is_found(reader: Reader) -> None:
    start = LONG.text.index("Zanzibar")

    page = reader.open(LONG.viewer(start, start + len("Zanzibar")))

    expect(page.locator("#passage")).to_have_text("Zanzibar")
    expect(page.locator("#passage")).to_be_in_viewport()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), text=HOSTILE_TEXT)
def test_any_text_any_marks_any_passage_keep_the_law(
    reader: Reader, data: st.DataObject, text: str
) -> None:
    page = _blank(reader)
    offsets = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(offsets, offsets).map(sorted), max_size=4))
    start, end = data.draw(st.tuples(offsets, offsets).map(sorted))
    marks = [(first, last, "caption") for first, last in spans]

    whole, marked, dimmed = _drawn(page, text, marks, start, end)

    assert whole == text
    assert marked == text[start:end]
    inside = {at for first, last in spans for at in range(first, last)}
    assert dimmed == "".join(text[at] for at in sorted(inside))


def _blank(reader: Reader) -> Page:
    """One window for all examples."""
    if not reader.pages:
        reader.open(WIRE.viewer(0, 9)).locator("#passage").wait_for()
    return reader.pages[0]


def _drawn(
    page: Page, text: str, marks: list[tuple[int, int, str]], start: int, end: int
) -> tuple[str, str, str]:
    whole, marked, dimmed = page.evaluate(
        """({ text, marks, start, end }) => {
            const drawn = document.createElement("dateline-article");
            drawn.passage = start < end ? [start, end] : null;
            drawn.article = { text, marks };
            const texts = name => [...drawn.querySelectorAll(name)].map(e => e.textContent);
            const joined = name => texts(name).join("");
            return [drawn.textContent, joined("mark"), joined(".not-body")];
        }""",
        {"text": text, "marks": marks, "start": start, "end": end},
    )
    return whole, marked, dimmed
