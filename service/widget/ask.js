/**
 * <dateline-ask>: the ask box around a <form> with a <textarea> and a submit button.
 *
 * Enter sends, Shift+Enter starts a line, Escape clears. The form is in the HTML, so that it is
 * there at the first paint and the browser can put the cursor into it.
 *
 * Properties  busy    true while a question is being answered: nothing else is sent
 *             complete  looks up what the typed text may become, or null; see completions.js
 * Methods     focus() puts the cursor into the box; edit(question) puts a question into it as well
 * Events      ask     a question was sent; `event.detail.question` is its text, trimmed
 */

import { Completions } from "/widget/completions.js";

export class DatelineAsk extends HTMLElement {
  #busy = false;
  #completions = null;

  connectedCallback() {
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("input", () => this.#grow());
  }

  set complete(find) {
    const list = this.querySelector("[role=listbox]");
    this.#completions = new Completions(this.#box, list, find);
  }

  get busy() {
    return this.#busy;
  }

  set busy(busy) {
    this.#busy = busy;
    // Not `disabled`: that would take the keyboard focus out of the form.
    this.querySelector("[type=submit]").setAttribute("aria-disabled", String(busy));
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

  get #box() {
    return this.querySelector("textarea");
  }

  #submit(event) {
    event.preventDefault();
    const question = this.#box.value.trim();
    if (!question || this.#busy) return;
    this.#completions?.close();
    this.#put("");
    this.dispatchEvent(new CustomEvent("ask", { bubbles: true, detail: { question } }));
  }

  #key(event) {
    // While a word is being composed (Japanese, Chinese, ...) Enter belongs to the composition.
    if (event.target !== this.#box || event.isComposing) return;
    if (this.#completions?.takes(event.key)) {
      event.preventDefault();
      return;
    }
    if (event.key === "Escape") this.#put("");
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.querySelector("form").requestSubmit();
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

customElements.define("dateline-ask", DatelineAsk);
