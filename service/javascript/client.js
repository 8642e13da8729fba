/**
 * Dateline from JavaScript, without dependencies; types are in client.d.ts.
 *
 *     import { Dateline } from "/client.js";
 *     const answer = await new Dateline().ask("When did the new bridge open?");
 *
 * What the service refuses is a `ProblemError`. What may safely be sent again is, after 429, 503 and
 * lost connections.
 */

const RETRIED = [429, 503];
const FIRST_WAIT_SECONDS = 0.5;
const LONGEST_WAIT_SECONDS = 30;

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

  ask(asked, options) {
    const body = asQuestion(asked);
    return this.#post("/v1/ask", body, options, body.conversation_id == null);
  }

  search(wanted, options) {
    return this.#post("/v1/search", asQuestion(wanted), options);
  }

  context(wanted, options) {
    return this.#post("/v1/context", asQuestion(wanted), options);
  }

  async suggestions(wanted = {}, options) {
    return (await this.#post("/v1/suggestions", wanted, options)).suggestions;
  }

  async complete(typed, params = {}, options) {
    return (await this.#get("/v1/suggest", { q: typed, ...params }, options)).completions;
  }

  article(id, params = {}, options) {
    return this.#get(`/v1/articles/${encodeURIComponent(id)}`, params, options);
  }

  quotesIn(id, params = {}, options) {
    return this.#get(`/v1/articles/${encodeURIComponent(id)}/quotes`, params, options);
  }

  quotesBy(person, params = {}, options) {
    return this.#get(`/v1/people/${encodeURIComponent(person)}/quotes`, params, options);
  }

  articles(params = {}, options) {
    return this.#each("/v1/articles", params, options, (page) => page.articles);
  }

  people(params = {}, options) {
    return this.#each("/v1/people", params, options, (page) => page.people);
  }

  collections(options) {
    return this.#get("/v1/collections", {}, options);
  }

  async *#each(path, params, options, items) {
    let page = await this.#get(path, params, options);
    yield* items(page);
    while (page.next !== null) {
      page = await this.#get(path, { ...params, after: page.next }, options);
      yield* items(page);
    }
  }

  #get(path, params, options) {
    return this.#send(path + query(params), { method: "GET" }, options, true);
  }

  #post(path, body, options, isSafe = true) {
    const headers = { "Content-Type": "application/json" };
    return this.#send(path, { method: "POST", headers, body: JSON.stringify(body) }, options, isSafe);
  }

  async #send(path, request, { signal } = {}, isSafe) {
    for (let number = 1; ; number += 1) {
      const isLast = !isSafe || number >= this.#options.tries;
      let wait = backoff(number);
      try {
        const response = await this.#fetch(path, request, signal);
        if (response.ok) return await response.json();
        const error = await refusal(response);
        const asked = error.retryAfterSeconds ?? 0;
        const isFinal = !RETRIED.includes(response.status) || asked > LONGEST_WAIT_SECONDS;
        if (isLast || isFinal) throw error;
        wait = Math.max(wait, asked);
      } catch (error) {
        // For want of a connection, fetch throws a TypeError.
        if (isLast || signal?.aborted || !(error instanceof TypeError)) throw error;
      }
      await pause(wait, signal);
    }
  }

  async #fetch(path, request, signal) {
    const left = new AbortController();
    const leave = () => left.abort(signal.reason);
    if (signal?.aborted) leave();
    signal?.addEventListener("abort", leave, { once: true });
    const slow = new DOMException("no reply in time", "TimeoutError");
    const timer = setTimeout(() => left.abort(slow), this.#options.timeoutMilliseconds);
    const headers = { ...this.#options.headers, ...request.headers };
    try {
      const address = new URL(path.slice(1), this.#base);
      const response = await fetch(address, { ...request, headers, signal: left.signal });
      // Within the time as well: a body may stand still.
      return new Response(await response.arrayBuffer(), response);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
    }
  }
}

function asQuestion(asked) {
  return typeof asked === "string" ? { question: asked } : asked;
}

function query(params) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) if (one != null) given.append(name, one);
  }
  return String(given) && `?${given}`;
}

async function refusal(response) {
  const { status } = response;
  const none = { type: "about:blank", title: `Status ${status}`, status, detail: "no problem told" };
  const problem = await response.json().catch(() => none);
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
