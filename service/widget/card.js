/**
 * One reply of POST /v1/ask as quote cards: drawn as text nodes only, without inline styles.
 *
 * Events (they bubble)
 *   ask      the reader chose another question; `event.detail.question`, further fields of the request,
 *            and `event.detail.filters` that are added
 *   edit     the reader wants to change the question that was searched; `event.detail.question`
 *   limit    the reader wants only some articles; `event.detail` is part of the `filters`
 */

import { dateInWords, withWholeDates } from "/widget/dates.js";
import { button, element, folded, ownLink, tell } from "/widget/dom.js";
import { formBody, isForm } from "/widget/forms.js";
import { icon, meter } from "/widget/icons.js";
import { openSource, plainSource, sources } from "/widget/source.js";
import { say, sayCount } from "/widget/strings.js";
import { cutAtHighlights, cutAtWords } from "/widget/text.js";
import { understood } from "/widget/understood.js";

const MOST_ANSWERS = 3;
const LONGEST_FACT = 40;
const MATCHES = {
  strong: "page_confidence_high",
  likely: "page_confidence_medium",
  weak: "page_confidence_low",
  maybe: "page_confidence_none",
};

/**
 * @param {object} reply as the service sent it, or the part of it that has come
 * @param {string} question as the reader typed it
 */
export function drawAnswer(reply, question = "") {
  const drawn = [...understood(reply, question), period(reply), ...body(reply)];
  return element("div", { class: "answer" }, ...drawn);
}

function body(reply) {
  const isParted = isForm(reply) || reply.sides?.length > 0;
  if (!isParted && !reply.answers.length) return noAnswer(reply);
  if (!isParted && reply.status === "uncertain") return maybe(reply);
  const answers = isParted ? reply.answers : reply.answers.slice(0, MOST_ANSWERS);
  const draw = (answer, index) => {
    const label = say("page_answer_of", { number: index + 1, count: answers.length });
    return said(answer, cited(answer, reply.citations), label, isForm(reply));
  };
  const drawn = answers.map(draw);
  const alone = (index) => card([drawn[index]], cited(answers[index], reply.citations));
  const cards = isParted ? formBody(reply, alone) : [fact(reply), ...together(reply, answers, drawn)];
  return [disagreement(reply), ...cards, choices(reply, "page_choices_others")];
}

/** The answering words of a short fact, large: those of the first answer, where nothing contradicts it. */
function fact({ answers: [first], disagreement: isDisputed }) {
  const words = first.highlight?.text;
  if (isDisputed || !words || words.length > LONGEST_FACT || words === first.quote) return null;
  return element("p", { class: "fact", dir: "auto" }, words);
}

/** Quotes of one article that stand one below the other share a card, and its source. */
function together({ citations }, answers, drawn) {
  const runs = [];
  answers.forEach((answer, index) => {
    const own = cited(answer, citations);
    const article = own.length === 1 ? own[0].article_id + own[0].version : null;
    const last = runs.at(-1);
    if (article && last?.article === article) {
      last.said.push(drawn[index]);
      last.citations.push(...own);
    } else runs.push({ article, said: [drawn[index]], citations: [...own] });
  });
  return runs.map((run) => card(run.said, run.citations));
}

/** What may answer, below the sentence that says that it only may; then what a refusal offers. */
function maybe(reply) {
  const why = element("p", { class: "maybe", role: "note", dir: "auto" }, reply.label ?? "");
  const [answer] = reply.answers;
  const citations = cited(answer, reply.citations);
  const drawn = said(answer, citations, say("page_confidence_none"), false);
  const close = reply.nearest?.length ? nearest(reply) : null;
  return [why, card([drawn], citations), choices(reply, titleOfChoices(reply.choices ?? [])), close];
}

function disagreement(reply) {
  if (!reply.disagreement) return null;
  return element("p", { class: "disagreement", role: "note" }, say("page_disagreement"));
}

function cited(answer, citations) {
  return citations.filter((citation) => answer.citations.includes(citation.number));
}

/** What "this week" and the like were taken to mean, and whether any answer is from then. */
function period({ period: days, citations }) {
  if (!days || !citations.length) return null;
  const isThen = ({ published }) =>
    published && days.first <= published.slice(0, 10) && published.slice(0, 10) <= days.last;
  const name = citations.some(isThen) ? "page_period" : "page_period_other";
  const [first, last] = [days.first, days.last].map((day) => dateInWords(day));
  const limits = { published_from: days.first, published_to: days.last };
  const limit = (event) => tell(event.target, "limit", limits);
  const only = button({ class: "action ways" }, limit, say("page_period_only"));
  return element("p", { class: "searched" }, say(name, { first, last }), " ", only);
}

