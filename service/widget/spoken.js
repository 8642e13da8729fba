/** What a screen reader reads out once a reply is there: one sentence, once. */

import { dateInWords } from "/widget/dates.js";
import { say, sayCount } from "/widget/strings.js";
import { faultOf } from "/widget/turn.js";

/** How many answers there are, and the first; or why there is none. */
export function spokenReply({ status, label, text, answers, citations }) {
  if (!answers.length) return text;
  const opening = status === "uncertain" ? label : sayCount("page_answers", answers.length);
  const [first] = answers;
  const cited = citations.find(({ number }) => first.citations.includes(number));
  const date = cited?.published && dateInWords(cited.published);
  const where = [first.speaker?.name, cited?.source, date].filter(Boolean).join(", ");
  return [opening, first.quote, where].filter(Boolean).join(" – ");
}

/** What went wrong. */
export function spokenFault(error) {
  return [faultOf(error), error.detail].filter(Boolean).join(" ");
}
