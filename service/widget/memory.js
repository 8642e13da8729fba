/**
 * What a tab remembers of its conversation, so that it is still there after a visit to an article.
 * It lives in sessionStorage: on this machine, in this tab, gone when the tab is closed.
 */

const PREFIX = "dateline.conversation:";
const MOST_TURNS = 20;
const NOTHING = { conversationId: null, turns: [] };

/**
 * @param {string} name of the conversation
 * @returns {{conversationId: string | null, turns: {number: number, question: string, reply: object}[]}}
 */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name)) ?? NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Keep the latest turns; keep none if storage is forbidden or full. */
export function remember(name, conversationId, turns) {
  const latest = turns.slice(-MOST_TURNS);
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify({ conversationId, turns: latest }));
  } catch {
    forget(name);
  }
}

export function forget(name) {
  try {
    sessionStorage.removeItem(PREFIX + name);
  } catch {
    /* forbidden storage holds nothing */
  }
}
