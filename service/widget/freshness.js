/** How many articles there are, and how new the newest is. */

import { dateElement } from "/widget/dates.js";
import { element } from "/widget/dom.js";
import { say, sayCount } from "/widget/strings.js";

const LOOK_AGAIN_MILLISECONDS = 1000;

/** A service that is starting has not counted its articles yet: ask again. */
export async function keepCount(api, about, tell) {
  let known = about;
  while (known.articles === null) {
    tell(say("page_starting"));
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
    known = await api.get("/v1/page", { language: about.language }).catch(() => known);
  }
  return known;
}

/**
 * @param {{articles: number, newest: string | null}} about what GET /v1/page says
 * @returns {(Node | string)[]}
 */
export function freshness({ articles, newest }) {
  if (!articles) return [say("page_empty")];
  const count = element("span", { class: "whole" }, sayCount("page_articles", articles));
  if (!newest) return [count];
  const [before, after] = say("page_fresh").split("{time}");
  return [count, " · ", element("span", {}, before, dateElement(newest), after)];
}
