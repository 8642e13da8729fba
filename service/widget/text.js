/**
 * Offsets. The service counts code points, as Python does; a JavaScript string counts UTF-16 code
 * units, so an emoji before a passage moves it by one. Everything that cuts text goes through here.
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
 * A quote cut into what is before the highlight, the highlight, and what is after it.
 * The highlight carries its own words, so its offsets (into the article, or into the quote) are
 * believed only where those words stand; failing that, nothing is highlighted.
 * @param {string} quote
 * @param {{start: number, end: number, text: string} | null} highlight
 * @param {number} quoteStart where the quote begins in its article, in code points
 * @returns {[string, string, string]}
 */
export function cutAtHighlight(quote, highlight, quoteStart) {
  if (highlight?.text) {
    for (const base of [quoteStart, 0]) {
      const at = positions(quote, [highlight.start - base, highlight.end - base]);
      const start = at.get(highlight.start - base);
      const end = at.get(highlight.end - base);
      if (quote.slice(start, end) === highlight.text) {
        return [quote.slice(0, start), highlight.text, quote.slice(end)];
      }
    }
  }
  return [quote, "", ""];
}

/**
 * Positions just behind each paragraph of a text, the last being the text's end.
 * Blank lines part paragraphs; in a text that has none, every line is a paragraph.
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
