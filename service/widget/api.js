/** The service over HTTP: its reply, or an error of one kind that says what went wrong. */

import { SERVER } from "/widget/dom.js";
import { blocks } from "/widget/events.js";

const PATIENCE_MILLISECONDS = 60_000;
const MOST_COMPLETIONS = 6;
const JSON_TYPE = "application/json";

/** Why there is no reply. */
export class ApiError extends Error {
  /**
   * @param {"offline" | "slow" | "broken" | "starting" | "locked" | "missing" | "limited" | "off"
   *   | "refused" | "failed"} kind `broken`: the connection ended in the middle of a reply; `locked`: it
   *   needs a key, or another one
   * @param {{detail?: string, retryAfterSeconds?: number | null}} more `detail` is the service's
   *   own sentence about the problem
   */
  constructor(kind, { detail = "", retryAfterSeconds = null } = {}) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class Api {
  /** The key that goes along where there is no token, and how to get one: see key.js. */
  static key = null;
  static unlock = null;

  /** The language of the service's own sentences; null where the service is to choose. */
  language = null;

  /**
   * @param {{collection?: string | null, token?: string | null, renew?: (() => Promise<string>) | null}}
   *   given `token` goes along with every request; `renew` gets another once it has expired
   */
  constructor({ collection = null, token = null, renew = null } = {}) {
    this.collection = collection;
    this.token = token ?? Api.key;
    this.renew = renew;
  }

  /**
   * POST /v1/ask, as a stream of events where the service sends one.
   * @param {{question: string, conversationId?: string, history?: object[], filters: object,
   *   more?: {spelling?: boolean, narrow?: boolean}}} asked the turns before it are those of a stored
   *   conversation or `history`; `more` are further fields of the request
   * @param {AbortSignal} signal aborts the question; the promise then rejects with an AbortError
   * @param {(name: string, data: object) => void} hear told of every event before the last one
   * @returns {Promise<object>} the whole reply
   */
  async ask(asked, signal, hear = () => {}) {
    const { question, conversationId, history, filters, more } = asked;
    const body = { question, ...more };
    if (this.language) body.language = this.language;
    if (conversationId) body.conversation_id = conversationId;
    if (history?.length) body.history = history;
    if (this.collection) body.collection = this.collection;
    if (Object.keys(filters).length) body.filters = filters;
    const accept = `text/event-stream, ${JSON_TYPE};q=0.5`;
    return this.#send("/v1/ask", { ...post(body, { Accept: accept }), signal }, hear);
  }

  /** POST /v1/conversations: a stored conversation; kind "off" if the service stores none. */
  begin(signal) {
    const body = this.collection ? { collection: this.collection } : {};
    return this.#send("/v1/conversations", { ...post(body), signal });
  }

  /**
   * GET /v1/conversations/{id}: the last turns.
   * @returns {Promise<{number: number, question: string, reply: object}[]>}
   */
  async turnsOf(id, most) {
    const address = `/v1/conversations/${encodeURIComponent(id)}`;
    const first = await this.#send(`${address}${query({ limit: most })}`);
    const after = first.turn_count - most;
    const last = after > 0 ? await this.#send(`${address}${query({ after, limit: most })}`) : first;
    return last.turns.map(({ number, question, answer }) => ({ number, question, reply: answer }));
  }

  /** DELETE /v1/conversations/{id}. */
  remove(id) {
    return this.#send(`/v1/conversations/${encodeURIComponent(id)}`, { method: "DELETE" });
  }

  /** GET of any path of the service, in this collection. */
  get(path, values = {}, signal = undefined) {
    return this.#send(`${path}${query({ ...values, collection: this.collection })}`, { signal });
  }

  /** POST of JSON to any path of the service. */
  post(path, body) {
    return this.#send(path, post(body));
  }

  /** POST /v1/feedback. */
  feedback(body) {
    return this.post("/v1/feedback", body);
  }

  /** GET /v1/suggest: what a question may become, as far as it is typed. */
  async complete(typed, signal) {
    return (await this.get("/v1/suggest", { q: typed, limit: MOST_COMPLETIONS }, signal)).completions;
  }

  /**
   * GET /v1/articles/{id}.
   * @param {string} id percent-encoded, as in the URL of the viewer
   * @param {string | null} version null: the current one
   */
  article(id, version) {
    return this.get(`/v1/articles/${id}`, { version });
  }

  /**
   * POST /v1/suggestions: questions that the articles answer.
   * @param {{question?: string, articles?: string[]}} wanted without a question, those to begin with
   */
  async suggestions(wanted) {
    const body = { ...wanted, collection: this.collection, language: this.language };
    return (await this.post("/v1/suggestions", body)).suggestions;
  }

  async #send(path, options = {}, hear = null) {
    const waiting = new Waiting(options.signal);
    let isHeard = false;
    try {
      const response = await this.#fetched(path, options, waiting.signal);
      isHeard = true;
      if (!response.ok) throw await refusal(response);
      return await this.#read(response, waiting, hear);
    } catch (error) {
      throw translated(error, options.signal, waiting, isHeard);
    } finally {
      waiting.end();
    }
  }

