"""What a reader thinks of an answer: thumbs, reasons, a note, by mouse and by keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from prompts import messages
from tests.service.widget.conftest import Reader

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
_SHOW = """async ({ answer, words, fails }) => {
  const { feedback } = await import("/widget/feedback.js");
  (await import("/widget/strings.js")).learnWords("en", words);
  const root = document.createElement("div").attachShadow({ mode: "open" });
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = "/widget/feedback.css";
  const api = {
    failures: fails,
    async feedback(body) {
      window.sent = [...(window.sent ?? []), body];
      if (api.failures-- > 0) throw new Error("not now");
    },
  };
  document.addEventListener("feedback", ({ detail }) => (window.told = detail));
  root.append(sheet, feedback(api, answer));
  document.body.prepend(root.host);
}"""


def _show(reader: Reader, answer: dict[str, Any] = ANSWER, fails: int = 0) -> tuple[Page, Locator]:
    page = reader.open()
    words = messages("en", "page_")
    page.evaluate(_SHOW, {"answer": answer, "words": words, "fails": fails})
    return page, page.get_by_role("group", name="Was this helpful?")


def test_a_thumb_up_is_sent_with_what_it_is_about(reader: Reader) -> None:
    page, box = _show(reader)

    box.get_by_role("button", name="Helpful", exact=True).click()

    expect(box.get_by_role("status")).to_have_text("Thank you, this was sent.")
    expect(box.get_by_role("button", name="Helpful", exact=True)).to_be_focused()
    assert page.evaluate("window.sent") == [{**_ABOUT, "verdict": "up"}]
    assert page.evaluate("window.told") == {
        "answerId": "ans_1",
        "verdict": "up",
        "reasons": [],
        "toDesk": False,
    }


def test_a_thumb_down_asks_what_is_wrong_and_where(reader: Reader) -> None:
    page, box = _show(reader)

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
    assert page.evaluate("window.sent") == [
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


def test_it_needs_no_mouse_and_escape_goes_back(reader: Reader) -> None:
    page, box = _show(reader)
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
    (sent,) = page.evaluate("window.sent")
    assert sent["reasons"] == ["wrong_speaker"]


def test_what_could_not_be_sent_is_kept_and_can_be_sent_again(reader: Reader) -> None:
    page, box = _show(reader, fails=1)
    box.get_by_role("button", name="Not helpful").click()
    box.get_by_label("Note (optional)").fill("Still here")

    box.get_by_role("button", name="Send").click()
    expect(box.get_by_role("status")).to_have_text("This could not be sent. Try again later.")
    expect(box.get_by_label("Note (optional)")).to_have_value("Still here")
    expect(box.get_by_role("button", name="Send")).to_be_focused()
    box.get_by_role("button", name="Send").click()

    expect(box.get_by_role("status")).to_have_text("Thank you, this was sent.")
    assert [sent["note"] for sent in page.evaluate("window.sent")] == ["Still here"] * 2


def test_once_sent_it_is_not_sent_again(reader: Reader) -> None:
    page, box = _show(reader)
    box.get_by_role("button", name="Helpful", exact=True).click()
    expect(box.get_by_role("status")).to_have_text("Thank you, this was sent.")

    box.get_by_role("button", name="Not helpful").click(force=True)
    box.get_by_role("button", name="Helpful", exact=True).click(force=True)

    expect(box.get_by_label("Other")).to_have_count(0)
    assert len(page.evaluate("window.sent")) == 1


def test_a_refusal_has_no_words_that_could_be_wrong(reader: Reader) -> None:
    _, box = _show(reader, {"id": "ans_2", "searched": "Why?", "citations": []})

    box.get_by_role("button", name="Not helpful").click()

    names = box.get_by_role("checkbox").evaluate_all("all => all.map((one) => one.value)")
    assert names == ["not_an_answer", "out_of_date", "other", "desk"]
    expect(box.get_by_label("Which source?")).to_have_count(0)


def test_every_control_is_large_enough_and_fits_into_320_pixels(reader: Reader) -> None:
    page, box = _show(reader)
    page.set_viewport_size({"width": 320, "height": 800})

    box.get_by_role("button", name="Not helpful").click()

    sizes = box.locator("button, .check, select").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((r) => [r.width, r.height])"
    )
    assert all(width >= 24 and height >= 44 for width, height in sizes)
    right = box.evaluate("one => one.getBoundingClientRect().right")
    assert right <= 320
