/** The page at `/`: connects the ask box, the examples and the conversation. */

import "/widget/ask.js";
import { complete, page } from "/widget/api.js";
import { Conversation } from "/widget/conversation.js";
import { button, element } from "/widget/dom.js";
import { learnPage } from "/widget/learn.js";
import { sayCount, say } from "/widget/strings.js";
import { starters } from "/widget/suggestions.js";

const LOOK_AGAIN_MILLISECONDS = 1000;
const box = document.querySelector("dateline-ask");
const log = document.getElementById("log");
const anew = document.getElementById("anew");
const own = document.getElementById("own");
const only = document.getElementById("only");
const collection = new URLSearchParams(location.search).get("collection");
const conversation = new Conversation(log, box, collection);

function showExamples(questions) {
  const items = questions.map((question) => element("li", {}, exampleButton(question)));
  document.querySelector("#examples ul").replaceChildren(...items);
  document.getElementById("examples").hidden = !questions.length;
}

function exampleButton(question) {
  return button({ class: "example", dir: "auto" }, () => askOnce(question), question);
}

function showCount(articles) {
  const words = articles ? sayCount("page_articles", articles) : say("page_empty");
  document.getElementById("count").textContent = articles === null ? say("page_starting") : words;
}

/** A service that is starting has not counted its articles yet: ask again. */
async function keepCount(articles) {
  showCount(articles);
  while (articles === null) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
    articles = await page(collection).then((now) => now.articles, () => null);
  }
  showCount(articles);
}

function askOnce(question, spelling) {
  conversation.ask(question, spelling);
  box.focus({ preventScroll: true });
}

function startAnew() {
  conversation.clear();
  limitTo(null);
}

async function deleteAll() {
  await conversation.remove();
  limitTo(null);
}

function showPlace({ detail: { count } }) {
  document.body.classList.toggle("talking", count > 0);
  anew.hidden = own.hidden = count === 0;
}

/** From now on, ask only for this person's words, or for everyone's if there is no name. */
function limitTo(name) {
  conversation.speaker = name;
  only.hidden = !name;
  only.querySelector("span").textContent = name ? say("page_only", { person: name }) : "";
  box.focus();
}

log.addEventListener("ask", ({ detail }) => askOnce(detail.question, detail.spelling));
log.addEventListener("edit", (event) => box.edit(event.detail.question));
log.addEventListener("speaker", (event) => limitTo(event.detail.name));
only.querySelector("button").addEventListener("click", () => limitTo(null));
box.addEventListener("ask", (event) => askOnce(event.detail.question));
anew.addEventListener("click", startAnew);
own.querySelector("button").addEventListener("click", deleteAll);
log.addEventListener("turns", showPlace);
addEventListener("popstate", (event) => conversation.follow(event.state));

box.complete = (typed, signal) => complete(typed, collection, signal);
const about = await learnPage(() => page(collection));
await conversation.restore();
if (about) {
  keepCount(about.articles).then(() => starters(collection)).then(showExamples);
}
conversation.follow(history.state);
