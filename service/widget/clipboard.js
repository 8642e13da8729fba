/** A button that copies a text and says that it did. */

import { button, element } from "/widget/dom.js";
import { icon } from "/widget/icons.js";
import { say } from "/widget/strings.js";

const SAID_FOR_MILLISECONDS = 2500;

/**
 * @param {"copy" | "link"} drawing
 * @param {string} label the button's words
 * @param {() => string} text asked for when the button is pressed
 */
export function copyButton(drawing, label, text) {
  const words = element("span", {}, label);
  const said = element("span", { role: "status", class: "unseen" });
  const made = button({ class: "action" }, press, icon(drawing), words);
  let forgetting = 0;

  async function press() {
    const done = await copy(text(), made);
    const outcome = say(done ? "page_copied" : "page_copy_failed");
    // A button's width must not jump, nor its name change under a screen reader's cursor.
    made.firstChild.replaceWith(icon(done ? "done" : drawing));
    made.dataset.outcome = said.textContent = outcome;
    clearTimeout(forgetting);
    forgetting = setTimeout(forget, SAID_FOR_MILLISECONDS);
  }

  function forget() {
    made.firstChild.replaceWith(icon(drawing));
    delete made.dataset.outcome;
    said.textContent = "";
  }

  return element("span", { class: "copy" }, made, said);
}

async function copy(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text, beside);
  }
}

// Over plain HTTP, as inside many a newsroom, browsers offer no navigator.clipboard.
function copyByHand(text, beside) {
  const field = element("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  beside.after(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  beside.focus();
  return done;
}
