/**
 * <dateline-ask>: the ask box around a <form> with a <textarea> and a submit button.
 *
 * Enter sends, Shift+Enter starts a line, Escape clears. The form is in the HTML, so that it is
 * there at the first paint and the browser can put the cursor into it.
 *
 * Properties  busy    true while a question is being answered: nothing else is sent
 * Methods     focus() puts the cursor into the box
 * Events      ask     a question was sent; `event.detail.question` is its text, trimmed
 */
export class DatelineAsk extends HTMLElement {
  #busy = false;

  connectedCallback() {
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("input", () => this.#grow());
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

  get #box() {
    return this.querySelector("textarea");
  }

  #submit(event) {
    event.preventDefault();
    const question = this.#box.value.trim();
    if (!question || this.#busy) return;
    this.#put("");
    this.dispatchEvent(new CustomEvent("ask", { bubbles: true, detail: { question } }));
  }

  #key(event) {
    // While a word is being composed (Japanese, Chinese, ...) Enter belongs to the composition.
    if (event.target !== this.#box || event.isComposing) return;
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
