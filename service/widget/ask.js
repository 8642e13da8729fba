/**
 * The ask box: a form with a text area and a button.
 *
 * Enter sends, Shift+Enter starts a line, Escape clears.
 *
 * Properties  element  the form
 *             busy     true while a question is being answered: nothing else is sent
 * Methods     focus() puts the cursor into the box; edit(question) puts a question into it as well
 * Events      ask      on the form: a question was sent; `event.detail.question`, trimmed
 */

import { Completions } from "/widget/completions.js";
import { element, tell } from "/widget/dom.js";
import { say } from "/widget/strings.js";

const LONGEST_QUESTION = 2000;

export class AskBox {
  #busy = false;
  #box;
  #send;
  #completions;

  /** @param {(typed: string, signal: AbortSignal) => Promise<object[]>} complete see completions.js */
  constructor(complete) {
    const list = element("ul", { id: "completions", role: "listbox", hidden: true });
    list.setAttribute("aria-label", say("page_completions"));
    const label = element("label", { class: "unseen", for: "question" }, say("page_question"));
    this.#box = textArea();
    this.#send = element("button", { type: "submit", class: "send" }, say("page_send"));
    this.#completions = new Completions(this.#box, list, complete);
    this.element = element("form", { class: "ask", role: "search" }, label, this.#box, this.#send, list);
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("input", () => this.#grow());
  }

  get busy() {
    return this.#busy;
  }

  set busy(busy) {
    this.#busy = busy;
    // Not `disabled`: that would take the keyboard focus out of the form.
    this.#send.setAttribute("aria-disabled", String(busy));
  }

  focus(options) {
    this.#box.focus(options);
  }

  /** Let the reader change a question before it is sent. */
  edit(question) {
    this.#put(question);
    this.focus();
    this.#box.setSelectionRange(question.length, question.length);
  }

  #submit(event) {
    event.preventDefault();
    const question = this.#box.value.trim();
    if (!question || this.#busy) return;
    this.#completions.close();
    this.#put("");
    tell(this.element, "ask", { question });
  }

  #key(event) {
    // While a word is being composed (Japanese, Chinese, ...) Enter belongs to the composition.
    if (event.target !== this.#box || event.isComposing) return;
    if (this.#completions.takes(event.key)) return taken(event);
    if (event.key === "Escape" && this.#box.value) {
      this.#put("");
      taken(event);
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  #put(text) {
    this.#box.value = text;
    this.#grow();
  }

  // Browsers without `field-sizing: content` need telling how tall the text is.
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }
}

/** Nobody else's: not the browser's, nor a window's around the box that Escape would close. */
function taken(event) {
  event.preventDefault();
  event.stopPropagation();
}

function textArea() {
  return element("textarea", {
    id: "question",
    rows: 1,
    maxlength: LONGEST_QUESTION,
    dir: "auto",
    enterkeyhint: "send",
    placeholder: say("page_question_hint"),
    "aria-describedby": "keys",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": "completions",
  });
}
