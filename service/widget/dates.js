/** Dates as published: equally precise, and never converted to the reader's time zone. */

import { say } from "/widget/strings.js";
import { element } from "/widget/dom.js";

const ISO = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/;

/**
 * A date in words: "3 June 2026", "June 2026", "2026".
 * @param {string} published ISO 8601, a date (or less) or a date and time
 * @param {{months?: string, day?: string, month?: string}} words by default the reader's
 */
export function dateInWords(published, words = {}) {
  const { months = say("page_months"), day: dated = "page_day_of_year", month: less = "page_month_of_year" } = words;
  const [year, number, day] = (ISO.exec(published) ?? []).slice(1).map(Number);
  if (!number) return year ? String(year) : published;
  const month = months.split("|")[number - 1];
  return month ? say(day ? dated : less, { year, month, day }) : published;
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
