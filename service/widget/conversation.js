/** The conversation: its turns in the log, its questions in the address bar and the history. */

import { ask } from "/widget/api.js";
import { show } from "/widget/dom.js";
import { forget, recall, remember } from "/widget/memory.js";
import { createTurn } from "/widget/turn.js";

const LOOK_AGAIN_MILLISECONDS = 1000;
const QUIET_MILLISECONDS = 500;

export class Conversation {
  #log;
  #box;
  #collection;
  #conversationId = null;
  #turns = new Map();
  #answered = [];
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
  }

  /** Put back what this tab remembers, unless the reader was faster and has asked already. */
  restore() {
    if (this.#turns.size) return;
    const { conversationId, turns } = recall(this.#collection);
    this.#conversationId = conversationId;
    // A screen reader must not read out again what was said before.
    this.#log.setAttribute("aria-live", "off");
    for (const { number, question, reply } of turns) this.#putBack(number, question, reply);
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

  /** Start over. */
  clear() {
    this.#stopping.abort();
    forget(this.#collection);
    this.#conversationId = null;
    this.#turns.clear();
    this.#answered = [];
    this.#log.replaceChildren();
    history.pushState(null, "", addressWith(""));
    this.#tell();
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
      const reply = await askOnceOpen(this.#asked(question, spelling), turn, stopping.signal);
      this.#receive(turn, number, question, reply);
    } catch (error) {
      const shown = stopping.signal.aborted ? { kind: "stopped" } : error;
      turn.fail(shown, () => this.#box.busy || this.#send(turn, number, question, spelling));
    } finally {
      this.#box.busy = false;
    }
    show(turn.element, "start");
  }

  #asked(question, spelling) {
    const place = { conversationId: this.#conversationId, collection: this.#collection };
    const { speaker } = this;
    return { question, spelling, speaker, language: document.documentElement.lang, ...place };
  }

  #receive(turn, number, question, reply) {
    turn.answer(reply);
    this.#conversationId = reply.conversation_id ?? this.#conversationId;
    this.#answered.push({ number, question, reply });
    remember(this.#collection, this.#conversationId, this.#answered);
  }

  #putBack(number, question, reply) {
    this.#add(number, question).answer(reply);
    this.#answered.push({ number, question, reply });
  }

  #tell() {
    this.#log.dispatchEvent(new CustomEvent("turns", { detail: { count: this.#turns.size } }));
  }
}

/** Ask; a service that has just started loads its models first, so wait for it. */
async function askOnceOpen(asked, turn, signal) {
  for (;;) {
    try {
      return await ask(asked, signal);
    } catch (error) {
      if (error.kind !== "starting") throw error;
    }
    turn.tellStarting();
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
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
