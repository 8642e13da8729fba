/**
 * <dateline-chat>: a conversation with the news, in a shadow root of its own.
 *
 *     <dateline-chat collection="city" heading="Ask the Courier" starters="Who won?|What changed?"></dateline-chat>
 *
 * Attributes  collection, token, token-url, language, heading, greeting, starters (parted by "|"),
 *             logo, theme ("light", "dark", "auto"), accent, paper, ink, radius, size;
 *             whole: the page is the conversation's own, with its address bar
 * Properties  strings   words by name, in the place of ours; set before it is connected
 *             filters   what limits the articles
 * Methods     ask(question), clear(), focus()
 * Events      dateline-ask, dateline-answer, dateline-error, dateline-feedback; see widget.d.ts
 */

import answerStyle from "/widget/answer.css" with { type: "css" };
import chatStyle from "/widget/chat.css" with { type: "css" };
import feedbackStyle from "/widget/feedback.css" with { type: "css" };
import formStyle from "/widget/forms.css" with { type: "css" };
import commonStyle from "/widget/style.css" with { type: "css" };
import { Api } from "/widget/api.js";
import { AskBox } from "/widget/ask.js";
import { browsing } from "/widget/browse.js";
import { Conversation } from "/widget/conversation.js";
import { button, element, pause, webAddress } from "/widget/dom.js";
import { icon } from "/widget/icons.js";
import { learn } from "/widget/learn.js";
import { limitChips } from "/widget/limits.js";
import { ADDRESS_BAR, askedInAddress, NOWHERE } from "/widget/place.js";
import { direction, say } from "/widget/strings.js";
import { questions, starters } from "/widget/suggestions.js";
import { freshness, keepCount } from "/widget/freshness.js";

const STYLES = [commonStyle, answerStyle, formStyle, feedbackStyle, chatStyle];
const LOOKS = ["accent", "paper", "ink", "radius", "size"];

export class DatelineChat extends HTMLElement {
  strings = {};
  #conversation = null;
  #given = {};
  #box = null;
  #frame = element("div", { class: "frame" });
  #begun;
  #ready = new Promise((resolve) => (this.#begun = resolve));

  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = STYLES;
    root.append(this.#frame);
    this.#begin();
  }

  /** Ask a question as if it had been typed. */
  async ask(question, filters = this.filters) {
    await this.#ready;
    this.filters = filters;
    return this.#ask(question);
  }

  /** Start over. */
  async clear() {
    await this.#ready;
    this.#conversation.clear();
    this.filters = {};
  }

  async focus(options) {
    await this.#ready;
    this.#box.focus(options);
  }

  get filters() {
    return this.#conversation?.filters ?? this.#given;
  }

  set filters(filters) {
    this.#given = filters;
    if (!this.#conversation) return;
    this.#conversation.filters = filters;
    const chips = limitChips(filters, (left) => {
      this.filters = left;
      this.#box.focus();
    });
    const list = this.#part("#asking").querySelector(".limits");
    list.replaceChildren(...chips);
    list.hidden = !chips.length;
  }

  async #begin() {
    this.#dress();
    const api = this.#api();
    const about = await learn(api, this.getAttribute("language"), this.strings, this.#frame);
    this.#draw(api);
    await pause();
    await this.#conversation.restore();
    this.#begun();
    this.#tell("ready", { about });
    this.#fill(api, about);
    if (this.#isWhole) this.#follow(history.state);
  }

  get #isWhole() {
    return this.hasAttribute("whole");
  }

  /** Its `id`, or its place among those in the page; the one of the button stands in a shadow root. */
  get #name() {
    const root = this.getRootNode();
    const at = [...root.querySelectorAll(this.localName)].indexOf(this);
    return `${root.host?.localName ?? ""}#${this.id || at}`;
  }

