/**
 * Dateline from JavaScript, without dependencies; types are in client.d.ts.
 *
 *     import { Dateline } from "/client.js";
 *     const answer = await new Dateline().ask("When did the new bridge open?");
 *     for await (const { event, data } of new Dateline().stream("Who was hurt?")) …
 *
 * What the service refuses is a `ProblemError`. What may safely be sent again is, after 429, 503 and
 * lost connections; a stream goes on where it was lost. The last argument of each method is an
 * object of parameters, and of a `signal` to stop with.
 */

import { blocks } from "../widget/events.js";

const RETRIED = [429, 503];
const FIRST_WAIT_SECONDS = 0.5;
const LONGEST_WAIT_SECONDS = 30;
const EVENTS = ["searched", "citation", "answer", "suggestions", "done"];

// Method, path, and what else is to be known: `first` is the parameter that comes first; `body` the
// field that a string alone stands for; `again` whether a POST may be sent twice; `items` of pages.
const CALLS = {
  ask: ["POST", "/v1/ask", { body: "question", again: true }],
  askBatch: ["POST", "/v1/ask/batch", { body: "questions", again: true }],
  search: ["POST", "/v1/search", { body: "question", again: true }],
  context: ["POST", "/v1/context", { body: "question", again: true }],
  check: ["POST", "/v1/check", { body: "text", again: true }],
  suggestions: ["POST", "/v1/suggestions", { body: "question", again: true }],
  complete: ["GET", "/v1/suggest", { first: "q" }],
  articles: ["GET", "/v1/articles", { items: "articles" }],
  article: ["GET", "/v1/articles/{id}"],
  quotesIn: ["GET", "/v1/articles/{id}/quotes"],
  versions: ["GET", "/v1/versions/{id}"],
  embargoed: ["GET", "/v1/embargoed", { items: "articles" }],
  add: ["POST", "/v1/articles", { body: "" }],
  addMany: ["POST", "/v1/articles", { body: "" }],
  upload: ["POST", "/v1/articles", { body: "files" }],
  replace: ["PUT", "/v1/articles/{id}", { body: "" }],
  delete: ["DELETE", "/v1/articles/{id}"],
  restore: ["POST", "/v1/restore", { body: "" }],
  fetch: ["POST", "/v1/fetch", { body: "url" }],
  job: ["GET", "/v1/jobs/{id}"],
  jobDocuments: ["GET", "/v1/jobs/{id}", { items: "documents" }],
  cancel: ["DELETE", "/v1/jobs/{id}"],
  people: ["GET", "/v1/people", { items: "people" }],
  quotesBy: ["GET", "/v1/people/{id}/quotes"],
  collections: ["GET", "/v1/collections"],
  collection: ["GET", "/v1/collections/{name}"],
  createCollection: ["PUT", "/v1/collections/{name}"],
  dropCollection: ["DELETE", "/v1/collections/{name}"],
  reembed: ["POST", "/v1/collections/{name}/reembed"],
  begin: ["POST", "/v1/conversations", { body: "collection" }],
  conversations: ["GET", "/v1/conversations", { first: "id" }],
  conversation: ["GET", "/v1/conversations/{id}"],
  turns: ["GET", "/v1/conversations/{id}", { items: "turns" }],
  export: ["GET", "/v1/conversations/{id}/export"],
  end: ["DELETE", "/v1/conversations/{id}"],
  sendFeedback: ["POST", "/v1/feedback", { body: "" }],
  feedback: ["GET", "/v1/feedback", { items: "feedback" }],
  makeToken: ["POST", "/v1/tokens", { body: "origin" }],
};

/** The service refused the request: `problem` says why (RFC 9457). */
export class ProblemError extends Error {
  constructor(problem, retryAfterSeconds = null) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = "ProblemError";
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class Dateline {
  #base;
  #options;

  /** The address is by default that of the server from which this module came. */
  constructor(address = new URL("/", import.meta.url).href, options = {}) {
    this.#base = address.endsWith("/") ? address : `${address}/`;
    this.#options = { tries: 4, timeoutMilliseconds: 60_000, headers: {}, ...options };
  }

  static {
    for (const [name, [method, path, { items, ...how } = {}]] of Object.entries(CALLS)) {
      this.prototype[name] = function (...given) {
        const request = prepared(method, path, how, given);
        return items ? this.#each(request, items) : this.#send(request);
      };
    }
  }

  /** What is told while a question is answered; to leave the loop is to close the connection. */
  async *stream(asked, options) {
    const request = prepared("POST", "/v1/ask", { body: "question", again: true }, [asked, options]);
    const told = { id: "", passed: [], repeated: [] };
    for (let number = 1; ; number += 1) {
      const headers = { Accept: "text/event-stream", ...(told.id && { "Last-Event-ID": told.id }) };
      const line = this.#open(request, headers);
      let lost = new TypeError("the stream ended before the answer");
      try {
        const response = await line.response;
        if (!response.ok) throw refusal(response, await response.text());
        for await (const one of blocks(response.body, line.alive)) {
          request.signal?.throwIfAborted(); // Much may have come at once.
          for (const { event, data } of news(told, one).map(restarting)) {
            if (event === "problem") throw new ProblemError(data);
            if (EVENTS.includes(event) || event === "restarted") yield { event, data };
            if (event === "done") return;
          }
        }
      } catch (error) {
        lost = error;
      } finally {
        line.close();
      }
      // Of a turn, events that are not kept are never told again: the service refuses.
      await this.#wait(lost, number, request.again || told.id !== "", request.signal);
    }
  }

  async *#each(request, items) {
    for (let after; after !== null; ) {
      const page = await this.#send(request, after === undefined ? {} : { after });
      yield* page[items];
      after = page.next ?? null;
    }
  }

