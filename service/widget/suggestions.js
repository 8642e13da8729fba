/** Questions that the articles answer: to begin with, and to go on with. */

import { button, element, tell } from "/widget/dom.js";
import { say } from "/widget/strings.js";

/** Questions to begin with, from the newest articles; none if there are none to be had now. */
export async function starters(api) {
  const found = await suggested(api, {});
  return found.map(({ question }) => question);
}

/** Put questions to go on with below a reply, once they are known; a click asks one. */
export async function suggestNext(turn, reply, api) {
  const shown = [...reply.citations, ...reply.nearest].map((place) => place.article_id);
  const found = await suggested(api, { question: reply.searched, articles: [...new Set(shown)] });
  if (!found.length) return;
  turn.append(questions({ class: "next", "aria-label": say("page_next") }, found.map(({ question }) => question)));
}

/** A list of questions; a click asks one. */
export function questions(attributes, asked) {
  const items = asked.map((question) => element("li", {}, example(question)));
  return element("ul", attributes, ...items);
}

function example(question) {
  return button({ class: "example", dir: "auto" }, ({ target }) => tell(target, "ask", { question }), question);
}

async function suggested(api, wanted) {
  return api.suggestions(wanted).catch(() => []);
}
