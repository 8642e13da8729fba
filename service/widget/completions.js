/**
 * What a question may become while it is typed: a listbox below the ask box. A text area cannot be a
 * combobox (ARIA in HTML), so it stays a text box that names the chosen option.
 *
 * Nothing is chosen unless the arrow keys or the pointer choose it, so Enter sends what is typed.
 */

import { element } from "/widget/dom.js";
import { dateInWords } from "/widget/dates.js";
import { sayCount } from "/widget/strings.js";
import { slice } from "/widget/text.js";

const WAIT_MILLISECONDS = 150;
const SHORTEST = 2;

export class Completions {
  #box;
  #list;
  #find;
  #found = [];
  #active = -1;
  #timer = 0;
  #looking = new AbortController();

  /**
   * @param {HTMLTextAreaElement} box where the question is typed
   * @param {HTMLElement} list the listbox
   * @param {(typed: string, signal: AbortSignal) => Promise<object[]>} find looks completions up
   */
  constructor(box, list, find) {
    this.#box = box;
    this.#list = list;
    this.#find = find;
    box.addEventListener("input", (event) => this.#later(event));
    box.addEventListener("blur", () => this.close());
    // The box keeps the focus.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#click(event));
  }

  /** Show nothing, and look for nothing. */
  close() {
    clearTimeout(this.#timer);
    this.#looking.abort();
    this.#show([]);
  }

  /** Whether the key was meant for the list. */
  takes(key) {
    if (!this.#found.length) return false;
    if (key === "Escape") this.close();
    else if (key === "ArrowDown") this.#move(1);
    else if (key === "ArrowUp") this.#move(-1);
    else if (key === "Enter" && this.#active >= 0) this.#choose(this.#active);
    else return false;
    return true;
  }

  #later(event) {
    this.close();
    const typed = this.#box.value;
    if (event.isComposing || typed.trim().length < SHORTEST) return;
    this.#timer = setTimeout(() => this.#look(typed), WAIT_MILLISECONDS);
  }

  async #look(typed) {
    const { signal } = (this.#looking = new AbortController());
    const found = await this.#find(typed, signal).catch(() => []);
    if (!signal.aborted) this.#show(found.filter(({ question }) => question !== typed));
  }

  #show(found) {
    this.#found = found;
    this.#list.replaceChildren(...found.map(option));
    this.#list.hidden = !found.length;
    this.#activate(-1);
  }

  /** Down and up, with the box itself between the last and the first. */
  #move(step) {
    const places = this.#found.length + 1;
    this.#activate(((this.#active + 1 + step + places) % places) - 1);
  }

  #activate(index) {
    this.#active = index;
    const options = [...this.#list.children];
    options.forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
    const active = options[index];
    if (active) this.#box.setAttribute("aria-activedescendant", active.id);
    else this.#box.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  #click(event) {
    const chosen = [...this.#list.children].indexOf(event.target.closest("[role=option]"));
    if (chosen >= 0) this.#choose(chosen);
  }

  #choose(index) {
    const { question } = this.#found[index];
    this.#box.value = question;
    this.#box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    this.close();
    this.#box.focus();
    this.#box.setSelectionRange(question.length, question.length);
  }
}

function option(completion, index) {
  const { kind, question, start, text } = completion;
  const before = kind === "headline" ? "" : slice(question, 0, start);
  const after = question.slice(before.length + text.length);
  const words = element("span", { dir: "auto" }, before, element("b", {}, text), after);
  const about = element("span", { class: "hint", dir: "auto" }, hint(completion));
  return element("li", { role: "option", id: `completion-${index}` }, words, " ", about);
}

/** Where a headline is from, or how many articles there are. */
function hint({ kind, articles, source, published }) {
  if (kind !== "headline") return sayCount("page_articles", articles);
  return [source, published && dateInWords(published)].filter(Boolean).join(", ");
}
