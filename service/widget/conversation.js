/** The conversation: its turns in the log; on the service's own page, in the address bar as well. */

import { element, pause, show } from "/widget/dom.js";
import { spokenFault, spokenReply } from "/widget/spoken.js";
import { say } from "/widget/strings.js";
import { suggestNext } from "/widget/suggestions.js";
import { Thread } from "/widget/thread.js";
import { createTurn, faultOf } from "/widget/turn.js";

const LOOK_AGAIN_MILLISECONDS = 1000;

export class Conversation {
  #log;
  #box;
  #api;
  #place;
  #thread;
  #announce;
  #turns = new Map();
  #stopping = new AbortController();

  /** What limits the articles: the `filters` of POST /v1/ask. */
  filters = {};

  /**
   * @param {{log: HTMLElement, box: import("/widget/ask.js").AskBox,
   *   api: import("/widget/api.js").Api, announce: (words: string) => void,
   *   place: typeof import("/widget/place.js").NOWHERE, name: string}} parts `log` is where turns are put;
   *   `box` is told when a question is being answered; `announce` reads words out; `place` is the address
   *   bar; `name` tells it from other conversations in the page
   */
  constructor({ log, box, api, announce, place, name }) {
    this.#log = log;
    this.#box = box;
    this.#api = api;
    this.#announce = announce;
    this.#place = place;
    this.#thread = new Thread(api, place.isOwn, name);
    this.#thread.onLost = () => this.#note(say("page_lost"));
  }

  /** Put back what was there before, unless the reader was faster and has asked already. */
  async restore() {
    if (this.#turns.size) return;
    const turns = await this.#thread.recall();
    if (this.#turns.size || !turns.length) return;
    const added = turns.map(({ number, question }) => this.#add(number, question));
    for (const [at, turn] of added.entries()) {
      turn.answer(turns[at].reply, this.#api, turns[at].filters);
      await pause();
    }
  }

  /** Ask one question at a time; `more` are further fields of the request. */
  async ask(question, more = {}) {
    if (this.#box.busy) return;
    const number = 1 + Math.max(0, ...this.#turns.keys());
    this.#place.visit(number, question, { ...this.filters, ...more });
    await this.#send(this.#add(number, question), number, { question, more, filters: { ...this.filters } });
  }

  /** Show a turn again; false if there is none of that number. */
  showTurn(number) {
    const turn = this.#turns.get(number);
    if (turn) this.#show(turn);
    return Boolean(turn);
  }

  /** Start over with a new one. */
  clear() {
    this.#stopping.abort();
    this.#thread.forget();
    this.#turns.clear();
    this.#log.replaceChildren();
    this.#place.leave();
    this.#tell("turns", { count: 0 });
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
    this.#tell("turns", { count: this.#turns.size });
    return turn;
  }

  async #send(turn, number, asked) {
    const stopping = (this.#stopping = new AbortController());
    this.#box.busy = true;
    turn.wait(() => stopping.abort());
    this.#announce(say("page_searching"));
    await pause();
    this.#show(turn);
    try {
      const reply = await this.#askOnceOpen(asked, turn, stopping.signal);
      const filters = { ...asked.filters, ...asked.more };
      turn.answer(reply, this.#api, filters);
      if (this.#turns.get(number) !== turn) return;
      // At once: whoever sees an answer may leave the page.
      this.#thread.keep({ number, question: asked.question, reply, filters });
      await pause();
      if (this.#turns.get(number) === turn) this.#receive(turn, asked, reply);
    } catch (error) {
      this.#fail(turn, number, asked, stopping.signal.aborted ? { kind: "stopped" } : error);
    } finally {
      if (this.#stopping === stopping) this.#box.busy = false;
    }
    this.#show(turn);
  }

  /** Ask; a service that has just started loads its models first, so wait for it. */
  async #askOnceOpen(asked, turn, signal) {
    for (;;) {
      try {
        return await this.#thread.ask(asked, signal, (name, data) => turn.hear(name, data));
      } catch (error) {
        if (error.kind !== "starting") throw error;
      }
      turn.tellStarting();
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
    }
  }

  #receive(turn, { question, filters }, reply) {
    this.#announce(spokenReply(reply));
    if (!filters.speaker) suggestNext(turn.element, reply, this.#api);
    this.#tell("answer", { question, reply });
  }

  #fail(turn, number, asked, error) {
    turn.fail(error, () => this.#box.busy || this.#send(turn, number, asked));
    this.#announce(spokenFault(error));
    this.#tell("fault", { kind: error.kind, detail: error.detail ?? "" });
  }

  /** Say something between the turns; before the one under way, if there is one. */
  #note(words) {
    const note = element("p", { class: "notice between" }, words);
    const waiting = this.#log.querySelector(".turn:has([aria-busy])");
    this.#log.insertBefore(note, waiting);
    this.#announce(words);
  }

  /** Where the log has a frame of its own, the page around it must not move. */
  #show({ element: turn }) {
    const frame = this.#log.parentElement;
    if (getComputedStyle(frame).overflowY === "visible") show(turn, "start");
    else frame.scrollTop = turn.offsetTop;
  }

  #tell(name, detail) {
    this.#log.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
