/** What there is to ask about, while nothing is asked: the newest articles, outlets, people. */

import { button, element, ownLink, tell } from "/widget/dom.js";
import { byline } from "/widget/source.js";
import { say, sayCount } from "/widget/strings.js";

const MOST_ARTICLES = 5;
const MOST_PEOPLE = 8;

/**
 * @param {import("/widget/api.js").Api} api
 * @param {{outlets: {name: string, articles: number}[]}} about what GET /v1/page says
 * @returns {Promise<HTMLElement[]>} what there is of it
 */
export async function browsing(api, { outlets }) {
  const [articles, people] = await Promise.all([
    api.get("/v1/articles", { order: "newest", limit: MOST_ARTICLES }).then((found) => found.articles, () => []),
    api.get("/v1/people", { limit: MOST_PEOPLE }).then((found) => found.people, () => []),
  ]);
  return [
    list("page_newest", "articles", articles.map(articleItem)),
    list("page_outlets", "chips", outlets.map(outletItem)),
    list("page_people", "chips", people.map(personItem)),
  ].filter(Boolean);
}

function list(name, look, items) {
  if (!items.length) return null;
  const all = items.map((item) => element("li", {}, item));
  return element("section", { class: "browse" }, element("h2", {}, say(name)), element("ul", { class: look }, ...all));
}

function articleItem(article) {
  const { id, title, source, published } = article;
  const link = ownLink(`/articles/${encodeURIComponent(id)}`);
  const line = byline({ source, published });
  return element("a", { class: "example", ...link }, element("span", { dir: "auto" }, title || say("page_untitled")), " ", line);
}

function outletItem({ name, articles }) {
  return limiting({ source: name }, name, sayCount("page_articles", articles));
}

function personItem({ name, quotes }) {
  return limiting({ speaker: name }, name, sayCount("page_quotes", quotes));
}

function limiting(filters, name, count) {
  const limit = ({ target }) => tell(target, "limit", filters);
  return button({ class: "chip" }, limit, element("b", { dir: "auto" }, name), " ", element("span", { class: "hint" }, count));
}
