/**
 * How a question was understood: for whom or what its words were taken, what was searched instead of
 * it, and what else to know about the answer.
 *
 * Events (they bubble)
 *   edit  the reader wants to change the question that was searched; `event.detail.question`
 *   ask   the reader wants what was typed to be searched, or without a limit that was understood;
 *         `event.detail` has the question, `filters`, and further fields of the request
 */

import { button, element, tell } from "/widget/dom.js";
import { limitChips } from "/widget/limits.js";
import { say } from "/widget/strings.js";

/**
 * @param {object} reply as the service sent it
 * @param {string} question as the reader typed it
 * @returns {(HTMLElement | null)[]}
 */
export function understood(reply, question) {
  return [resolved(reply), limits(reply), searched(reply, question), notes(reply)];
}

/** "she → Claudia Sheinbaum". */
function resolved({ resolved: replaced }) {
  if (!replaced?.length) return null;
  const items = replaced.map(({ from, to }) => element("li", {}, ...meaning(from, to)));
  return element("ul", { class: "resolved", "aria-label": say("page_understood") }, ...items);
}

/** The arrow is drawn by the style sheet, outside of words of any direction; it is heard as a word. */
function meaning(from, to) {
  const words = from && element("span", { dir: "auto" }, from);
  const means = element("span", { class: "unseen" }, ` ${say("page_means")} `);
  const arrow = element("span", { class: "arrow", "aria-hidden": "true" });
  return [words, words && means, arrow, element("b", { dir: "auto" }, to)];
}

/** Days and outlets that the words were taken to mean: without one of them, the others are filters. */
function limits({ period, limits: narrowed, searched: question }) {
  const days = period && { published_from: period.first, published_to: period.last };
  const list = element("ul", { class: "limits", "aria-label": say("page_understood") });
  const ask = (filters) => tell(list, "ask", { question, narrow: false, filters });
  const set = Object.entries({ ...days, ...narrowed }).filter(([, value]) => value?.length);
  list.append(...limitChips(Object.fromEntries(set), ask));
  return list.firstChild && list;
}

function searched(reply, question) {
  const { searched: found, corrected } = reply;
  if (!question || !found || found.trim() === question.trim()) return null;
  const words = element("span", { class: "words", dir: "auto" }, found);
  const change = (event) => tell(event.target, "edit", { question: found });
  const edit = button({ class: "action" }, change, say("page_edit"));
  const ways = element("span", { class: "ways" }, edit, corrected && wayBack(corrected));
  return element("p", { class: "searched" }, `${say("page_searched")} `, words, " ", ways);
}

/** Where misspelt words were corrected: search for what was typed. */
function wayBack({ from }) {
  const again = (event) => tell(event.target, "ask", { question: from, spelling: false });
  return button({ class: "action" }, again, say("page_search_instead", { question: from }));
}

/** The text of a refusal begins with them. */
function notes(reply) {
  if (!reply.notes?.length || !reply.answers.length) return null;
  const lines = reply.notes.map((note) => element("p", { dir: "auto" }, note));
  return element("div", { class: "notes", role: "note" }, ...lines);
}
