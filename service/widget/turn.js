/** One turn of the conversation: a question, then its reply or an error. */

import { drawAnswer } from "/widget/card.js";
import { copyButton } from "/widget/clipboard.js";
import { button, element } from "/widget/dom.js";
import { feedback } from "/widget/feedback.js";
import { icon } from "/widget/icons.js";
import { shareAddress } from "/widget/place.js";
import { say, sayCount } from "/widget/strings.js";

const FAULTS = {
  offline: "page_error_offline",
  slow: "page_error_slow",
  broken: "page_error_broken",
  limited: "page_error_limited",
  locked: "page_error_refused",
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
  const heard = { answers: [], citations: [] };
  let undrawn = null;

  return {
    element: turn,

    /** Say that the articles are being searched; `stop` is called if the reader cancels. */
    wait(stop) {
      const words = element("span", {}, say("page_searching"));
      const stopping = button({ class: "action" }, stop, say("page_stop"));
      Object.assign(heard, { answers: [], citations: [] });
      reply.setAttribute("aria-busy", "true");
      reply.replaceChildren(element("p", { class: "loading" }, words, stopping));
    },

    /** Say that the service itself is still starting. */
    tellStarting() {
      reply.querySelector(".loading span").textContent = say("page_starting");
    },

    /** Show what there is of a reply so far, above the words that more is awaited. */
    hear(name, data) {
      if (name === "citation") heard.citations.push(data);
      if (name !== "answer") return;
      if (data.replaces) Object.assign(heard, { answers: [], citations: [] });
      heard.answers.push(...data.answers);
      const so = heard.answers.length || !data.provisional ? heard : likely(heard.citations);
      if (!so.answers.length && !data.replaces) return;
      // Several that come at once are drawn once.
      if (!undrawn) requestAnimationFrame(drawHeard);
      undrawn = so;
    },

    /** Show what the service replied. */
    answer(found, api, filters = {}) {
      const share = copyButton("link", say("page_share"), () => shareAddress(question, filters, api.collection));
      const ways = element("div", { class: "ends" }, share, feedback(api, found));
      put(drawAnswer(found, question), ways);
    },

    /** Say what went wrong, below what came before; `retry` asks again. */
    fail(error, retry) {
      drawHeard();
      const again = button({ class: "action" }, retry, icon("again"), say("page_retry"));
      const shown = [...reply.children].filter((child) => !child.matches(".loading"));
      put(...shown, element("div", { class: "error" }, ...sentences(error), again));
    },
  };

  function drawHeard() {
    const so = undrawn;
    undrawn = null;
    if (!so) return;
    const shown = so.answers.length ? [drawAnswer({ status: "answered", ...so }, question)] : [];
    reply.replaceChildren(...shown, reply.querySelector(".loading"));
  }

  function put(...content) {
    undrawn = null;
    reply.removeAttribute("aria-busy");
    reply.replaceChildren(...content);
  }
}

/** What is quoted before it is known how it answers. */
function likely(citations) {
  const answers = citations.map(({ number, quote }) => ({ quote, citations: [number] }));
  return { form: "likely", answers, citations };
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