  #api() {
    const [collection, token, from] = ["collection", "token", "token-url"].map((name) => this.getAttribute(name));
    const renew = async () => (await (await fetch(from)).json()).token;
    return new Api({ collection, token, renew: from ? renew : null });
  }

  /** Colours and sizes that attributes name, as the custom properties that they are. */
  #dress() {
    for (const name of LOOKS) {
      const value = this.getAttribute(name);
      if (value) this.#frame.style.setProperty(`--dateline-${name}`, value);
    }
  }

  #draw(api) {
    const log = element("div", { id: "log", role: "log", "aria-live": "off", "aria-label": say("page_conversation") });
    const status = element("p", { class: "unseen", role: "status" });
    const announce = (words) => (status.textContent = words);
    this.#box = new AskBox((typed, signal) => api.complete(typed, signal));
    const place = this.#isWhole ? ADDRESS_BAR : NOWHERE;
    this.#conversation = new Conversation({ log, box: this.#box, api, announce, place, name: this.#name });
    this.#frame.dir = direction();
    const scroll = element("div", { class: "scroll", tabindex: this.#isWhole ? null : 0 }, this.#greeting(), log);
    this.#frame.replaceChildren(...[this.#bar(), scroll, this.#asking(), this.#offers(), status].filter(Boolean));
    this.#listen(log);
    // What a script of the page said before there was anything to limit.
    this.filters = this.#given;
  }

  /** Title and what a conversation can be told; on its own page, the masthead has the title. */
  #bar() {
    const logo = webAddress(this.getAttribute("logo"));
    const title = this.getAttribute("heading") ?? (this.#isWhole ? null : say("page_launcher"));
    const begun = [
      tool("again", say("page_anew"), () => this.#startOver()),
      this.#isWhole && tool("delete", say("page_delete"), () => this.#remove()),
    ].filter(Boolean);
    return element(
      "header",
      { class: "bar" },
      logo && element("img", { src: logo, alt: "" }),
      title && element("strong", { class: "title", dir: "auto" }, title),
      element("span", { class: "fresh" }),
      element("span", { id: "own", hidden: true }, ...begun),
    );
  }

  #greeting() {
    return element("p", { class: "lead", dir: "auto" }, this.getAttribute("greeting") ?? say("page_lead"));
  }

  #asking() {
    const limits = element("ul", { class: "limits", "aria-label": say("page_limits"), hidden: true });
    const keys = element("p", { id: "keys", class: "keys" }, say("page_keys"));
    return element("section", { id: "asking", "aria-label": say("page_ask_label") }, limits, this.#box.element, keys);
  }

  #offers() {
    return element("div", { id: "offers" });
  }

  #listen(log) {
    const frame = this.#frame;
    frame.addEventListener("ask", ({ detail: { question, filters, ...more } }) => {
      if (filters) this.filters = { ...this.filters, ...filters };
      this.#ask(question, more);
    });
    frame.addEventListener("edit", ({ detail }) => this.#box.edit(detail.question));
    frame.addEventListener("limit", ({ detail }) => this.#limit(detail));
    frame.addEventListener("feedback", ({ detail }) => this.#tell("feedback", detail));
    log.addEventListener("turns", ({ detail }) => this.#showPlace(detail.count));
    log.addEventListener("answer", ({ detail }) => this.#tell("answer", detail));
    log.addEventListener("fault", ({ detail }) => this.#tell("error", detail));
    if (this.#isWhole) addEventListener("popstate", (event) => this.#follow(event.state));
  }

  /** What may be asked, once it is known; the count of a starting service comes later. */
  async #fill(api, about) {
    const known = await keepCount(api, about, (words) => (this.#part(".fresh").textContent = words));
    this.#part(".fresh").replaceChildren(...freshness(known));
    if (!known.articles) return this.#part("#offers").replaceChildren(howToAdd());
    const given = this.getAttribute("starters")?.split("|");
    const examples = given ?? (await starters(api));
    const heading = element("h2", {}, say("page_examples"));
    const list = examples.length ? [element("section", { id: "examples" }, heading, questions({}, examples))] : [];
    this.#part("#offers").replaceChildren(...list);
    if (this.#isWhole) this.#part("#offers").append(...(await browsing(api, known)));
  }

  #ask(question, more) {
    this.#tell("ask", { question, filters: { ...this.filters } });
    this.#box.focus({ preventScroll: true });
    return this.#conversation.ask(question, more);
  }

  #limit(more) {
    this.filters = { ...this.filters, ...more };
    this.#box.focus();
  }

  #startOver() {
    this.clear();
    this.#box.focus();
  }

  async #remove() {
    await this.#conversation.remove();
    this.filters = {};
    this.#box.focus();
  }

  #showPlace(count) {
    this.#frame.classList.toggle("talking", count > 0);
    this.#part("#own").hidden = count === 0;
  }

  /** Go where the back button, or an address with #q=, leads. */
  #follow(state) {
    if (state?.turn && this.#conversation.showTurn(state.turn)) return;
    const { question, filters, more } = askedInAddress();
    if (!question) return scrollTo({ top: 0 });
    this.filters = filters;
    this.#ask(question, more);
  }

  #part(selector) {
    return this.#frame.querySelector(selector);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`dateline-${name}`, { bubbles: true, composed: true, detail }));
  }
}

/** In a narrow frame, the drawing alone is seen. */
function tool(drawing, label, press) {
  return button({ class: "tool", title: label }, press, icon(drawing), element("span", {}, label));
}

function howToAdd() {
  const command = element("code", { dir: "ltr" }, "dateline add");
  return element("p", { class: "notice" }, say("page_empty_hint"), " ", command);
}

if (!customElements.get("dateline-chat")) customElements.define("dateline-chat", DatelineChat);
