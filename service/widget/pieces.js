/** An article's text cut into pieces, each wholly inside or outside every mark and the passage. */

import { paragraphEnds, positions } from "/widget/text.js";

/**
 * @typedef {{text: string, kind: string | null, opens: boolean, quoted: boolean,
 *   said: number | null, begins: boolean}} Piece
 *   `kind` says why it is not body text; `opens` is true for the first piece of its mark; `quoted` says
 *   that it belongs to the passage; `said` is the number of who said it, `begins` is true for the
 *   first piece of these words
 */

/**
 * Every character of the text, in order, paragraph by paragraph.
 * @param {string} text
 * @param {[number, number, string][]} marks start, end (code points) and kind; they may overlap
 * @param {[number, number] | null} passage start and end in code points
 * @param {[number, number, number][]} quotes start, end (code points) and the speaker's number
 * @returns {Piece[][]}
 */
export function paragraphs(text, marks, passage, quotes = []) {
  const spans = inUnits(text, marks, passage, quotes);
  const ends = paragraphEnds(text);
  const bounds = spans.flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, ...bounds, ...ends])].sort((a, b) => a - b);
  return gather(cutUp(text, cuts, spans), ends);
}

/** Marks, quotations, then the passage. Of overlapping marks, the earlier one wins. */
function inUnits(text, marks, passage, quotes) {
  const sorted = [...marks].sort((a, b) => a[0] - b[0]);
  const bounds = [...marks, ...quotes, passage ?? []].flatMap(([start, end]) => [start ?? 0, end ?? 0]);
  const at = positions(text, bounds);
  let free = 0;
  const spans = sorted.map(([start, end, kind]) => {
    const from = Math.max(free, at.get(start));
    free = Math.max(free, at.get(end));
    return { start: from, end: free, kind };
  });
  for (const [start, end, said] of quotes) spans.push({ start: at.get(start), end: at.get(end), said });
  if (passage) spans.push({ start: at.get(passage[0]), end: at.get(passage[1]), kind: null });
  return spans;
}

function cutUp(text, cuts, spans) {
  const marks = spans.filter((span) => span.kind);
  const quote = spans.find((span) => span.kind === null);
  const spoken = spans.filter((span) => span.said !== undefined);
  let next = 0;
  return cuts.slice(0, -1).map((start, index) => {
    while (next < marks.length && marks[next].end <= start) next += 1;
    const mark = marks[next]?.start <= start ? marks[next] : null;
    const quoted = Boolean(quote && quote.start <= start && start < quote.end);
    const words = text.slice(start, cuts[index + 1]);
    const own = spoken.find((span) => span.start <= start && start < span.end);
    const marked = { kind: mark?.kind ?? null, opens: mark?.start === start };
    const said = { said: own?.said ?? null, begins: own?.start === start };
    return { text: words, start, quoted, ...marked, ...said };
  });
}

function gather(pieces, ends) {
  const found = ends.map(() => []);
  let paragraph = 0;
  for (const piece of pieces) {
    while (piece.start >= ends[paragraph]) paragraph += 1;
    found[paragraph].push(piece);
  }
  return found;
}
