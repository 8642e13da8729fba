/** Questions that the articles answer: to begin with, and to go on with. */

import { suggestions } from "/widget/api.js";
import { button, element } from "/widget/dom.js";
import { currentLanguage, say } from "/widget/strings.js";

/** Questions to begin with, from the newest articles; none if there are none to be had now. */
export async function starters(collection) {
  const found = await suggested({ collection });
  return found.map(({ question }) => question);
}

/** Put questions to go on with below a reply, once they are known; a click asks one. */
export async function suggestNext(turn, reply, collection) {
  const shown = [...reply.citations, ...reply.nearest].map((place) => place.article_id);
  const found = await suggested({ question: reply.searched, articles: [...new Set(shown)], collection });
  if (!found.length) return;
  const items = found.map(({ question }) => element("li", {}, chip(question)));
  turn.append(element("ul", { class: "next", "aria-label": say("page_next") }, ...items));
}

async function suggested(wanted) {
  return suggestions({ ...wanted, language: currentLanguage() }).catch(() => []);
}

function chip(question) {
  const ask = ({ target }) =>
    target.dispatchEvent(new CustomEvent("ask", { bubbles: true, detail: { question } }));
  return button({ class: "example", dir: "auto" }, ask, question);
}
