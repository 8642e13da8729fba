/** Dates as published: equally precise, and never converted to the reader's time zone. */

import { currentLanguage, say } from "/widget/strings.js";
import { element } from "/widget/dom.js";

const ISO = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/;
const PARTS = [
  { year: "numeric" },
  { year: "numeric", month: "long" },
  { year: "numeric", month: "long", day: "numeric" },
];

/**
 * A date in words: "3 June 2026", "June 2026", "2026".
 * @param {string} published ISO 8601, a date (or less) or a date and time
 * @param {string} language by default the reader's
 */
export function dateInWords(published, language = currentLanguage()) {
  const numbers = ISO.exec(published)?.slice(1).filter(Boolean).map(Number);
  if (!numbers) return published;
  const [year, month = 1, day = 1] = numbers;
  const date = new Date(Date.UTC(year, month - 1, day));
  const format = { ...PARTS[numbers.length - 1], timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, format).format(date);
}

/** A sentence of the service as pieces, with its ISO 8601 dates in one piece each: lines do not break them. */
export function withWholeDates(sentence) {
  const pieces = sentence.split(/(\d{4}-\d{2}-\d{2})/);
  return pieces.map((piece, at) => (at % 2 ? element("span", { class: "whole" }, piece) : piece));
}

/** A `<time>` element, or words for "date unknown". */
export function dateElement(published) {
  if (!published) return element("span", { class: "unknown" }, say("page_unknown_date"));
  return element("time", { datetime: published, title: published }, dateInWords(published));
}
