/**
 * What a reader thinks of an answer: thumbs, and for a thumb down what is wrong.
 *
 *     box.append(feedback(api, await api.ask(...)));
 *
 * The box tells `feedback` once it is sent (it bubbles, out of a shadow root too), with
 * `event.detail`: `{ answerId, verdict, reasons, toDesk }`. Its looks are in feedback.css.
 */

import { button, element, tell } from "/widget/dom.js";
import { icon } from "/widget/icons.js";
import { say } from "/widget/strings.js";

const LONGEST_NOTE = 2000;
/** Those that only words of an article can have come first. */
const OF_QUOTES = {
  wrong_speaker: "page_feedback_wrong_speaker",
  wrong_passage: "page_feedback_wrong_passage",
  altered: "page_feedback_altered",
};
const OF_ALL = {
  not_an_answer: "page_feedback_not_an_answer",
  out_of_date: "page_feedback_out_of_date",
  other: "page_feedback_other",
};

/**
 * @param {{feedback: (body: object) => Promise<unknown>, collection?: string | null}} api sends the
 *   body of POST /v1/feedback; the collection is that which was asked
 * @param {object} answer the reply of POST /v1/ask
 * @returns {HTMLElement}
 */
export function feedback(api, answer) {
  // It speaks for itself, below answers that are announced when they come.
  const told = element("p", { role: "status", class: "told" });
  const up = thumb("up", say("page_feedback_up"), () => send({ verdict: "up" }));
  const down = thumb("down", say("page_feedback_down"), () => (form.hidden ? open() : close()));
  const form = questions(answer, (given) => send({ verdict: "down", ...given }), close);
  down.setAttribute("aria-expanded", "false");
  const label = element("span", { class: "label", "aria-hidden": "true" }, say("page_feedback"));
  const box = element(
    "div",
    { class: "feedback", role: "group", "aria-label": say("page_feedback"), "aria-live": "off" },
    element("div", { class: "thumbs" }, label, up, down, told),
    form,
  );
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  return box;

  function open() {
    form.hidden = false;
    down.setAttribute("aria-expanded", "true");
    form.querySelector("input").focus();
  }

  function close() {
    form.hidden = true;
    down.setAttribute("aria-expanded", "false");
    down.focus();
  }

  async function send(given) {
    const pressed = given.verdict === "up" ? up : down;
    for (const control of [up, down, ...form.elements]) control.disabled = true;
    told.textContent = "";
    try {
      await api.feedback({ ...about(answer), ...(api.collection && { collection: api.collection }), ...given });
      pressed.setAttribute("aria-pressed", "true");
      told.textContent = say("page_feedback_thanks");
      tellSent(given);
      form.hidden = true;
      down.removeAttribute("aria-expanded");
      // Whoever pressed it must not lose the place: it stays, though it does nothing more.
      for (const one of [up, down]) settle(one);
      pressed.focus();
    } catch {
      for (const control of [up, down, ...form.elements]) control.disabled = false;
      told.textContent = say("page_feedback_failed");
      (form.hidden ? pressed : form.querySelector("[type=submit]")).focus();
    }
  }

  function tellSent({ verdict, reasons = [], to_desk: toDesk = false }) {
    tell(box, "feedback", { answerId: answer.id, verdict, reasons, toDesk });
  }
}

function thumb(name, label, onClick) {
  const press = ({ currentTarget }) => {
    if (currentTarget.getAttribute("aria-disabled") !== "true") onClick();
  };
  return button({ class: "thumb", "aria-label": label, title: label, "aria-pressed": "false" }, press, icon(name));
}

function settle(control) {
  control.disabled = false;
  control.setAttribute("aria-disabled", "true");
}

/** What is wrong, where, and whether somebody should look at it. */
function questions(answer, onSend, onCancel) {
  const reasons = Object.entries({ ...(answer.citations.length ? OF_QUOTES : {}), ...OF_ALL });
  const boxes = reasons.map(([value, name]) => check(value, say(name)));
  const source = answer.citations.length > 1 ? sources(answer.citations) : null;
  const note = element("textarea", { rows: 2, maxlength: LONGEST_NOTE, dir: "auto" });
  const desk = check("desk", say("page_feedback_desk"));
  const form = element(
    "form",
    { hidden: true, class: "questions" },
    element("fieldset", {}, element("legend", {}, say("page_feedback_what")), ...boxes),
    source && element("label", {}, say("page_feedback_source"), source),
    element("label", {}, say("page_feedback_note"), note),
    desk,
    element(
      "div",
      { class: "buttons" },
      element("button", { type: "submit", class: "action" }, say("page_feedback_send")),
      button({ class: "action" }, onCancel, say("page_feedback_cancel")),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = { reasons: boxes.filter(isChecked).map(valueOf), to_desk: isChecked(desk) };
    if (note.value.trim()) given.note = note.value.trim();
    if (source?.value) given.citation = Number(source.value);
    onSend(given);
  });
  return form;
}

function sources(citations) {
  const offered = citations.map(({ number, source, title }) => {
    const name = [source, title].filter(Boolean).join(", ");
    return element("option", { value: number, dir: "auto" }, `[${number}] ${name}`);
  });
  return element("select", {}, element("option", { value: "" }, say("page_feedback_whole")), ...offered);
}

function check(value, words) {
  return element("label", { class: "check" }, element("input", { type: "checkbox", value }), words);
}

function isChecked(label) {
  return label.firstElementChild.checked;
}

function valueOf(label) {
  return label.firstElementChild.value;
}

/** What the service may not know of the answer any more. */
function about(answer) {
  const places = answer.citations.map(({ number, article_id, version, start, end }) => ({
    number,
    article_id,
    version,
    start,
    end,
  }));
  return { answer_id: answer.id, question: answer.searched, citations: places };
}
