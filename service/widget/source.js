/** One source line: the outlet, who wrote it, when, its headline, and the ways to the article. */

import { copyButton } from "/widget/clipboard.js";
import { dateElement, dateInWords } from "/widget/dates.js";
import { element, ownAddress, webAddress } from "/widget/dom.js";
import { icon } from "/widget/icons.js";
import { say } from "/widget/strings.js";

/**
 * @param {object} citation as the service sends it
 * @returns {HTMLElement} the lines, then the links
 */
export function sourceLines(citation) {
  const title = element("cite", { dir: "auto" }, citation.title || say("page_untitled"));
  return element("div", { class: "source" }, byline(citation), title, revision(citation), ways(citation));
}

/** That the article was corrected, or said something else before. */
function revision(citation) {
  const words = { corrected: "page_corrected", updated: "page_updated" }[citation.revision];
  return words ? element("p", { class: "revision" }, say(words)) : null;
}

/**
 * Outlet, authors and date, separated by dots.
 * @param {{source?: string | null, authors?: string[], published?: string | null}} article
 */
export function byline({ source, authors, published }) {
  const parts = [
    source && element("span", { class: "outlet", dir: "auto" }, source),
    authors?.length && element("span", { dir: "auto" }, authors.join(", ")),
    dateElement(published),
  ];
  return element("p", { class: "byline" }, ...parted(parts.filter(Boolean)));
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

function ways(citation) {
  const links = [viewerLink(citation), originalLink(citation.link || citation.url, citation.title)];
  const copying = copyButton("copy", say("page_copy_quote"), () => quoteToPaste(citation));
  return element("p", { class: "actions" }, ...links, copying);
}

function viewerLink(citation) {
  const address = ownAddress(citation.viewer);
  if (!address) return null;
  const words = say("page_open");
  const label = `${words}: ${citation.title || say("page_untitled")}`;
  return element("a", { href: address, class: "action", "aria-label": label }, icon("article"), words);
}

/** The unchanged quote on lines of its own, then its source. */
function quoteToPaste(citation) {
  const date = citation.published ? dateInWords(citation.published) : say("page_unknown_date");
  const where = [citation.source, citation.title, date].filter(Boolean).join(", ");
  const address = webAddress(citation.link || citation.url) ?? ownAddress(citation.viewer);
  return [citation.quote, `— ${where}`, address].filter(Boolean).join("\n");
}

function parted(parts) {
  return parts.flatMap((part, index) => (index ? [" · ", part] : [part]));
}
