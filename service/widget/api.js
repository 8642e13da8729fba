/** The service over HTTP: its reply, or an error of one kind that says what went wrong. */

const TIMEOUT_MILLISECONDS = 60_000;
const MOST_COMPLETIONS = 6;

/** Why there is no reply. */
export class ApiError extends Error {
  /**
   * @param {"offline" | "slow" | "starting" | "missing" | "limited" | "off" | "refused" | "failed"} kind
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

/**
 * POST /v1/ask.
 * @param {{question: string, conversationId?: string, history?: object[], collection: string | null,
 *   speaker: string | null, language: string, spelling?: boolean}} asked the turns before it are those
 *   of a stored conversation or `history`; `speaker` limits answers to that person's words; without
 *   `spelling`, misspelt words are not corrected
 * @param {AbortSignal} signal aborts the question; the promise then rejects with an AbortError
 */
export function ask(asked, signal) {
  const { question, conversationId, history, collection, speaker, language, spelling } = asked;
  const body = { question, language };
  if (conversationId) body.conversation_id = conversationId;
  if (history?.length) body.history = history;
  if (spelling === false) body.spelling = false;
  if (collection) body.collection = collection;
  if (speaker) body.filters = { speaker };
  return send("/v1/ask", { ...json(body), signal });
}

/** POST /v1/conversations: a stored conversation; kind "off" if the service stores none. */
export function begin(collection, signal) {
  return send("/v1/conversations", { ...json(collection ? { collection } : {}), signal });
}

/**
 * GET /v1/conversations/{id}: the last turns.
 * @returns {Promise<{number: number, question: string, reply: object}[]>}
 */
export async function turnsOf(id, most) {
  const address = `/v1/conversations/${encodeURIComponent(id)}`;
  const first = await send(`${address}${query({ limit: most })}`);
  const after = first.turn_count - most;
  const last = after > 0 ? await send(`${address}${query({ after, limit: most })}`) : first;
  return last.turns.map(({ number, question, answer }) => ({ number, question, reply: answer }));
}

/** DELETE /v1/conversations/{id}. */
export function remove(id) {
  return send(`/v1/conversations/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/** GET /v1/suggest: what a question may become, as far as it is typed. */
export async function complete(typed, collection, signal) {
  const wanted = query({ q: typed, limit: MOST_COMPLETIONS, collection });
  return (await send(`/v1/suggest${wanted}`, { signal })).completions;
}

/**
 * GET /v1/articles/{id}.
 * @param {string} id percent-encoded, as in the URL of the viewer
 * @param {{version: string | null, collection: string | null}} which null: the current version,
 *   and the default collection
 */
export function article(id, which) {
  return send(`/v1/articles/${id}${query(which)}`);
}

/** GET /v1/articles/{id}/quotes: the quotations of the current version. */
export function quotes(id, collection) {
  return send(`/v1/articles/${id}/quotes${query({ collection })}`);
}

/**
 * POST /v1/suggestions: questions that the articles answer.
 * @param {{question?: string, articles?: string[], collection: string | null, language: string}}
 *   wanted without a question, those to begin with
 */
export async function suggestions(wanted) {
  return (await send("/v1/suggestions", json(wanted))).suggestions;
}

/** GET /v1/page: words, and how many articles there are. */
export function page(collection) {
  return send(`/v1/page${query({ collection })}`);
}

function json(body) {
  const headers = { "Content-Type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(body) };
}

function query(values) {
  const given = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  return String(given) && `?${given}`;
}

async function send(path, options = {}) {
  const timeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const signal = options.signal ? either(options.signal, timeout) : timeout;
  try {
    const response = await fetch(path, { ...options, signal, credentials: "same-origin" });
    if (!response.ok) throw await refusal(response);
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    throw translated(error, options.signal);
  }
}

// AbortSignal.any is newer than some browsers that we support.
function either(first, second) {
  const both = new AbortController();
  for (const signal of [first, second]) {
    if (signal.aborted) both.abort(signal.reason);
    signal.addEventListener("abort", () => both.abort(signal.reason), { once: true });
  }
  return both.signal;
}

function translated(error, readersSignal) {
  if (error instanceof ApiError || readersSignal?.aborted) return error;
  if (error.name === "TimeoutError") return new ApiError("slow");
  // Without a connection, fetch throws a TypeError; for half a reply, json() throws a SyntaxError.
  return new ApiError(error instanceof TypeError ? "offline" : "failed");
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const detail = typeof problem.detail === "string" ? problem.detail : "";
  if (String(problem.type).endsWith(":conversations-off")) return new ApiError("off", { detail });
  if (response.status === 404) return new ApiError("missing", { detail });
  if (response.status === 429) {
    return new ApiError("limited", { detail, retryAfterSeconds: waitSeconds(response) });
  }
  if (String(problem.type).endsWith(":not-ready")) return new ApiError("starting");
  return new ApiError(response.status < 500 ? "refused" : "failed", { detail });
}

/** `Retry-After` comes as seconds or as a date. */
function waitSeconds(response) {
  const header = response.headers.get("Retry-After") ?? "";
  if (/^\d+$/.test(header)) return Number(header);
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
