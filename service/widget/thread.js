/**
 * Where a conversation lives: on the server, under an id that only this tab knows; or, where the
 * server stores none, in this tab alone, and its turns travel along with each question.
 */

import { forget, recall, remember } from "/widget/memory.js";

const MOST_TURNS = 20;
/** What keeps a server from storing, but not from answering. */
const UNSTORED = ["off", "failed", "limited", "refused"];

/** @typedef {{number: number, question: string, reply: object, filters?: object}} Turn */

export class Thread {
  #api;
  #name;
  #id = null;
  #isStored;
  /** @type {Turn[]} */
  #turns = [];

  /** Called when the server no longer has the conversation, and another one begins. */
  onLost = () => {};

  /**
   * @param {import("/widget/api.js").Api} api what is asked; each collection has a conversation of its own
   * @param {boolean} isStored whether to ask the server to store it: pages of others may not
   * @param {string} name tells it from others in the page
   */
  constructor(api, isStored, name) {
    this.#api = api;
    this.#name = `${api.collection ?? ""}:${name}`;
    this.#isStored = isStored;
  }

  /**
   * The turns before the page was loaded: as the server has them, so that what was deleted there is
   * gone here; as this tab remembers them if it cannot be reached.
   * @returns {Promise<Turn[]>}
   */
  async recall() {
    const { conversationId, turns } = recall(this.#name);
    this.#id = conversationId;
    this.#turns = turns;
    if (!conversationId) return turns;
    try {
      const kept = await this.#api.turnsOf(conversationId, MOST_TURNS);
      const filtersOf = (turn) => turns.find(({ number }) => number === turn.number)?.filters;
      this.#turns = kept.map((turn) => ({ ...turn, filters: filtersOf(turn) }));
    } catch (error) {
      if (error.kind === "missing") this.#lose();
    }
    return this.#turns;
  }

  /** Ask the next question; see `ask` of api.js. */
  async ask(asked, signal, hear) {
    const place = await this.#place(signal);
    try {
      return await this.#api.ask({ ...asked, ...place }, signal, hear);
    } catch (error) {
      if (error.kind !== "missing" || !place.conversationId) throw error;
    }
    // The conversation has expired or was deleted; or the collection was, which this tells.
    this.#lose();
    return this.#api.ask({ ...asked, ...(await this.#place(signal)) }, signal, hear);
  }

  /** Keep a turn that was answered. */
  keep(turn) {
    this.#turns = [...this.#turns, turn].slice(-MOST_TURNS);
    remember(this.#name, this.#id, this.#turns);
  }

  /** Know nothing of it any more; the server deletes it when it expires. */
  forget() {
    forget(this.#name);
    this.#id = null;
    this.#turns = [];
  }

  /** Delete it, on the server as well. */
  async remove() {
    if (this.#id) await this.#api.remove(this.#id).catch(unlessMissing);
    this.forget();
  }

  /** What tells the service the turns before the question. */
  async #place(signal) {
    if (!this.#id && this.#isStored) this.#id = await this.#begin(signal);
    return this.#id ? { conversationId: this.#id } : { history: this.#turns.map(remembered) };
  }

  async #begin(signal) {
    try {
      return (await this.#api.begin(signal)).id;
    } catch (error) {
      if (!UNSTORED.includes(error.kind)) throw error;
      this.#isStored = error.kind !== "off";
      return null;
    }
  }

  #lose() {
    this.forget();
    this.onLost();
  }
}

function unlessMissing(error) {
  if (error.kind !== "missing") throw error;
}

/** A turn as `history` of POST /v1/ask has it. */
function remembered({ question, reply }) {
  const quotes = reply.citations.map(({ number, article_id, version, start, end, quote }) => ({
    article_id,
    version,
    start,
    end,
    quote,
    speaker: speakerOf(reply, number),
  }));
  return { question, searched: reply.searched || question, answer_id: reply.id, quotes };
}

function speakerOf({ answers }, number) {
  return answers.find(({ citations }) => citations.includes(number))?.speaker?.name ?? null;
}
