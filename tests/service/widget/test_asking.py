"""Asking on the page: cards, marks, citations, no answer, words, copying."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from prompts import interface_languages, messages
from tests.service.widget.conftest import Reader, ask
from tests.service.widget.stories import ARABIC_QUOTE, HARBOUR, HOSTILE, HOSTILE_QUOTE
from tests.service.widget.stories import COST as QUOTE

pytestmark = pytest.mark.browser

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
COST = "How much will the harbour tunnel cost?"
UNKNOWN = "Who won the chess championship in Reykjavik?"


def test_a_question_brings_a_card_with_the_telling_words_marked(reader: Reader) -> None:
    page = reader.open()

    ask(page, COST)

    card = page.get_by_role("article", name="Answer 1 of 2")
    expect(card.locator(".quote")).to_have_text(QUOTE, use_inner_text=True)
    expect(card.locator("mark")).to_have_text("412 million")
    expect(card.locator(".chip")).to_have_text("Said by Maria Lund said")
    expect(card.locator(".confidence")).to_have_text("Strong match")
    expect(card.locator(".head")).to_have_text("Said by Maria Lund saidStrong match")
    expect(card.get_by_role("img")).to_have_accessible_name("Confidence 100 out of 100")


@pytest.mark.gate
def test_a_maybe_is_one_card_below_the_sentence_that_says_so(reader: Reader) -> None:
    page = reader.open()

    ask(page, "How much money may the harbour tunnel need?")

    expect(page.locator(".maybe")).to_have_text(
        "The articles don’t say clearly. This may be the answer all the same:"
    )
    card = page.get_by_role("article", name="Maybe")
    expect(card.locator(".confidence")).to_have_text("Maybe")
    expect(card.locator(".quote")).to_have_text(QUOTE, use_inner_text=True)
    expect(page.locator(".nearest summary")).to_have_text("The nearest passages (2)")


def test_a_source_line_names_outlet_authors_date_and_title(reader: Reader) -> None:
    page = reader.open()

    ask(page, COST)

    first, second = page.locator(".sources > li").all()
    expect(first.locator(".byline")).to_have_text("The Coastal Courier · March 14, 2026")
    first.locator("summary").click()
    expect(first.locator("cite")).to_have_text("Harbour tunnel will open two years late")
    expect(first.locator(".authors")).to_have_text("Ada Okafor, Jon Bell")
    expect(first.locator(".around")).to_contain_text(QUOTE, use_inner_text=True)
    expect(second.locator(".byline")).to_have_text("Northern Wire · date unknown")


@pytest.mark.gate
def test_a_citation_number_leads_to_its_source_line(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    page.get_by_role("button", name="Source 2").click()

    second = page.locator("details:has([data-source='2'])")
    expect(second.locator("summary")).to_be_focused()
    expect(second.locator("cite")).to_be_visible()
    assert "q=How" in page.url


def test_the_original_is_linked_with_a_text_fragment_and_without_an_opener(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    page.locator(".source summary").first.click()
    link = page.get_by_role("link", name="Original: Harbour tunnel will open two years late")

    expect(link).to_have_attribute("href", re.compile(r"^https://courier.example/.*#:~:text="))
    expect(link).to_have_attribute("rel", "noopener")


def test_opening_the_article_shows_exactly_the_quote_marked_and_in_view(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    page.locator(".source summary").first.click()
    page.get_by_role("link", name="Open in article: Harbour tunnel").click()

    passage = page.locator("#passage")
    expect(passage).to_have_text(QUOTE, use_inner_text=True)
    expect(passage).to_be_in_viewport()
    expect(passage).to_be_focused()


@pytest.mark.short(1)
@pytest.mark.parametrize("emoji", ["🎉", "👩‍👩‍👧", "🇺🇦🇲🇽", "𝒜 é"])
@pytest.mark.parametrize("base", [0, 1000])
def test_the_highlight_stands_right_behind_emoji(reader: Reader, emoji: str, base: int) -> None:
    page = reader.open()
    quote = f"{emoji} “Yes” {emoji} said {emoji}"
    start = base + quote.index("“Yes”")
    highlight = {"start": start, "end": start + len("“Yes”"), "text": "“Yes”"}

    drawn = draw(page, answer={"quote": quote, "highlights": [highlight]}, citation={"start": 1000})

    assert drawn == [quote, "“Yes”"]


@pytest.mark.gate
def test_all_parts_of_an_answer_are_marked(reader: Reader) -> None:
    page = reader.open()
    quote = "\U0001f389 Ana \U0001f389 and Bo won, not Cem."
    places = [(quote.index(name), name) for name in ("Bo", "Ana")]
    highlights = [
        {"start": 50 + start, "end": 50 + start + len(name), "text": name} for start, name in places
    ]

    drawn = draw(page, answer={"quote": quote, "highlights": highlights}, citation={"start": 50})

    assert drawn == [quote, "Ana"]
    assert page.locator("mark").all_text_contents() == ["Ana", "Bo"]


@pytest.mark.gate
def test_a_highlight_whose_words_do_not_stand_there_marks_nothing(reader: Reader) -> None:
    page = reader.open()
    highlight = {"start": 1, "end": 4, "text": "yes"}

    drawn = draw(
        page, answer={"quote": "No, never.", "highlights": [highlight]}, citation={"start": 0}
    )

    assert drawn == ["No, never.", None]


@pytest.mark.gate
def test_one_statement_in_two_outlets_is_one_card_with_two_sources(reader: Reader) -> None:
    page = reader.open()
    outlets = [{"number": 1, "source": "Courier"}, {"number": 2, "source": "Wire"}]

    draw(page, {"quote": "It will open.", "citations": [1, 2]}, {"before": "Late. "}, outlets)

    expect(page.locator("blockquote")).to_have_text("It will open.[1][2]")
    expect(page.locator(".also summary").first).to_have_text("also in 1 other article")
    assert page.locator(".sources .outlet").all_text_contents() == ["Courier", "Wire"]


@pytest.mark.gate
def test_the_number_of_a_source_never_stands_alone_on_a_line(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)
    alone = """() => {
        const frame = document.querySelector("dateline-chat").shadowRoot;
        return [...frame.querySelectorAll(".quote + sup")].filter(at =>
            at.getBoundingClientRect().left < at.parentElement.getBoundingClientRect().left + 4);
    }"""

    for width in range(320, 420, 2):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate(alone) == [], width


def test_answers_that_contradict_each_other_are_shown_as_such(reader: Reader) -> None:
    page = reader.open()
    outlets = [{"number": 1, "revision": "corrected"}, {"number": 2, "revision": "updated"}]
    answer = {"quote": "Bo Kim won.", "citations": [1, 2], "disagreement": True}

    draw(page, answer, {}, outlets, disagreement=True)

    note = page.get_by_role("note")
    expect(note).to_have_text("Articles contradict each other on this; newest first, undated last")
    expect(note).to_be_visible()
    expect(page.locator(".disputed")).to_have_text("Contradicted by another article")
    assert page.locator(".revision").all_text_contents() == [
        "corrected article",
        "updated: another version of the article does not say this",
    ]


@pytest.mark.gate
def test_answers_that_agree_say_nothing_of_it(reader: Reader) -> None:
    page = reader.open()

    draw(page, {"quote": "Bo Kim won.", "disagreement": False}, {"revision": None})

    assert page.locator(".disagreement, .disputed, .revision").count() == 0


@pytest.mark.gate
def test_markup_in_articles_stays_text(reader: Reader) -> None:
    page = reader.open()

    ask(page, "What did the parser met <b>on page 77</b>?")

    card = page.locator(".card")
    card.locator("summary").click()
    assert card.locator(".quote").text_content() == HOSTILE_QUOTE
    assert card.locator("cite").text_content() == HOSTILE.title
    assert card.locator(".byline").text_content() == f"{HOSTILE.source} · not a date <i>"
    assert card.locator(".authors").text_content() == ", ".join(HOSTILE.authors)
    assert card.get_by_text("Original").count() == 0
    card.get_by_role("link", name="Open in article").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(HOSTILE.title))
    assert page.evaluate("window.pwned") is None


@pytest.mark.gate
def test_arabic_words_run_from_right_to_left(reader: Reader) -> None:
    page = reader.open()

    ask(page, "الميناء استقبل سفينة")

    quote = page.locator("blockquote").first
    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert quote.locator(".quote").text_content() == ARABIC_QUOTE
    expect(page.locator(".byline").first).to_contain_text("February 2026")


def test_no_answer_says_so_and_folds_the_nearest_passages_away(reader: Reader) -> None:
    page = reader.open()

    ask(page, UNKNOWN)

    expect(page.locator(".no-answer")).to_contain_text("The articles don’t say.")
    nearest = page.locator(".nearest li")
    expect(nearest.first).to_be_hidden()
    page.get_by_text("The nearest passages (3)").click()
    expect(nearest).to_have_count(3)
    expect(nearest.first).to_be_visible()


@pytest.mark.gate
def test_the_question_that_was_searched_is_named_when_it_is_another(reader: Reader) -> None:
    page = reader.open()
    reply = {"status": "no_answer", "text": "No.", "answers": [], "searched": "What did Lund say?"}

    draw_reply(page, reply)

    expect(page.locator(".searched")).to_have_text("Searched for: What did Lund say? Edit")


@pytest.mark.gate
@pytest.mark.parametrize(
    ("citations", "words"),
    [
        (
            [{"published": "2025-06-03"}, {"published": None}],
            "None of these answers is dated between November 17, 2026 and November 28, 2026",
        ),
        (
            [{"published": "2025-06-03"}, {"published": "2026-11-28T10:00:00Z"}],
            "Articles from November 17, 2026 to November 28, 2026 come first",
        ),
    ],
)
def test_how_this_week_was_read_is_told(
    reader: Reader, citations: list[dict[str, str | None]], words: str
) -> None:
    page = reader.open()
    days = {"first": "2026-11-17", "last": "2026-11-28"}
    reply = {"status": "no_answer", "text": "No.", "answers": [], "period": days}
    placed: list[dict[str, Any]] = [{"article_id": "a", "number": 1, **one} for one in citations]

    draw_reply(page, reply | {"citations": placed})

    expect(page.locator(".searched").last).to_have_text(f"{words} Only these days")


@pytest.mark.gate
def test_a_passage_that_only_names_the_person_is_labelled_so(reader: Reader) -> None:
    page = reader.open()
    near = {"article_id": "a", "title": "A", "text": "Lund left.", "viewer": "/articles/a"}
    reply = {"status": "no_answer", "text": "No.", "answers": [], "searched": "What did Lund say?"}

    draw_reply(page, reply | {"nearest": [near | {"about": "Lund"}, near | {"about": None}]})
    page.get_by_text("The nearest passages (2)").click()

    expect(page.locator(".nearest .about")).to_have_text(["About Lund; not Lund’s own words"])


@pytest.mark.gate
def test_an_example_question_is_asked_with_one_press(reader: Reader) -> None:
    page = reader.window()
    found = {"suggestions": [{"question": COST}]}
    page.route("**/v1/suggestions", lambda route: route.fulfill(json=found))
    page.goto(reader.address)

    page.get_by_role("button", name=COST).click()

    expect(page.locator(".card")).to_have_count(2)


def test_the_page_speaks_the_language_of_the_service(reader: Reader) -> None:
    page = reader.window()
    strings = {
        "page_send": "Fragen",
        "page_question": "Ihre Frage",
        "page_articles_other": "{count} Artikel",
        "page_answer_of": "Antwort {number} von {count}",
        "page_months": "Januar|Februar|März",
        "page_day_of_year": "{day}. {month} {year}",
        "page_thousands": "{before}.{after}",
    }
    info = {
        "language": "de",
        "answer_language": "de",
        "strings": strings,
        "articles": 1204,
        "newest": None,
        "outlets": [],
    }
    page.route("**/v1/page*", lambda route: route.fulfill(json=info))
    page.goto(reader.address)

    page.get_by_label("Ihre Frage").fill(COST)
    page.get_by_role("button", name="Fragen").click()

    expect(page.get_by_role("article", name="Antwort 1 von 2")).to_be_visible()
    expect(page.locator(".byline").first).to_contain_text("14. März 2026")
    expect(page.locator(".fresh")).to_have_text("1.204 Artikel")
    expect(page.locator("html")).to_have_attribute("lang", "de")


@pytest.mark.short(1)
@pytest.mark.parametrize("language", interface_languages())
def test_dates_and_numbers_are_written_as_the_language_does(reader: Reader, language: str) -> None:
    words = messages(language, "page_")
    page = reader.open()
    asked = {month: f"2026-{month:02}-14" for month in range(1, 13)}

    usual = page.evaluate(
        """([language, days]) => [{ month: "long" }, { month: "long", day: "numeric" }].map(form =>
            days.map(day => new Intl.DateTimeFormat(language, { year: "numeric", ...form,
                timeZone: "UTC" }).format(new Date(day))))""",
        [language, list(asked.values())],
    )
    number = page.evaluate("language => (1234567).toLocaleString(language)", language)

    months = words["page_months"].split("|")
    written = [
        [words[name].format(year=2026, month=month, day=14) for month in months]
        for name in ("page_month_of_year", "page_day_of_year")
    ]
    assert written == usual
    thousands = words["page_thousands"].format(before=1, after=234)
    assert words["page_thousands"].format(before=thousands, after=567) == number


def test_a_quote_is_copied_word_for_word_with_where_it_stands(reader: Reader) -> None:
    page = reader.open(options=CLIPBOARD)
    ask(page, COST)

    page.locator(".source summary").first.click()
    page.get_by_role("button", name="Copy quote").first.click()

    expect(page.get_by_role("status").get_by_text("Copied").first).to_be_attached()
    quote, where, link = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert quote == QUOTE
    assert where == f"— The Coastal Courier, {HARBOUR.title}, March 14, 2026"
    assert link.startswith(f"{HARBOUR.url}#:~:text=")


@pytest.mark.gate
def test_copying_works_over_plain_http_where_there_is_no_clipboard_interface(
    reader: Reader,
) -> None:
    page = reader.window()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(reader.address)
    ask(page, COST)
    page.evaluate("addEventListener('copy', () => (window.copied = String(getSelection())))")

    page.locator(".source summary").first.click()
    page.get_by_role("button", name="Copy quote").first.click()

    assert page.evaluate("window.copied").startswith(QUOTE)
    expect(page.get_by_role("button", name="Copy quote").first).to_be_focused()


def draw(
    page: Page,
    answer: dict[str, Any],
    citation: dict[str, Any],
    outlets: Sequence[dict[str, Any]] = ({"number": 1},),
    **whole: Any,
) -> list[str | None]:
    """One answer drawn by the component alone: the quote's text and the marked text."""
    answer = {"confidence": 0.5, "speaker": None, "citations": [1], **answer}
    place = {"article_id": "a", "version": "1", "start": 6, "viewer": "/articles/a"}
    common = {**place, "quote": answer["quote"], **citation}
    citations = [{**common, **outlet} for outlet in outlets]
    reply = {"status": "answered", "answers": [answer], "citations": citations, **whole}
    draw_reply(page, reply, question="")
    found = page.locator("#log .quote, #log mark")
    texts = [page.locator(f"#log {name}") for name in (".quote", "mark")]
    found.first.wait_for()
    return [text.first.text_content() if text.count() else None for text in texts]


