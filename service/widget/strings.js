/**
 * Words, by name: those of the reader's language come with GET /v1/page (`strings`, from prompts/),
 * and a page may put its own in their place. Scripts contain none but the few that are needed before
 * those have come, or if they never do.
 */

import first from "/widget/first.json" with { type: "json" };

const RIGHT_TO_LEFT = ["ar", "ckb", "dv", "fa", "he", "ps", "ur", "yi"];
const known = new Map();
let language = "en";

/** The direction in which it is written. */
export function direction() {
  return RIGHT_TO_LEFT.includes(language.split("-")[0]) ? "rtl" : "ltr";
}

/** Take the few first words of a language, if they are there: the button of other pages brings them. */
export function learnFirstWords(wanted) {
  const tag = [wanted, wanted.split("-")[0], "en"].find((one) => one in first);
  if (tag) learnWords(tag, first[tag]);
}

/**
 * Take the words of the reader's language.
 * @param {string} newLanguage a BCP 47 tag
 * @param {Record<string, string>} strings
 */
export function learnWords(newLanguage, strings) {
  language = newLanguage;
  for (const [name, words] of Object.entries(strings)) known.set(name, words);
}

/**
 * The words of that name, with `{values}` filled in; the name itself if there are none.
 * @param {string} name
 * @param {Record<string, string | number>} values
 */
export function say(name, values = {}) {
  const words = known.get(name) ?? name;
  return words.replace(/\{(\w+)\}/g, (hole, key) => String(values[key] ?? hole));
}

/** Like `say`, in the form the language uses for that count: `name_one`, `name_other`, ... */
export function sayCount(name, count) {
  const form = `${name}_${new Intl.PluralRules(language).select(count)}`;
  return say(known.has(form) ? form : `${name}_other`, { count: inGroups(String(count)) });
}

/**
 * "1,234,567". The first use of `Intl.NumberFormat`, or `DateTimeFormat`, takes slow processors
 * longer than readers should wait: numbers and dates are written with words from prompts/.
 */
function inGroups(digits) {
  const before = digits.slice(0, -3);
  return before ? say("page_thousands", { before: inGroups(before), after: digits.slice(-3) }) : digits;
}

/** Put the words into a page's own elements: text, `aria-label` and `content`. */
export function translate(root) {
  fill(root, "data-say", (element, words) => (element.textContent = words));
  fill(root, "data-say-label", (element, words) => element.setAttribute("aria-label", words));
  fill(root, "data-say-content", (element, words) => element.setAttribute("content", words));
}

function fill(root, attribute, put) {
  for (const element of root.querySelectorAll(`[${attribute}]`)) {
    const name = element.getAttribute(attribute);
    if (known.has(name)) put(element, known.get(name));
  }
}
