/** A page's words: the English ones it carries, then those of the service's language. */

import { learnWords, readWords, translate } from "/widget/strings.js";

const RIGHT_TO_LEFT = ["ar", "ckb", "dv", "fa", "he", "ps", "ur", "yi"];

/**
 * @param {() => Promise<object>} ask for GET /v1/page
 * @returns {Promise<object | null>} what the service says about itself; null if it does not answer,
 *   and the page stays English
 */
export async function learnPage(ask) {
  readWords(document.getElementById("words"));
  try {
    const about = await ask();
    learnWords(about.language, about.strings);
    speak(about.language);
    return about;
  } catch {
    return null;
  }
}

function speak(language) {
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(language.split("-")[0]) ? "rtl" : "ltr";
  translate(document);
}