  /** Without cookies, except on the service's own pages; once more if the token had expired. */
  async #fetched(path, options, signal) {
    const send = () => {
      const headers = { ...options.headers };
      if (this.token) headers.Authorization = `Bearer ${this.token}`;
      return fetch(new URL(path, SERVER), { ...options, headers, signal, credentials: "same-origin" });
    };
    if (this.renew && !this.token) this.token = await this.renew();
    const response = await send();
    if (response.status !== 401 || !this.renew) return response;
    this.token = await this.renew();
    return send();
  }

  async #read(response, waiting, hear) {
    if (response.status === 204) return null;
    if (!hear || response.headers.get("Content-Type")?.startsWith(JSON_TYPE)) return response.json();
    for await (const { event: name, data: text } of blocks(response.body, () => waiting.heard())) {
      const data = JSON.parse(text);
      if (name === "problem") throw problemError(data, data.status ?? 500, null);
      if (name === "done") return data;
      hear(name, data);
    }
    throw new ApiError("broken");
  }
}

/** How long is waited for a sign of life, and who may end it sooner. */
class Waiting {
  #both = new AbortController();
  #timer = 0;
  isOver = false;

  constructor(readersSignal) {
    if (readersSignal?.aborted) this.#both.abort(readersSignal.reason);
    readersSignal?.addEventListener("abort", () => this.#both.abort(readersSignal.reason), { once: true });
    this.heard();
  }

  get signal() {
    return this.#both.signal;
  }

  heard() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.isOver = true;
      this.#both.abort();
    }, PATIENCE_MILLISECONDS);
  }

  end() {
    clearTimeout(this.#timer);
  }
}

function post(body, headers = {}) {
  return { method: "POST", headers: { "Content-Type": JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}

function query(values) {
  const given = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  return String(given) && `?${given}`;
}

/** Without a connection, fetch throws a TypeError, and so does a reply that is cut off: `isHeard` tells. */
function translated(error, readersSignal, waiting, isHeard) {
  if (error instanceof ApiError || readersSignal?.aborted) return error;
  if (waiting.isOver) return new ApiError("slow");
  if (!(error instanceof TypeError)) return new ApiError("failed");
  return new ApiError(isHeard ? "broken" : "offline");
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  return problemError(problem, response.status, waitSeconds(response));
}

function problemError(problem, status, retryAfterSeconds) {
  const detail = typeof problem.detail === "string" ? problem.detail : "";
  if (String(problem.type).endsWith(":conversations-off")) return new ApiError("off", { detail });
  if (status === 401) return new ApiError("locked", { detail });
  if (status === 404) return new ApiError("missing", { detail });
  if (status === 429) return new ApiError("limited", { detail, retryAfterSeconds });
  if (String(problem.type).endsWith(":not-ready")) return new ApiError("starting");
  return new ApiError(status < 500 ? "refused" : "failed", { detail });
}

/** `Retry-After` comes as seconds or as a date. */
function waitSeconds(response) {
  const header = response.headers.get("Retry-After") ?? "";
  if (/^\d+$/.test(header)) return Number(header);
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
