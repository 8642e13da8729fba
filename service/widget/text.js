/**
 * Offsets. The service counts code points, as Python does; a JavaScript string counts UTF-16 code
 * units, so an emoji before a passage moves it by one. All cutting of text happens here.
 */

const LAST_OF_ONE_UNIT = 0xffff;

/**
 * Code-unit positions of code-point offsets, in one walk over the text.
 * Offsets beyond the end mean the end, negative ones the start.
 * @param {string} text
 * @param {number[]} offsets in any order
 * @returns {Map<number, number>} from each offset to its position
 */
export function positions(text, offsets) {
  const found = new Map();
  let unit = 0;
  let point = 0;
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    while (point < offset && unit < text.length) {
      unit += text.codePointAt(unit) > LAST_OF_ONE_UNIT ? 2 : 1;
      point += 1;
    }
    found.set(offset, unit);
  }
  return found;
}

/** `text[start:end]` as Python means it. */
export function slice(text, start, end) {
  const at = positions(text, [start, end]);
  return text.slice(at.get(start), at.get(end));
}

/** How many code points a text has. */
export function length(text) {
  let points = 0;
  for (let unit = 0; unit < text.length; points += 1) {
    unit += text.codePointAt(unit) > LAST_OF_ONE_UNIT ? 2 : 1;
  }
  return points;
}

/**
 * A quote cut at its highlights: pieces that together are the quote.
 * Each highlight carries its own words, so its offsets (into the article, or into the quote) are
 * trusted only if those words are there; otherwise it is left out.
 * @param {string} quote
 * @param {{start: number, end: number, text: string}[]} highlights
 * @param {number} quoteStart where the quote begins in its article, in code points
 * @returns {{text: string, marked: boolean}[]}
 */
export function cutAtHighlights(quote, highlights, quoteStart) {
  const pieces = [];
  let done = 0;
  const places = highlights.map((highlight) => placeOf(quote, highlight, quoteStart));
  for (const [start, end] of places.sort((a, b) => a[0] - b[0])) {
    if (start < done || start === end) continue;
    pieces.push({ text: quote.slice(done, start), marked: false });
    pieces.push({ text: quote.slice(start, end), marked: true });
    done = end;
  }
  pieces.push({ text: quote.slice(done), marked: false });
  return pieces.filter((piece) => piece.text);
}

/** A text cut at the longer words that it shares with another: pieces that together are the text. */
export function cutAtWords(text, other) {
  const words = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]{3,}/gu;
  const shared = new Set((other.toLowerCase().match(words) ?? []));
  const pieces = [];
  let done = 0;
  for (const { 0: word, index } of text.matchAll(words)) {
    if (!shared.has(word.toLowerCase())) continue;
    pieces.push({ text: text.slice(done, index), marked: false }, { text: word, marked: true });
    done = index + word.length;
  }
  return [...pieces, { text: text.slice(done), marked: false }].filter((piece) => piece.text);
}

/** Start and end of a highlight in the quote, in code units; 0 and 0 if it is not there. */
function placeOf(quote, highlight, quoteStart) {
  for (const base of [quoteStart, 0]) {
    const offsets = [highlight.start - base, highlight.end - base];
    const at = positions(quote, offsets);
    const [start, end] = offsets.map((offset) => at.get(offset));
    if (highlight.text && quote.slice(start, end) === highlight.text) return [start, end];
  }
  return [0, 0];
}

/**
 * Positions just behind each paragraph of a text, the last being the text's end.
 * Blank lines separate paragraphs; in a text without any, every line is a paragraph.
 * @param {string} text
 * @returns {number[]}
 */
export function paragraphEnds(text) {
  const blank = /\n[^\S\n]*\n\s*/g;
  const parting = blank.test(text) ? blank : /\n+/g;
  parting.lastIndex = 0;
  const ends = [];
  for (const match of text.matchAll(parting)) ends.push(match.index + match[0].length);
  if (ends.at(-1) !== text.length) ends.push(text.length);
  return ends;
}
