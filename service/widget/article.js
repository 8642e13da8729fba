/**
 * <dateline-article>: the text of one article version, character for character.
 *
 * Its `textContent` equals the article's text. What is not body text is dimmed; its label
 * comes from the style sheet and so is not part of the text. The passage is in <mark> elements, the
 * first with id="passage".
 *
 * Properties
 *   article  the reply of GET /v1/articles/{id}
 *   passage  [start, end] in code points, or null; set it before `article`
 *   quotes   [start, end, number of the speaker] of every quotation, in code points; redraws
 * Methods
 *   showPassage()  scrolls to the passage and focuses it; false if there is none
 */

import { element, show } from "/widget/dom.js";
import { paragraphs } from "/widget/pieces.js";
import { say } from "/widget/strings.js";

const STRETCH_PARAGRAPHS = 50;
const TALL = 0.7;
const LOOKS = 6;

/** The class for words of the speaker with that number. */
export function speakerLook(number) {
  return `said said-${number % LOOKS}`;
}

export class DatelineArticle extends HTMLElement {
  passage = null;
  #article = null;
  #quotes = [];

  get quotes() {
    return this.#quotes;
  }

  set quotes(quotes) {
    this.#quotes = quotes;
    if (this.#article) this.#draw();
  }

  get article() {
    return this.#article;
  }

  set article(article) {
    this.#article = article;
    this.#draw();
  }

  #draw() {
    const { text, marks } = this.#article;
    const drawn = paragraphs(text, marks ?? [], this.passage, this.#quotes).map(paragraph);
    this.replaceChildren(...stretches(drawn));
    this.querySelector("mark")?.setAttribute("id", "passage");
    this.querySelector("mark")?.setAttribute("tabindex", "-1");
  }

  showPassage() {
    const passage = this.querySelector("mark");
    if (!passage) return false;
    const tall = passage.getBoundingClientRect().height > innerHeight * TALL;
    show(passage, tall ? "start" : "center");
    passage.focus({ preventScroll: true });
    return true;
  }
}

customElements.define("dateline-article", DatelineArticle);

/** Long articles are laid out a stretch at a time, as the reader comes near. */
function stretches(drawn) {
  const made = [];
  for (let first = 0; first < drawn.length; first += STRETCH_PARAGRAPHS) {
    const some = drawn.slice(first, first + STRETCH_PARAGRAPHS);
    made.push(element("div", { class: "stretch" }, ...some));
  }
  return made;
}

function paragraph(pieces) {
  const aside = pieces.every((piece) => piece.kind || !piece.text.trim());
  const drawn = pieces.map((piece, index) => drawPiece(piece, index === pieces.length - 1));
  return element("p", { dir: "auto", class: aside ? "aside" : null }, ...drawn);
}

function drawPiece({ text, kind, opens, quoted, said, begins }, last) {
  const words = last ? withGap(text) : [text];
  const spoken = said === null ? words : [spokenWords(words, said, begins)];
  const marked = quoted ? [element("mark", {}, ...spoken)] : spoken;
  if (!kind) return fragment(marked);
  const label = opens ? say(`page_kind_${kind}`) : null;
  return element("span", { class: "not-body", "data-label": label }, ...marked);
}

/** Words of a speaker, numbered by the style sheet: nothing depends on colour alone. */
function spokenWords(words, said, begins) {
  return element("span", { class: speakerLook(said), "data-speaker": begins ? said || "?" : null }, ...words);
}

/** The line breaks between two paragraphs stay in the text, but take up no space. */
function withGap(text) {
  const words = text.trimEnd();
  return [words, element("span", { class: "gap" }, text.slice(words.length))];
}

function fragment(children) {
  const made = document.createDocumentFragment();
  made.append(...children);
  return made;
}
