"""The pages in front of the whole service: demo articles in, a cited and marked quote out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from service.demo import EXAMPLE_QUESTIONS
from service.http.app import create_app
from service.settings import Settings
from tests.demo import CopyDemo
from tests.service.widget.conftest import Reader
from tests.serving import serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(copy_demo: CopyDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the service answers, with the smallest embedder and no bar for answers."""
    data = copy_demo(tmp_path_factory.mktemp("demo") / "data")
    settings = Settings(
        data=str(data),
        demo=True,
        embedder="letters",
        reader="sentence",
        min_confidence=0.0,
    )
    with serve(create_app(settings)) as served:
        yield served


def test_an_example_question_leads_to_the_quote_marked_in_its_article(reader: Reader) -> None:
    page = reader.open()
    page.locator("#examples button").first.click()
    quote = page.locator(".card .quote").first
    quote.wait_for()
    words = quote.text_content()

    page.locator(".source summary").first.click()
    page.locator(".card .actions a").first.click()

    page.locator("#passage").wait_for()
    assert "".join(page.locator("dateline-article mark").all_text_contents()) == words
    expect(page.locator("#passage")).to_be_in_viewport()
    # Asked while the service was still loading, the question was sent again.
    reader.forgive("status of 503")


@pytest.mark.gate
def test_the_viewer_shows_the_stored_text_to_the_character(reader: Reader) -> None:
    page = reader.open()
    page.locator("#examples button").first.wait_for()
    expect(page.locator(".fresh")).to_contain_text("articles")
    (line,) = page.request.get(f"{reader.address}/v1/articles?limit=1").json()["articles"]
    stored = page.request.get(f"{reader.address}/v1/articles/{line['id']}").json()

    page.goto(f"{reader.address}/articles/{line['id']}")

    expect(page.get_by_role("heading", level=1)).to_have_text(stored["title"])
    assert page.locator("dateline-article").text_content() == stored["text"]


@pytest.mark.gate
def test_a_follow_up_is_a_second_turn_of_the_conversation(reader: Reader) -> None:
    page = reader.open(f"/#q={EXAMPLE_QUESTIONS[2]}")
    page.locator(".answer").wait_for()

    page.get_by_label("Your question").fill("And who said so?")
    page.keyboard.press("Enter")

    expect(page.locator(".answer")).to_have_count(2)
    reader.forgive("status of 503")


def _asked(reader: Reader, question: str) -> Page:
    page = reader.open()
    page.locator("textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".form").wait_for()
    # Asked while the service was still loading, the question was sent again.
    reader.forgive("status of 503")
    return page


@pytest.mark.gate
def test_a_timeline_stands_in_order_under_its_days(reader: Reader) -> None:
    page = _asked(reader, "timeline of the Gannet Bridge")

    days = [day.get_attribute("datetime") or "" for day in page.locator(".day time").all()]
    assert days == sorted(days)
    assert {"2024-03-12", "2025-04-11"} <= set(days)
    expect(page.locator(".form-label")).to_contain_text("the Gannet Bridge")
    assert page.locator(".timeline .card .source").count() == len(days)


@pytest.mark.gate
def test_each_of_two_questions_stands_above_its_answer(reader: Reader) -> None:
    page = _asked(reader, "Why was the Gannet Bridge closed? And what did Xy Zed say?")

    first, second = page.locator(".side").all()
    expect(first.locator("h3")).to_have_text("Why was the Gannet Bridge closed?")
    assert first.locator(".card .source").count() > 0
    expect(second.locator("h3")).to_have_text("What did Xy Zed say?")
    assert second.locator(".card").count() == 0
    expect(second.locator(".nothing")).not_to_be_empty()


@pytest.mark.gate
@pytest.mark.parametrize("width", [360, 1280])
def test_the_sides_of_a_comparison_stand_beside_each_other_where_there_is_room(
    reader: Reader, width: int
) -> None:
    page = _asked(reader, "how do Elena Ruiz and Xy Zed differ on kelp?")
    page.set_viewport_size({"width": width, "height": 800})

    first, second = page.locator(".side").all()
    expect(first.locator("h3")).to_have_text("Elena Ruiz")
    expect(second.locator(".nothing")).to_contain_text("Xy Zed")
    left, right = first.bounding_box(), second.bounding_box()
    assert left is not None
    assert right is not None
    assert (right["x"] > left["x"]) == (width > 360)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.gate
def test_no_form_shows_how_sure_it_is(reader: Reader) -> None:
    page = _asked(reader, "summarize the kelp plan")

    assert page.locator(".form .card").count() > 1
    expect(page.locator(".form .confidence")).to_have_count(0)
