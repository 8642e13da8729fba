"""What a reader thinks of an answer: thumbs, reasons, a note, by mouse and by keyboard."""

from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.service.widget.conftest import Reader, ask

pytestmark = pytest.mark.browser

_HOSTILE = '<img src=x onerror="document.title = 1">'
_CITATION = {"article_id": "tunnel", "version": "v1", "start": 3, "end": 9, "title": _HOSTILE}
ANSWER = {
    "id": "ans_1",
    "searched": "What will the tunnel cost?",
    "citations": [
        {**_CITATION, "number": 1, "source": "Courier", "quote": "a quote"},
        {**_CITATION, "number": 2, "source": None, "quote": "another"},
    ],
}
_PLACE = {"article_id": "tunnel", "version": "v1", "start": 3, "end": 9}
_ABOUT = {
    "answer_id": "ans_1",
    "question": "What will the tunnel cost?",
    "citations": [{"number": 1, **_PLACE}, {"number": 2, **_PLACE}],
}
_TELL = """document.addEventListener("dateline-feedback", ({ detail }) => (window.told = detail))"""


class _Shown(NamedTuple):
    page: Page
    box: Locator
    sent: list[Any]


def _show(reader: Reader, answer: dict[str, Any] = ANSWER, fails: int = 0) -> _Shown:
    """The box below an answer; what is sent fails so many times."""
    page = reader.window()
    sent: list[Any] = []

    def take(route: Route) -> None:
        sent.append(route.request.post_data_json)
        failed = len(sent) <= fails
        route.fulfill(status=500 if failed else 201, json={})

    reply = {"status": "no_answer", "text": "No.", "answers": [], "nearest": [], **answer}
    page.route("**/v1/ask", lambda route: route.fulfill(json=reply))
    page.route("**/v1/feedback", take)
    page.goto(reader.address)
    ask(page, str(answer["searched"]))
    page.evaluate(_TELL)
    return _Shown(page, page.get_by_role("group", name="Was this helpful?"), sent)


def test_a_thumb_up_is_sent_with_what_it_is_about(reader: Reader) -> None:
    page, box, sent = _show(reader)

    box.get_by_role("button", name="Helpful", exact=True).click()

    expect(box.get_by_role("status")).to_have_text("Thank you, this was sent.")
    expect(box.get_by_role("button", name="Helpful", exact=True)).to_be_focused()
    assert sent == [{**_ABOUT, "verdict": "up"}]
    assert page.evaluate("window.told") == {
        "answerId": "ans_1",
        "verdict": "up",
        "reasons": [],
        "toDesk": False,
    }


def test_a_thumb_down_asks_what_is_wrong_and_where(reader: Reader) -> None:
    page, box, sent = _show(reader)

    box.get_by_role("button", name="Not helpful").click()
    expect(box.get_by_label("Wrong speaker")).to_be_focused()
    box.get_by_label("Wrong speaker").check()
    box.get_by_label("Out of date").check()
    box.get_by_label("Which source?").select_option(label="[1] Courier, " + _HOSTILE)
    box.get_by_label("Note (optional)").fill(" It was <b>she</b>. ")
    box.get_by_label("Report an error to the desk").check()
    box.get_by_role("button", name="Send").click()

    expect(box.get_by_role("status")).to_have_text("Thank you, this was sent.")
    expect(box.get_by_label("Wrong speaker")).to_be_hidden()
    expect(box.get_by_role("button", name="Not helpful")).to_be_focused()
    assert sent == [
        {
            **_ABOUT,
            "verdict": "down",
            "reasons": ["wrong_speaker", "out_of_date"],
            "to_desk": True,
            "note": "It was <b>she</b>.",
            "citation": 1,
        }
    ]
    assert page.evaluate("document.title") != "1"


@pytest.mark.gate
def test_it_needs_no_mouse_and_escape_goes_back(reader: Reader) -> None:
    page, box, sent = _show(reader)
    down = box.get_by_role("button", name="Not helpful")

    down.focus()
    page.keyboard.press("Enter")
    expect(down).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(down).to_be_focused()
    expect(down).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    for _ in range(9):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(box.get_by_role("status")).to_have_text("Thank you, this was sent.")
    (body,) = sent
    assert body["reasons"] == ["wrong_speaker"]


@pytest.mark.gate
def test_what_could_not_be_sent_is_kept_and_can_be_sent_again(reader: Reader) -> None:
    _, box, sent = _show(reader, fails=1)
    box.get_by_role("button", name="Not helpful").click()
    box.get_by_label("Note (optional)").fill("Still here")

    box.get_by_role("button", name="Send").click()
    expect(box.get_by_role("status")).to_have_text("This could not be sent. Try again later.")
    expect(box.get_by_label("Note (optional)")).to_have_value("Still here")
    expect(box.get_by_role("button", name="Send")).to_be_focused()
    box.get_by_role("button", name="Send").click()

    expect(box.get_by_role("status")).to_have_text("Thank you, this was sent.")
    assert [body["note"] for body in sent] == ["Still here"] * 2
    reader.forgive("status of 500")


@pytest.mark.gate
def test_once_sent_it_is_not_sent_again(reader: Reader) -> None:
    _, box, sent = _show(reader)
    box.get_by_role("button", name="Helpful", exact=True).click()
    expect(box.get_by_role("status")).to_have_text("Thank you, this was sent.")

    box.get_by_role("button", name="Not helpful").click(force=True)
    box.get_by_role("button", name="Helpful", exact=True).click(force=True)

    expect(box.get_by_label("Other")).to_have_count(0)
    assert len(sent) == 1


@pytest.mark.gate
def test_a_refusal_has_no_words_that_could_be_wrong(reader: Reader) -> None:
    _, box, _ = _show(reader, {"id": "ans_2", "searched": "Why?", "citations": []})

    box.get_by_role("button", name="Not helpful").click()

    names = box.get_by_role("checkbox").evaluate_all("all => all.map((one) => one.value)")
    assert names == ["not_an_answer", "out_of_date", "other", "desk"]
    expect(box.get_by_label("Which source?")).to_have_count(0)


@pytest.mark.gate
def test_every_control_is_large_enough_and_fits_into_320_pixels(reader: Reader) -> None:
    page, box, _ = _show(reader)
    page.set_viewport_size({"width": 320, "height": 800})

    box.get_by_role("button", name="Not helpful").click()

    sizes = box.locator("button, .check, select").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((r) => [r.width, r.height])"
    )
    assert all(width >= 24 and height >= 44 for width, height in sizes)
    right = box.evaluate("one => one.getBoundingClientRect().right")
    assert right <= 320
