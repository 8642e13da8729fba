/**
 * <dateline-answer>: one reply of POST /v1/ask as quote cards.
 *
 *     const shown = document.createElement("dateline-answer");
 *     shown.reply = await ask({ question });      // draws at once, and again at every change
 *     document.body.append(shown);
 *
 * Properties
 *   reply     the reply as the service sent it, or null
 *   question  what the reader asked; "searched for" is shown when the service searched otherwise
 *
 * Events (they bubble)
 *   ask      the reader chose another question; `event.detail.question`, and
 *            `event.detail.spelling`, false if it is to be searched for as it is typed
 *   edit     the reader wants to change the question that was searched; `event.detail.question`
 *   speaker  the reader wants only one person's words; `event.detail.name`
 *
 * It draws into its own light DOM, without inline styles, and only ever as text nodes. An embedding
 * page may put it into a shadow root together with style.css. Words come from strings.js.
 */

import { dateInWords, withWholeDates } from "/widget/dates.js";
import { button, element, ownAddress, tell } from "/widget/dom.js";
import { formBody, isForm } from "/widget/forms.js";
import { icon, meter } from "/widget/icons.js";
import { sourceLines } from "/widget/source.js";
import { say, sayCount } from "/widget/strings.js";
import { cutAtHighlights, length } from "/widget/text.js";
import { understood } from "/widget/understood.js";

const MOST_ANSWERS = 3;
const MATCHES = {
  strong: "page_confidence_high",
  likely: "page_confidence_medium",
  weak: "page_confidence_low",
  maybe: "page_confidence_none",
};

export class DatelineAnswer extends HTMLElement {
  #reply = null;
  #question = "";

  get reply() {
    return this.#reply;
  }

  set reply(reply) {
    this.#reply = reply;
    this.#draw();
  }

  get question() {
    return this.#question;
  }

  set question(question) {
    this.#question = question;
    this.#draw();
  }

