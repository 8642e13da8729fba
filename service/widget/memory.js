/**
 * What a tab remembers of its conversation, so that it is still there after a visit to an article.
 * It lives in sessionStorage: on this machine, in this tab, gone when the tab is closed.
 */

const PREFIX = "dateline.conversation:";
const MOST_TURNS = 20;
const NOTHING = { conversationId: null, turns: [] };

/**
 * @param {string | null} collection each has a conversation of its own
 * @returns {{conversationId: string | null, turns: {number: number, question: string, reply: object}[]}}
 */
export function recall(collection) {
  try {
    return JSON.parse(sessionStorage.getItem(key(collection))) ?? NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Keep the latest turns; keep none if storage is forbidden or full. */
export function remember(collection, conversationId, turns) {
  const latest = turns.slice(-MOST_TURNS);
  try {
    sessionStorage.setItem(key(collection), JSON.stringify({ conversationId, turns: latest }));
  } catch {
    forget(collection);
  }
}

export function forget(collection) {
  try {
    sessionStorage.removeItem(key(collection));
  } catch {
    /* forbidden storage holds nothing */
  }
}

function key(collection) {
  return PREFIX + (collection ?? "");
}
