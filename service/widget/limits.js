/** What limits the articles that are asked, as chips: each is removed with a press. */

import { dateInWords } from "/widget/dates.js";
import { button, element } from "/widget/dom.js";
import { icon } from "/widget/icons.js";
import { say } from "/widget/strings.js";

/** Names of `filters` that make one chip together, and what it says. */
const CHIPS = [
  { names: ["speaker"], words: ({ speaker }) => say("page_only", { person: speaker }) },
  { names: ["source"], words: ({ source }) => [source].flat().join(", ") },
  { names: ["author"], words: ({ author }) => author },
  { names: ["published_from", "published_to"], words: days },
];

/**
 * @param {object} filters of POST /v1/ask
 * @param {(filters: object) => void} change told what is left when a chip is removed
 */
export function limitChips(filters, change) {
  const set = CHIPS.filter(({ names }) => names.some((name) => filters[name]));
  return set.map(({ names, words }) => {
    const label = words(filters);
    const left = Object.entries(filters).filter(([name]) => !names.includes(name));
    const attributes = { class: "chip", dir: "auto", "aria-label": say("page_remove", { limit: label }) };
    return element("li", {}, button(attributes, () => change(Object.fromEntries(left)), label, icon("remove")));
  });
}

function days({ published_from: first, published_to: last }) {
  return [first, last].map((day) => (day ? dateInWords(day) : "…")).join(" – ");
}