def draw_reply(page: Page, reply: dict[str, Any], question: str = "And she?") -> None:
    """The reply, as if the service had given it to the question."""
    question = question or "And?"
    whole = {"searched": question, "citations": [], "nearest": [], "choices": [], **reply}
    page.route("**/v1/ask", lambda route: route.fulfill(json=whole))
    ask(page, question)


def test_what_to_ask_next_is_offered_below_a_reply_and_asked_with_one_press(
    reader: Reader,
) -> None:
    page = reader.window()
    wanted: list[dict[str, object]] = []

    def suggest(route: Route) -> None:
        wanted.append(route.request.post_data_json or {})
        suggested = [{"question": COST}] if "question" in wanted[-1] else []
        route.fulfill(json={"suggestions": suggested})

    page.route("**/v1/suggestions", suggest)
    page.goto(reader.address)
    ask(page, "Who won the chess championship in Reykjavik?")

    page.get_by_role("list", name="Ask next").get_by_role("button", name=COST).click()

    expect(page.get_by_role("heading", name=COST)).to_be_visible()
    expect(page.locator(".turn").last.locator(".card")).not_to_have_count(0)
    assert wanted[1]["question"] == "Who won the chess championship in Reykjavik?"


@pytest.mark.gate
def test_a_corrected_question_has_a_way_back_to_what_was_typed(reader: Reader) -> None:
    page = reader.window()
    asked: list[dict[str, object]] = []

    def answer(route: Route) -> None:
        asked.append(route.request.post_data_json or {})
        plain = route.request.headers | {"accept": "application/json"}
        reply = route.fetch(headers=plain).json()
        if asked[-1].get("spelling", True):
            reply |= {"searched": COST, "corrected": {"from": "harbor tunel", "to": COST}}
        route.fulfill(json=reply)

    page.route("**/v1/ask", answer)
    page.goto(reader.address)
    ask(page, "harbor tunel")
    expect(page.locator(".searched")).to_contain_text(f"Searched for: {COST}")

    page.get_by_role("button", name="Search instead for “harbor tunel”").click()

    expect(page.get_by_role("heading", name="harbor tunel")).to_have_count(2)
    page.locator(".reply[aria-busy]").wait_for(state="detached")
    assert [one.get("spelling", True) for one in asked] == [True, False]


@pytest.mark.gate
def test_which_one_is_meant_is_asked_once(reader: Reader) -> None:
    page = reader.open()
    choices = [{"name": name, "person": name, "question": f"{name}?"} for name in ("Bo", "Ann")]
    text = "Several people of that name are quoted: Bo and Ann. Which one do you mean by “Kim”?"

    draw_reply(page, {"status": "no_answer", "text": text, "answers": [], "choices": choices})

    expect(page.locator(".answer")).to_have_text(f"{text}BoAnn")
    page.unroute_all()
    page.get_by_role("list", name="Who do you mean?").get_by_role("button", name="Ann").click()
    expect(page.get_by_role("heading", name="Ann?")).to_be_visible()
