/**
 * The forms of plain requests: an extract, a timeline, a list of speakers, a comparison.
 *
 * All of them are quote cards like any other; what they are is said above them, the day or the person
 * beside them. The service writes the words ("label", "text"), so that every channel says the same.
 */

import { dateElement, withWholeDates } from "/widget/dates.js";
import { element } from "/widget/dom.js";

/** Whether a reply is a form, and no answer to a question. */
export function isForm(reply) {
  return Boolean(reply.form) && reply.form !== "answers";
}

/**
 * @param {object} reply of a form, answered
 * @param {(index: number) => HTMLElement} card draws the quote of that number
 * @returns {(HTMLElement | null)[]}
 */
export function formBody(reply, card) {
  const cards = reply.answers.map((_, index) => card(index));
  const label =
    reply.label &&
    element("p", { class: "form-label", dir: "auto" }, ...withWholeDates(reply.label));
  const layout = reply.sides?.length ? sides : (LAYOUTS[reply.form] ?? column);
  return [label, layout(reply, cards)];
}

const LAYOUTS = { timeline };

function column(reply, cards) {
  return element("div", { class: "form" }, ...cards);
}

/** Days down a line, each with what happened. */
function timeline(reply, cards) {
  const days = cards.map((card, index) => {
    const { day } = reply.answers[index];
    const heading = element("h3", { class: "day" }, day && dateElement(day));
    return element("li", {}, heading, card);
  });
  return element("ol", { class: "form timeline" }, ...days);
}

/** Those compared, side by side where there is room, or questions one below the other; an empty side says so. */
function sides(reply, cards) {
  const drawn = reply.sides.map(({ name, text }, side) => {
    const heading = element("h3", { dir: "auto" }, name);
    const nothing = text && element("p", { class: "nothing", dir: "auto" }, text);
    const own = cards.filter((_, index) => reply.answers[index].side === side);
    return element("section", { class: "side" }, heading, nothing, ...own);
  });
  return element("div", { class: isForm(reply) ? "form sides" : "form" }, ...drawn);
}