  #draw() {
    const reply = this.#reply;
    const drawn = reply
      ? [...understood(reply, this.#question), period(reply), ...body(reply)]
      : [];
    this.replaceChildren(...drawn.filter(Boolean));
  }
}

customElements.define("dateline-answer", DatelineAnswer);

function body(reply) {
  if (!reply.answers.length) return noAnswer(reply);
  if (reply.status === "uncertain") return maybe(reply);
  const answers = isForm(reply) ? reply.answers : reply.answers.slice(0, MOST_ANSWERS);
  const draw = (answer, index) => {
    const label = say("page_answer_of", { number: index + 1, count: answers.length });
    return card(answer, cited(answer, reply.citations), label, isForm(reply));
  };
  const cards = isForm(reply) ? formBody(reply, draw) : answers.map(draw);
  return [disagreement(reply), ...cards, choices(reply, "page_choices_others")];
}

/** What may answer, below the sentence that says that it only may; then what a refusal offers. */
function maybe(reply) {
  const why = element("p", { class: "maybe", role: "note", dir: "auto" }, reply.label ?? "");
  const [answer] = reply.answers;
  const drawn = card(answer, cited(answer, reply.citations), say("page_confidence_none"), false);
  const close = reply.nearest?.length ? nearest(reply.nearest) : null;
  return [why, drawn, choices(reply, titleOfChoices(reply.choices ?? [])), close];
}

function disagreement(reply) {
  if (!reply.disagreement) return null;
  return element("p", { class: "disagreement", role: "note" }, say("page_disagreement"));
}

function cited(answer, citations) {
  return citations.filter((citation) => answer.citations.includes(citation.number));
}

/** What "this week" and the like were taken to mean, and whether any answer is from then. */
function period({ period: days, citations }) {
  if (!days || !citations.length) return null;
  const isThen = ({ published }) =>
    published && days.first <= published.slice(0, 10) && published.slice(0, 10) <= days.last;
  const name = citations.some(isThen) ? "page_period" : "page_period_other";
  const [first, last] = [days.first, days.last].map(dateInWords);
  return element("p", { class: "searched" }, say(name, { first, last }));
}

/** A quote with who said it and where it stands; in a form, without how sure and what is around it. */
function card(answer, citations, label, inForm) {
  const told = answer.verdict === "no" ? "page_no" : "page_yes";
  const yes = answer.verdict ? element("strong", { class: "verdict" }, say(told)) : null;
  const disputed = answer.disagreement
    ? element("strong", { class: "disputed" }, say("page_disputed"))
    : null;
  const sure = inForm ? null : confidence(answer);
  const head = element("header", { class: "head" }, yes, disputed, chip(answer.speaker, inForm), sure);
  const quote = quoted(answer, citations, inForm);
  const sources = element("ol", { class: "sources", "aria-label": say("page_sources") });
  sources.append(...citations.map(sourceItem));
  return element("article", { class: "card", "aria-label": label }, head, quote, sources);
}

/** Who said it, and the word that says so: "Mark Carney, said"; a click limits answers to that person. */
function chip(speaker, inForm) {
  if (!speaker?.name) return inForm ? null : element("span");
  const name = element("b", { dir: "auto" }, speaker.name);
  const cue = speaker.cue && element("i", { dir: "auto" }, speaker.cue);
  const alone = element("span", { class: "unseen" }, `${say("page_speaker")} `);
  const attributes = { class: "chip", title: say("page_only_hint", { person: speaker.name }) };
  const limit = (event) => tell(event.target, "speaker", { name: speaker.name });
  return button(attributes, limit, icon("speaker"), alone, name, cue && " ", cue);
}

function confidence({ confidence: share, match }) {
  const words = say(MATCHES[match] ?? MATCHES.weak);
  const label = say("page_confidence_of", { percent: Math.round(share * 100) });
  return element("span", { class: "confidence" }, element("span", {}, words), meter(share, label));
}

/** The quote between what stands before and after it, highlights marked, then [1][2]. */
function quoted(answer, citations, inForm) {
  const [first] = citations;
  const pieces = cutAtHighlights(answer.quote, answer.highlights ?? [], first?.start ?? 0);
  const words = pieces.map(({ text, marked }) => (marked ? element("mark", {}, text) : text));
  const quote = element("span", { class: "quote" }, ...words);
  const numbers = citations.map(reference);
  const [before, after] = inForm ? [null, null] : [contextBefore(first), contextAfter(first)];
  return element("blockquote", { dir: "auto" }, before, quote, ...numbers, after);
}

function contextBefore(citation) {
  if (!citation?.before?.trim()) return null;
  const cut = length(citation.before) < citation.start;
  return element("span", { class: cut ? "context before cut" : "context before" }, citation.before);
}

function contextAfter(citation) {
  if (!citation?.after?.trim()) return null;
  return element("span", { class: "context after" }, citation.after);
}

function reference({ number }) {
  const label = say("page_source_number", { number });
  const link = element("a", { href: `#source-${number}`, "aria-label": label }, `[${number}]`);
  link.addEventListener("click", (event) => goToSource(event, number));
  return element("sup", {}, link);
}

// The URL keeps the question: a jump inside a card is not worth an entry in the history.
function goToSource(event, number) {
  event.preventDefault();
  const source = event.target.closest("article").querySelector(`[data-source="${number}"]`);
  source.focus();
}

function sourceItem(citation) {
  const number = element("span", { class: "number", "aria-hidden": "true" }, `[${citation.number}]`);
  const attributes = { "data-source": citation.number, value: citation.number, tabindex: -1 };
  return element("li", attributes, number, sourceLines(citation));
}

/** The service's own sentence, and the nearest passages, folded away. */
function noAnswer(reply) {
  const words = element("p", { class: "no-answer", dir: "auto" }, ...withWholeDates(reply.text));
  const offered = choices(reply, titleOfChoices(reply.choices ?? []));
  return [words, offered, reply.nearest?.length ? nearest(reply.nearest) : null];
}

function titleOfChoices(choices) {
  if (choices.some(({ person }) => person)) return "page_choices_people";
  const isAsked = choices.some(({ question }) => question);
  return isAsked ? "page_choices_meanings" : "page_choices_articles";
}

/** Alternatives: people to ask about, or articles to open. */
function choices(reply, title) {
  if (!reply.choices?.length) return null;
  const items = reply.choices.map((choice) => element("li", {}, choiceItem(choice)));
  const heading = element("h3", {}, say(title));
  return element("div", { class: "choices" }, heading, element("ul", {}, ...items));
}

function choiceItem({ name, hint, question, viewer }) {
  const about = hint && element("span", { class: "hint", dir: "auto" }, hint);
  const words = [element("b", { dir: "auto" }, name), about && " ", about];
  if (question) {
    const ask = (event) => tell(event.target, "ask", { question });
    return button({ class: "example" }, ask, ...words);
  }
  const address = ownAddress(viewer);
  return address ? element("a", { class: "example", href: address }, ...words) : words[0];
}

function nearest(passages) {
  const summary = element("summary", {}, sayCount("page_nearest", passages.length));
  const note = element("p", { class: "note" }, say("page_nearest_note"));
  const items = passages.map((passage) => element("li", {}, passageCard(passage)));
  return element("details", { class: "nearest" }, summary, note, element("ol", {}, ...items));
}

function passageCard(passage) {
  const words = element("blockquote", { dir: "auto" }, passage.text);
  const { about } = passage;
  const label = about && element("strong", { class: "about" }, say("page_about", { person: about }));
  const lines = sourceLines({ ...passage, quote: passage.text });
  return element("div", { class: "card" }, label, words, lines);
}
