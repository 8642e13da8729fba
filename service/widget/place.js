/** Where a question stands in an address, `#q=...&speaker=...`: shared, visited, come back to. */

import { SERVER } from "/widget/dom.js";

const LIMITS = ["speaker", "source", "author", "published_from", "published_to"];
/** Further fields of a request, which are only there to be false. */
const MORE = ["narrow", "spelling"];

/** The address of this service's page that asks the question again, with what limited it. */
export function shareAddress(question, filters, collection) {
  const address = new URL(SERVER);
  if (collection) address.searchParams.set("collection", collection);
  address.hash = named(question, filters);
  return address.href;
}

/** A limit of several values, as of two outlets, stands there once for each. */
function named(question, filters) {
  const values = Object.entries(filters).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return new URLSearchParams([["q", question], ...values]);
}

function valueOf(values) {
  return values.length > 1 ? values : values[0];
}

/** The question, the limits and further fields of the request that this page's address names. */
export function askedInAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const limits = LIMITS.filter((name) => given.get(name)).map((name) => [name, valueOf(given.getAll(name))]);
  const more = MORE.filter((name) => given.get(name) === "false").map((name) => [name, false]);
  return { question: given.get("q")?.trim() ?? "", filters: Object.fromEntries(limits), more: Object.fromEntries(more) };
}

/** The address bar of the service's own page: an entry of the history for each question. */
export const ADDRESS_BAR = {
  isOwn: true,
  visit(number, question, filters) {
    const hash = `#${named(question, filters)}`;
    const record = location.hash === hash || askedInAddress().question === question ? "replaceState" : "pushState";
    history[record]({ turn: number }, "", location.pathname + location.search + hash);
  },
  leave() {
    history.pushState(null, "", location.pathname + location.search);
  },
};

/** On pages of others, the address is theirs. */
export const NOWHERE = { isOwn: false, visit() {}, leave() {} };