  async #send(request, more = {}) {
    for (let number = 1; ; number += 1) {
      const line = this.#open({ ...request, params: { ...request.params, ...more } });
      try {
        const response = await line.response;
        const text = await response.text();
        if (!response.ok) throw refusal(response, text);
        const isJson = /^application\/json\b/.test(response.headers.get("Content-Type"));
        return isJson ? JSON.parse(text) : text || undefined;
      } catch (error) {
        await this.#wait(error, number, request.again, request.signal);
      } finally {
        line.close();
      }
    }
  }

  /** A connection, which is given up when nothing comes for too long. */
  #open({ method, path, params, body, signal }, more = {}) {
    const left = new AbortController();
    const leave = () => left.abort(signal.reason);
    if (signal?.aborted) leave();
    signal?.addEventListener("abort", leave, { once: true });
    const slow = new DOMException("no reply in time", "TimeoutError");
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => left.abort(slow), this.#options.timeoutMilliseconds);
    };
    alive();
    const close = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
      left.abort();
    };
    const isText = typeof body === "string";
    const json = isText ? { "Content-Type": "application/json" } : {};
    const headers = { ...this.#options.headers, ...json, ...more };
    const address = new URL(path.slice(1) + query(params), this.#base);
    return { response: fetch(address, { method, headers, body, signal: left.signal }), alive, close };
  }

  /** Until a request may be sent again; what went wrong is thrown if it may not. */
  async #wait(error, number, isSafe, signal) {
    const asked = error.retryAfterSeconds ?? 0;
    // For want of a connection, fetch throws a TypeError.
    const isPassing =
      error instanceof TypeError ||
      (RETRIED.includes(error.problem?.status) && asked <= LONGEST_WAIT_SECONDS);
    if (!isSafe || !isPassing || number >= this.#options.tries || signal?.aborted) throw error;
    await pause(Math.max(backoff(number), asked), signal);
  }
}

/** A request, made of the arguments of a method. */
function prepared(method, path, { first, body: field, again }, given) {
  const rest = [...given];
  const filled = path.replace(/\{\w+\}/, () => encodeURIComponent(rest.shift()));
  const named = first === undefined ? {} : { [first]: rest.shift() };
  const value = field === undefined ? undefined : asBody(rest.shift() ?? {}, field);
  const { signal, ...params } = rest.shift() ?? {};
  const isTurn = [value, ...(value?.questions ?? [])].some((one) => one?.conversation_id != null);
  const body = value instanceof FormData ? value : JSON.stringify(value);
  const isSafe = method === "GET" || (again === true && !isTurn);
  return { method, path: filled, params: { ...named, ...params }, body, signal, again: isSafe };
}

function asBody(value, field) {
  if (field === "files") return form(value);
  if (field === "questions") return { questions: value.map((one) => asBody(one, "question")) };
  return typeof value === "string" ? { [field]: value } : value;
}

function form(files) {
  const made = new FormData();
  for (const file of files) made.append("files", file, file.name);
  return made;
}

function query(params) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) if (one != null) given.append(name, one);
  }
  return String(given) && `?${given}`;
}

/** What is new in an event, after what came over earlier connections. */
function news(told, one) {
  const stream = (id) => id.slice(0, id.lastIndexOf("."));
  const read = ({ event, data }) => ({ event, data: JSON.parse(data) });
  if (stream(one.id) !== stream(told.id)) {
    told.repeated = [...told.passed, ...told.repeated];
    told.passed = [];
  }
  told.id = one.id;
  told.passed.push(one);
  if (!told.repeated.length) return [read(one)];
  const before = told.repeated.shift();
  if (before.event === one.event && before.data === one.data) return [];
  told.repeated = [];
  return [{ event: "restarted", data: null }, ...told.passed.map(read)];
}

/** What was told ahead and is replaced is void, as if the stream had begun again. */
function restarting(told) {
  return told.data?.replaces ? { event: "restarted", data: null } : told;
}

function refusal(response, text) {
  const { status } = response;
  const none = { type: "about:blank", title: `Status ${status}`, status, detail: "no problem told" };
  const problem = { ...none };
  try {
    Object.assign(problem, JSON.parse(text));
  } catch {
    // Of something between: its text is a page of its own.
  }
  return new ProblemError(problem, waitSeconds(response.headers.get("Retry-After") ?? ""));
}

/** `Retry-After` comes as seconds or as a date. */
function waitSeconds(header) {
  if (/^\d+$/.test(header)) return Number(header);
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, (until - Date.now()) / 1000);
}

// With chance in it: those who were refused together must not come back together.
function backoff(number) {
  return (0.5 + Math.random() / 2) * FIRST_WAIT_SECONDS * 2 ** (number - 1);
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
