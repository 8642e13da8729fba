/** The article viewer at /articles/{id}?version=...&start=...&end=... (code points). */

import { speakerLook } from "/widget/article.js";
import { Api } from "/widget/api.js";
import { copyButton } from "/widget/clipboard.js";
import { button, element } from "/widget/dom.js";
import { withKey } from "/widget/key.js";
import { learn } from "/widget/learn.js";
import { byline, originalLink } from "/widget/source.js";
import { speak } from "/widget/speaking.js";
import { say } from "/widget/strings.js";
import { length } from "/widget/text.js";

const PATH = "/articles/";
const FAULTS = {
  missing: "page_article_missing",
  offline: "page_error_offline",
  slow: "page_error_slow",
  starting: "page_error_starting",
  limited: "page_error_limited",
};
const head = document.getElementById("head");
const text = document.querySelector("dateline-article");
const asked = new URLSearchParams(location.search);
const collection = asked.get("collection");
withKey();
const api = new Api({ collection });

async function view() {
  try {
    // A slash typed by hand belongs to the id.
    const id = location.pathname.slice(PATH.length).replaceAll("/", "%2F");
    draw(await api.article(id, asked.get("version")));
  } catch (error) {
    fail(error);
  }
}

function draw(article) {
  const title = article.title || say("page_untitled");
  const passage = passageIn(article.text);
  document.title = say("page_article_title", { title });
  text.passage = passage;
  text.article = article;
  text.lang = article.language ?? "";
  head.replaceChildren(...heading(article, title), ...notices(article, passage));
  head.removeAttribute("aria-busy");
  text.showPassage();
}

/** The passage that the URL names, or null if this text has no such passage. */
function passageIn(words) {
  const [start, end] = ["start", "end"].map((name) => Number(asked.get(name) ?? NaN));
  const held = Number.isInteger(start) && 0 <= start && start < end && end <= length(words);
  return held ? [start, end] : null;
}

function heading(article, title) {
  const copying = copyButton("link", say("page_copy_link"), () => location.href);
  const legend = element("ol", { class: "speakers", "aria-label": say("page_quotes_legend"), hidden: true });
  const quoting = article.superseded ? null : quotesButton(legend);
  const actions = [originalLink(article.url, article.title), copying, quoting];
  return [
    element("h1", { id: "title", dir: "auto" }, title),
    element("p", {}, byline(article)),
    element("p", { class: "actions" }, ...actions),
    legend,
  ];
}

/** Shows and hides who said what; quotations are fetched on first use. */
function quotesButton(legend) {
  const shown = button({ class: "action", "aria-pressed": "false" }, toggle, say("page_quotes_show"));
  let found = null;
  async function toggle() {
    const on = shown.getAttribute("aria-pressed") !== "true";
    found ??= await api.get(`/v1/articles/${location.pathname.slice(PATH.length)}/quotes`).catch(() => null);
    if (!found) return;
    shown.setAttribute("aria-pressed", String(on));
    shown.textContent = say(on ? "page_quotes_hide" : "page_quotes_show");
    const numbers = numbered(found);
    text.quotes = on ? found.flatMap((quote) => spans(quote, numbers)) : [];
    legend.replaceChildren(...legendItems(found, numbers));
    legend.hidden = !on;
  }
  return shown;
}

/** Speakers are numbered from 1 in the order in which they speak; unnamed ones are 0. */
function numbered(found) {
  const ids = found.filter(({ speaker }) => speaker).map(({ speaker }) => speaker.id);
  return new Map([...new Set(ids)].map((id, index) => [id, index + 1]));
}

function spans({ content, speaker }, numbers) {
  const number = speaker ? numbers.get(speaker.id) : 0;
  return content.map(({ start, end }) => [start, end, number]);
}

function legendItems(found, numbers) {
  if (!found.length) return [element("li", {}, say("page_quotes_none"))];
  const names = new Map(found.filter((one) => one.speaker).map((one) => [one.speaker.id, one.speaker.name]));
  const items = [...numbers].map(([id, number]) => legendItem(number, names.get(id)));
  const unnamed = found.some((one) => !one.speaker);
  return unnamed ? [...items, legendItem(0, say("page_quotes_unknown"))] : items;
}

function legendItem(number, name) {
  const look = { class: speakerLook(number), "data-speaker": number || "?", dir: "auto" };
  return element("li", {}, element("span", look, name));
}

function notices(article, passage) {
  const missing = asked.has("start") && !passage;
  return [
    article.superseded && superseded(),
    passage && pageNotice(article.pages, passage),
    missing && element("p", { class: "notice" }, say("page_passage_missing")),
    article.marks?.length && element("p", { class: "legend" }, say("page_legend")),
  ].filter(Boolean);
}

/** On which page of a PDF the passage stands. */
function pageNotice(pages, [start]) {
  const page = pages?.findLast(([begins]) => begins <= start)?.[1];
  return page && element("p", { class: "page-number" }, say("page_on_page", { page }));
}

function superseded() {
  const address = location.pathname + sameCollection();
  const current = element("a", { href: address }, say("page_current_version"));
  return element("p", { class: "notice" }, `${say("page_superseded")} `, current);
}

function fail(error) {
  const lines = [element("h1", { id: "title" }, say("page_article_error"))];
  lines.push(element("p", {}, say(FAULTS[error.kind] ?? "page_error_failed")));
  if (error.detail) lines.push(element("p", { class: "detail", dir: "auto" }, error.detail));
  head.replaceChildren(element("div", { class: "error", role: "alert" }, ...lines));
  head.removeAttribute("aria-busy");
}

function sameCollection() {
  return collection ? `?${new URLSearchParams({ collection })}` : "";
}

for (const link of document.querySelectorAll("a[href='/']")) link.href = `/${sameCollection()}`;
speak((await learn(api, null, {}, head)).language);
await view();
