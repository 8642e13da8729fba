/** Words in the reader's language: the few first ones, then all that the service has. */

import { Api } from "/widget/api.js";
import { button, element } from "/widget/dom.js";
import { learnFirstWords, learnWords, say } from "/widget/strings.js";

/**
 * @param {import("/widget/api.js").Api} api learns in which language to ask for sentences
 * @param {string | null} language null: what the service makes of the browser's languages
 * @param {Record<string, string>} own words that stand in the place of ours
 * @param {HTMLElement} frame where is said that they are awaited, or cannot be had
 * @returns {Promise<object>} what the service says about itself
 */
export async function learn(api, language, own, frame) {
  learnFirstWords(language ?? navigator.language);
  for (;;) {
    frame.replaceChildren(element("p", { class: "loading" }, say("page_loading")));
    try {
      const about = await api.get("/v1/page", { language });
      learnWords(about.language, { ...about.strings, ...own });
      api.language = about.answer_language;
      return about;
    } catch (error) {
      await new Promise((retry) => frame.replaceChildren(way(error, api, retry)));
    }
  }
}

/** What can be done about it: enter a key, or try again. */
function way(error, api, retry) {
  if (error.kind === "locked" && Api.unlock) return Api.unlock(api, retry);
  const words = error.detail || say("page_error_offline");
  const again = button({ class: "action" }, retry, say("page_retry"));
  return element("div", { class: "error", role: "alert" }, element("p", {}, words), again);
}
