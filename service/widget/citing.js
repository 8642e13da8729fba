/**
 * A quote with its source, as text to paste: plain, in Markdown, and as two style guides write it
 * (Chicago Manual of Style, 18th edition, 14; APA, 7th edition, 10.1), whose dates are English.
 */

import { dateInWords } from "/widget/dates.js";
import { ownAddress, webAddress } from "/widget/dom.js";
import { say } from "/widget/strings.js";

/** @type {{name: string, text: (citation: object) => string}[]} names of messages, and what is copied */
export const STYLES = [
  { name: "page_copy_quote", text: plain },
  { name: "page_copy_markdown", text: markdown },
  { name: "page_copy_chicago", text: chicago },
  { name: "page_copy_apa", text: apa },
];

/** The unchanged quote on lines of its own, then its source. */
function plain(citation) {
  const { quote, source, title, published } = citation;
  const date = published ? dateInWords(published) : say("page_unknown_date");
  const where = [source, title, date, pageOf(citation)].filter(Boolean).join(", ");
  return lines(quote, `— ${where}`, addressOf(citation));
}

function markdown(citation) {
  const { quote, source, title, published } = citation;
  const address = addressOf(citation);
  const name = escaped(title || say("page_untitled"));
  const linked = address ? `[${name}](<${address}>)` : name;
  const date = published && dateInWords(published);
  const where = [linked, source && escaped(source), date, pageOf(citation)].filter(Boolean);
  const quoted = quote.split("\n").map((line) => `> ${escaped(line)}`);
  return lines(...quoted, ">", `> — ${where.join(", ")}`);
}

function chicago(citation) {
  const { quote, source, authors, title, published } = citation;
  const names = (authors ?? []).map((name, index) => (index ? name : lastNameFirst(name)));
  const date = published && dateInWords(published, "en-US");
  const where = [source, date].filter(Boolean).join(", ");
  const parts = [listed(names, "and"), `“${title || say("page_untitled")}”`, where, addressOf(citation)];
  return lines(`“${quote}”`, sentences(parts));
}

function apa(citation) {
  const { quote, source, authors, title, published } = citation;
  const names = (authors ?? []).map(initialsLast);
  const date = `(${apaDate(published)})`;
  const head = title || say("page_untitled");
  const parts = names.length ? [listed(names, "&"), date, head, source] : [head, date, source];
  return lines(`“${quote}”`, [sentences(parts), addressOf(citation)].filter(Boolean).join(" "));
}

/** "Page 3", of a PDF. */
function pageOf({ page }) {
  return page ? say("page_on_page", { page }) : null;
}

function addressOf({ link, url, viewer }) {
  return webAddress(link || url) ?? ownAddress(viewer);
}

/** "2026, March 14", "2026, March", "2026", or "n.d." */
function apaDate(published) {
  if (!/^\d{4}/.test(published ?? "")) return "n.d.";
  const [year] = published.split("-");
  const day = dateInWords(published, "en-US").replace(/,? ?\d{4}$/, "");
  return day ? `${year}, ${day}` : year;
}

/** "Okafor, Ada". */
function lastNameFirst(name) {
  const words = name.trim().split(/\s+/);
  return words.length > 1 ? `${words.at(-1)}, ${words.slice(0, -1).join(" ")}` : name;
}

/** "Okafor, A. B." */
function initialsLast(name) {
  const words = name.trim().split(/\s+/);
  const initials = words.slice(0, -1).map((word) => `${[...word][0]}.`);
  return initials.length ? `${words.at(-1)}, ${initials.join(" ")}` : name;
}

function listed(names, and) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")}, ${and} ${names.at(-1)}`;
}

/** Each part with a full stop, unless it ends with one or is an address. */
function sentences(parts) {
  return parts
    .filter(Boolean)
    .map((part) => (/[.?!]”?$/.test(part) ? part : part.replace(/”?$/, (end) => `.${end}`)))
    .join(" ");
}

function escaped(text) {
  return text.replace(/[\\`*_[\]<>]/g, "\\$&");
}

function lines(...given) {
  return given.filter(Boolean).join("\n");
}
