/** Where quotes stand: a line for each article, which unfolds to the words around them and the ways there. */

import { STYLES } from "/widget/citing.js";
import { copyButton } from "/widget/clipboard.js";
import { dateElement } from "/widget/dates.js";
import { element, folded, ownLink, webAddress } from "/widget/dom.js";
import { icon } from "/widget/icons.js";
import { say, sayCount } from "/widget/strings.js";
import { length } from "/widget/text.js";

/**
 * The first article, and below it, folded, in which others the same words stand.
 * @param {object[]} citations as the service sends them
 */
export function sources(citations) {
  const [first, ...others] = byArticle(citations).map(articleItem);
  const { length: count } = others;
  const copied = citations.slice(1).every((one) => one.copy_of);
  const told = copied ? sayCount("page_also_outlets", count) : sayCount("page_also", count);
  const also = count ? folded({ class: "also" }, [told], element("ol", {}, ...others)) : null;
  const label = { class: "sources", "aria-label": say("page_sources") };
  return element("ol", label, first, also && element("li", {}, also));
}

/** Unfold the source of that number and put the focus on it. */
export function openSource(card, number) {
  const source = card.querySelector(`[data-source="${number}"]`);
  for (let at = source; at && at !== card; at = at.parentElement) {
    if (at.localName === "details") at.open = true;
  }
  source?.closest("summary").focus();
}

/** A source without a number: of a passage that answers nothing. */
export function plainSource(passage) {
  const { title } = passage;
  return element("div", { class: "source" }, byline(passage), titleLine(title), ways(passage, true));
}

/**
 * Outlet and date, separated by a dot.
 * @param {{source?: string | null, authors?: string[], published?: string | null}} article
 */
export function byline({ source, authors, published }) {
  const parts = [
    source && element("span", { class: "outlet", dir: "auto" }, source),
    authors?.length && element("span", { dir: "auto" }, authors.join(", ")),
    dateElement(published),
  ].filter(Boolean);
  return element("span", { class: "byline" }, ...parts.flatMap((part, index) => (index ? [" · ", part] : [part])));
}

/** A link to the publisher's page, or null if the article has no URL that is safe to follow. */
export function originalLink(url, title) {
  const address = webAddress(url);
  if (!address) return null;
  const words = say("page_original");
  // Browsers honour text fragments only in windows that the opener cannot control.
  const attributes = { href: address, target: "_blank", rel: "noopener", class: "action" };
  attributes["aria-label"] = `${words}: ${title || say("page_untitled")}, ${say("page_new_window")}`;
  return element("a", attributes, icon("away"), words);
}

function byArticle(citations) {
  const articles = new Map();
  for (const citation of citations) {
    const key = JSON.stringify([citation.article_id, citation.version, citation.source]);
    articles.set(key, [...(articles.get(key) ?? []), citation]);
  }
  return [...articles.values()];
}

function articleItem(citations) {
  const [first] = citations;
  const numbers = citations.map(({ number }) => element("span", { class: "number", "data-source": number }, `[${number}]`));
  const summary = [...numbers, " ", byline({ ...first, authors: [] }), ...revisions(citations)];
  const places = citations.flatMap((citation) => [around(citation), ways(citation)]);
  const authors = first.authors?.length && element("p", { class: "authors", dir: "auto" }, first.authors.join(", "));
  return element("li", {}, folded({ class: "source" }, summary, titleLine(first.title), authors, ...places));
}

function titleLine(title) {
  return element("cite", { dir: "auto" }, title || say("page_untitled"));
}

/** That the article was corrected, or said something else before. */
function revisions(citations) {
  const told = { corrected: "page_corrected", updated: "page_updated" };
  const names = [...new Set(citations.map(({ revision }) => told[revision]).filter(Boolean))];
  return names.flatMap((name) => [" ", element("span", { class: "revision" }, say(name))]);
}

/** The quote between what stands before and after it. */
function around({ before, quote, after, start }) {
  if (!before?.trim() && !after?.trim()) return null;
  const cut = length(before ?? "") < start;
  const parts = [
    before?.trim() && element("span", { class: cut ? "context before cut" : "context before" }, before),
    element("span", { class: "quoted" }, quote),
    after?.trim() && element("span", { class: "context after" }, after),
  ];
  return element("p", { class: "around", dir: "auto" }, ...parts.map((part) => part || null));
}

function ways(citation, isPlain = false) {
  const links = [viewerLink(citation), originalLink(citation.link || citation.url, citation.title)];
  const styles = isPlain ? STYLES.slice(0, 1) : STYLES;
  const copying = styles.map(({ name, text }) => copyButton("copy", say(name), () => text(citation)));
  const page = citation.page ? element("span", { class: "page" }, say("page_on_page", { page: citation.page })) : null;
  return element("p", { class: "actions" }, page, ...links, ...copying);
}

function viewerLink(citation) {
  const link = ownLink(citation.viewer);
  if (!link) return null;
  const words = say("page_open");
  const label = `${words}: ${citation.title || say("page_untitled")}`;
  return element("a", { ...link, class: "action", "aria-label": label }, icon("article"), words);
}
