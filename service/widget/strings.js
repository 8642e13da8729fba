/**
 * Words, by name: English ones come with the HTML, those of the reader's language with GET /v1/page
 * (`strings`, from prompts/). Scripts contain none.
 */

const known = new Map();
let language = "en";

/** The reader's language, for dates and numbers. */
export function currentLanguage() {
  return language;
}

/** Take the words that a page carries in its `<template id="words">`. */
export function readWords(template) {
  for (const word of template.content.querySelectorAll("[data-say]")) {
    known.set(word.dataset.say, word.textContent);
  }
}

/**
 * Take the words of the reader's language; missing ones stay English.
 * @param {string} newLanguage a BCP 47 tag
 * @param {Record<string, string>} strings
 */
export function learnWords(newLanguage, strings) {
  language = Intl.DateTimeFormat.supportedLocalesOf(newLanguage)[0] ?? "en";
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
  const shown = new Intl.NumberFormat(language).format(count);
  return say(known.has(form) ? form : `${name}_other`, { count: shown });
}

/** Put the words into a page's own elements: text, `aria-label`, `placeholder` and `content`. */
export function translate(root) {
  fill(root, "data-say", (element, words) => (element.textContent = words));
  fill(root, "data-say-label", (element, words) => element.setAttribute("aria-label", words));
  fill(root, "data-say-hint", (element, words) => element.setAttribute("placeholder", words));
  fill(root, "data-say-content", (element, words) => element.setAttribute("content", words));
}

function fill(root, attribute, put) {
  for (const element of root.querySelectorAll(`[${attribute}]`)) {
    const name = element.getAttribute(attribute);
    if (known.has(name)) put(element, known.get(name));
  }
}