/** One quote or several, and where they stand. */
function card(quotes, citations) {
  return element("div", { class: "card" }, ...quotes, sources(citations));
}

/** A quote with who said it; in a form, without how sure it is. */
function said(answer, citations, label, inForm) {
  const told = answer.verdict === "no" ? "page_no" : "page_yes";
  const yes = answer.verdict ? element("strong", { class: "verdict" }, say(told)) : null;
  const disputed = answer.disagreement
    ? element("strong", { class: "disputed" }, say("page_disputed"))
    : null;
  const sure = inForm ? null : confidence(answer);
  const head = element("header", { class: "head" }, yes, disputed, chip(answer.speaker, inForm), sure);
  return element("article", { "aria-label": label }, head, quoted(answer, citations));
}

/** Who said it, and the word that says so: "Mark Carney, said"; a click limits answers to that person. */
function chip(speaker, inForm) {
  if (!speaker?.name) return inForm ? null : element("span");
  const name = element("b", { dir: "auto" }, speaker.name);
  const cue = speaker.cue && element("i", { dir: "auto" }, speaker.cue);
  const alone = element("span", { class: "unseen" }, `${say("page_speaker")} `);
  const attributes = { class: "chip", title: say("page_only_hint", { person: speaker.name }) };
  const limit = (event) => tell(event.target, "limit", { speaker: speaker.name });
  return button(attributes, limit, icon("speaker"), alone, name, cue && " ", cue);
}

function confidence({ confidence: share, match }) {
  const words = say(MATCHES[match] ?? MATCHES.weak);
  const label = say("page_confidence_of", { percent: Math.round(share * 100) });
  return element("span", { class: "confidence" }, element("span", {}, words), meter(share, label));
}

/** The quote, highlights marked, then [1][2]. */
function quoted(answer, citations) {
  const [first] = citations;
  const pieces = cutAtHighlights(answer.quote, answer.highlights ?? [], first?.start ?? 0);
  const quote = element("span", { class: "quote" }, ...marked(pieces));
  return element("blockquote", { dir: "auto" }, quote, ...citations.map(reference));
}

function marked(pieces) {
  return pieces.map(({ text, marked: isMarked }) => (isMarked ? element("mark", {}, text) : text));
}

/** Opens the source of that number in the same card: later answers have others. */
function reference({ number }) {
  const label = say("page_source_number", { number });
  const open = (event) => openSource(event.target.closest(".card"), number);
  return element("sup", {}, button({ class: "reference", "aria-label": label }, open, `[${number}]`));
}

/** The service's own sentence, and the nearest passages, folded away. */
function noAnswer(reply) {
  const words = element("p", { class: "no-answer", dir: "auto" }, ...withWholeDates(reply.text));
  const title = titleOfChoices(reply.choices ?? []);
  // The sentence asks already which one is meant.
  const offered = choices(reply, title, title === "page_choices_articles");
  return [words, offered, reply.nearest?.length ? nearest(reply) : null];
}

function titleOfChoices(choices) {
  if (choices.some(({ person }) => person)) return "page_choices_people";
  const isAsked = choices.some(({ question }) => question);
  return isAsked ? "page_choices_meanings" : "page_choices_articles";
}

/** Alternatives: people to ask about, or articles to open. */
function choices(reply, title, isTitled = true) {
  if (!reply.choices?.length) return null;
  const items = reply.choices.map((choice) => element("li", {}, choiceItem(choice)));
  const heading = isTitled ? element("h3", {}, say(title)) : null;
  return element("div", { class: "choices" }, heading, element("ul", { "aria-label": say(title) }, ...items));
}

function choiceItem({ name, hint, question, viewer }) {
  const about = hint && element("span", { class: "hint", dir: "auto" }, hint);
  const words = [element("b", { dir: "auto" }, name), about && " ", about];
  if (question) {
    const ask = (event) => tell(event.target, "ask", { question });
    return button({ class: "example" }, ask, ...words);
  }
  const link = ownLink(viewer);
  return link ? element("a", { class: "example", ...link }, ...words) : words[0];
}

function nearest({ nearest: passages, searched }) {
  const note = element("p", { class: "note" }, say("page_nearest_note"));
  const items = passages.map((passage) => element("li", {}, passageCard(passage, searched)));
  const list = element("ol", {}, ...items);
  return folded({ class: "nearest" }, [sayCount("page_nearest", passages.length)], note, list);
}

/** A passage with the words that it shares with the question. */
function passageCard(passage, searched) {
  const words = element("blockquote", { dir: "auto" }, ...marked(cutAtWords(passage.text, searched ?? "")));
  const { about } = passage;
  const label = about && element("strong", { class: "about" }, say("page_about", { person: about }));
  return element("div", { class: "card" }, label, words, plainSource({ ...passage, quote: passage.text }));
}
