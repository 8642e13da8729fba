/** One turn of the conversation: a question, then its reply or an error. */

import "/widget/card.js";
import { button, element } from "/widget/dom.js";
import { icon } from "/widget/icons.js";
import { say, sayCount } from "/widget/strings.js";

const FAULTS = {
  offline: "page_error_offline",
  slow: "page_error_slow",
  limited: "page_error_limited",
  refused: "page_error_refused",
  // When a question is asked, whatever is missing (its collection, say) was named in the question.
  missing: "page_error_refused",
  stopped: "page_error_stopped",
};

/**
 * @param {number} number counts the turns of this conversation, from 1
 * @param {string} question
 */
export function createTurn(number, question) {
  const heading = element("h2", { id: `turn-${number}`, dir: "auto" }, question);
  const reply = element("div", { class: "reply" });
  const attributes = { class: "turn", "aria-labelledby": heading.id, tabindex: -1 };
  const turn = element("section", attributes, heading, reply);

  return {
    element: turn,

    /** Say that the articles are being searched; `stop` is called if the reader cancels. */
    wait(stop) {
      const words = element("span", {}, say("page_searching"));
      const stopping = button({ class: "action" }, stop, say("page_stop"));
      reply.setAttribute("aria-busy", "true");
      reply.replaceChildren(element("p", { class: "loading" }, words, stopping));
    },

    /** Say that the service itself is still starting. */
    tellStarting() {
      reply.querySelector(".loading span").textContent = say("page_starting");
    },

    /** Show what the service replied. */
    answer(found) {
      const shown = element("dateline-answer");
      shown.question = question;
      shown.reply = found;
      put(shown);
    },

    /** Say what went wrong; `retry` asks again. */
    fail(error, retry) {
      const again = button({ class: "action" }, retry, icon("again"), say("page_retry"));
      put(element("div", { class: "error" }, ...sentences(error), again));
    },
  };

  function put(content) {
    reply.removeAttribute("aria-busy");
    reply.replaceChildren(content);
  }
}

/** In a sentence, what went wrong. */
export function faultOf(error) {
  return say(FAULTS[error.kind] ?? "page_error_failed");
}

function sentences(error) {
  const lines = [element("p", {}, faultOf(error))];
  if (error.retryAfterSeconds != null) {
    lines.push(element("p", {}, sayCount("page_retry_after", error.retryAfterSeconds)));
  }
  if (error.detail) lines.push(element("p", { class: "detail", dir: "auto" }, error.detail));
  return lines;
}
