/**
 * The window above the button in the corner, with a conversation in it.
 *
 * It is a dialog: the focus moves in, and back to where it was; Escape closes it. In small windows
 * it takes all the room, and what lies behind it is out of reach.
 *
 * Events  dateline-open, dateline-close
 */

import looks from "/widget/panel.css" with { type: "css" };
import "/widget/chat.js";
import { button, element } from "/widget/dom.js";
import { icon } from "/widget/icons.js";
import { learnWords, say } from "/widget/strings.js";

const SMALL = "(max-width: 480px), (max-height: 480px)";
const PASSED = ["collection", "token", "tokenUrl", "language", "heading", "greeting", "starters", "logo", "theme",
  "accent", "paper", "ink", "radius", "size"];

export class Panel {
  #opener;
  #dialog;
  #before = null;

  /**
   * @param {HTMLButtonElement} opener the button, whose shadow root the window shares
   * @param {Record<string, string>} given what the script's `data-` attributes say
   * @param {Record<string, string>} words those that are needed before all have come
   */
  constructor(opener, given, words) {
    learnWords(given.language, words);
    this.#opener = opener;
    this.chat = element("dateline-chat", attributes(given));
    if (given.strings) this.chat.strings = JSON.parse(given.strings);
    const close = button({ class: "close", "aria-label": say("page_close") }, () => this.close(), icon("remove"));
    this.#dialog = element("dialog", { "aria-label": given.heading ?? say("page_launcher") }, close);
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.#dialog.addEventListener("keydown", ({ key }) => key === "Escape" && this.close());
    const root = opener.getRootNode();
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, looks];
    opener.parentElement.append(this.#dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** Open it and put the cursor into its ask box. */
  open() {
    if (!this.isOpen) {
      if (!this.chat.isConnected) this.#dialog.append(this.chat);
      this.#before = document.activeElement;
      if (matchMedia(SMALL).matches) this.#dialog.showModal();
      else this.#dialog.show();
      this.#tell("open");
    }
    return this.chat.focus();
  }

  /** Close it, and put the focus back. */
  close() {
    if (!this.isOpen) return;
    this.#dialog.close();
    const isOurs = this.#opener.hidden || this.#before?.localName === "dateline-ask";
    (isOurs ? this.#before : this.#opener)?.focus();
    this.#tell("close");
  }

  #tell(name) {
    this.#opener.ariaExpanded = String(this.isOpen);
    this.#opener.dispatchEvent(new CustomEvent(`dateline-${name}`, { bubbles: true, composed: true }));
  }
}

function attributes(given) {
  const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.fromEntries(PASSED.map((name) => [dashed(name), given[name]]));
}
