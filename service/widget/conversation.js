/** The conversation: its turns in the log, its questions in the address bar and the history. */

import { element, show } from "/widget/dom.js";
import { say } from "/widget/strings.js";
import { suggestNext } from "/widget/suggestions.js";
import { Thread } from "/widget/thread.js";
import { createTurn, faultOf } from "/widget/turn.js";

const LOOK_AGAIN_MILLISECONDS = 1000;
const QUIET_MILLISECONDS = 500;

export class Conversation {
  #log;
  #box;
  #collection;
  #thread;
  #turns = new Map();
  #stopping = new AbortController();

  /** The person whose words are asked for; null for everyone. */
  speaker = null;

  /**
   * @param {HTMLElement} log where turns are put
   * @param {import("/widget/ask.js").DatelineAsk} box told when a question is being answered
   * @param {string | null} collection the collection to ask; null for the default
   */
  constructor(log, box, collection) {
    this.#log = log;
    this.#box = box;
    this.#collection = collection;
    this.#thread = new Thread(collection);
    this.#thread.onLost = () => this.#note(say("page_lost"));
  }

  /** Put back what was there before, unless the reader was faster and has asked already. */
  async restore() {
    if (this.#turns.size) return;
    const turns = await this.#thread.recall();
    if (this.#turns.size || !turns.length) return;
    // A screen reader must not read out again what was said before.
    this.#log.setAttribute("aria-live", "off");
    for (const { number, question, reply } of turns) this.#add(number, question).answer(reply);
    setTimeout(() => this.#log.removeAttribute("aria-live"), QUIET_MILLISECONDS);
  }

  /** Ask one question at a time, each with an entry in the browser's history. */
  async ask(question, spelling = true) {
    if (this.#box.busy) return;
    const number = 1 + Math.max(0, ...this.#turns.keys());
    visit(number, question);
    const turn = this.#add(number, question);
    await this.#send(turn, number, question, spelling);
  }

  /** Go where the back button, or an address with #q=, leads. */
  follow(state) {
    const turn = this.#turns.get(state?.turn);
    const question = questionInAddress();
    if (turn) show(turn.element, "start");
    else if (question) this.ask(question);
    else scrollTo({ top: 0 });
  }

  /** Start over with a new one. */
  clear() {
    this.#stopping.abort();
    this.#thread.forget();
    this.#turns.clear();
    this.#log.replaceChildren();
    history.pushState(null, "", addressWith(""));
    this.#tell();
  }

  /** Delete it, on the server as well. */
  async remove() {
    this.#stopping.abort();
    try {
      await this.#thread.remove();
      this.clear();
      this.#note(say("page_deleted"));
    } catch (error) {
      this.#note(faultOf(error));
    }
  }

  #add(number, question) {
    const turn = createTurn(number, question);
    this.#turns.set(number, turn);
    this.#log.append(turn.element);
    this.#tell();
    return turn;
  }

  async #send(turn, number, question, spelling) {
    const stopping = (this.#stopping = new AbortController());
    this.#box.busy = true;
    turn.wait(() => stopping.abort());
    show(turn.element, "start");
    try {
      const reply = await this.#askOnceOpen(question, spelling, turn, stopping.signal);
      this.#receive(turn, number, question, reply);
    } catch (error) {
      const shown = stopping.signal.aborted ? { kind: "stopped" } : error;
      turn.fail(shown, () => this.#box.busy || this.#send(turn, number, question, spelling));
    } finally {
      this.#box.busy = false;
    }
    show(turn.element, "start");
  }

  /** Ask; a service that has just started loads its models first, so wait for it. */
  async #askOnceOpen(question, spelling, turn, signal) {
    const language = document.documentElement.lang;
    const asked = { question, spelling, speaker: this.speaker, language };
    for (;;) {
      try {
        return await this.#thread.ask(asked, signal);
      } catch (error) {
        if (error.kind !== "starting") throw error;
      }
      turn.tellStarting();
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
    }
  }

  #receive(turn, number, question, reply) {
    turn.answer(reply);
    if (!this.speaker) suggestNext(turn.element, reply, this.#collection);
    this.#thread.keep({ number, question, reply });
  }

  /** Say something between the turns; before the one under way, if there is one. */
  #note(words) {
    const note = element("p", { class: "notice between" }, words);
    const waiting = this.#log.querySelector(".turn:has([aria-busy])");
    this.#log.insertBefore(note, waiting);
  }

  #tell() {
    this.#log.dispatchEvent(new CustomEvent("turns", { detail: { count: this.#turns.size } }));
  }
}

/** The question that `#q=...` asks, or "". */
function questionInAddress() {
  return new URLSearchParams(location.hash.slice(1)).get("q")?.trim() ?? "";
}

function visit(number, question) {
  const already = questionInAddress() === question;
  const record = already ? history.replaceState : history.pushState;
  record.call(history, { turn: number }, "", addressWith(`#${new URLSearchParams({ q: question })}`));
}

function addressWith(hash) {
  return `${location.pathname}${location.search}${hash}`;
}
