/**
 * /widget.js: a button in the corner of any page, which loads the conversation once a reader means it.
 *
 *     <script src="//HOST/widget.js" data-collection="city" async></script>
 *
 * Attributes of the script are those of <dateline-chat> with `data-` before them, besides
 * `data-position` ("left", "right"), `data-label`, and `data-launcher="none"` where the page has
 * <dateline-chat> or <dateline-ask> of its own and wants no button. `window.dateline` opens, closes,
 * asks and listens; see widget.d.ts.
 */

import first from "/widget/first.json" with { type: "json" };
import looks from "/widget/launcher.css" with { type: "css" };

const script = document.currentScript;
const given = { ...script.dataset };
const language = given.language || document.documentElement.lang || navigator.language;
const words = first[language] ?? first[language.split("-")[0]] ?? first.en;
const frame = document.createElement("div");
const button = document.createElement("button");
const status = document.createElement("p");
let panel = null;
let tries = 0;

/** The rest, asked for once; under another name if it could not be had. */
async function load() {
  const address = new URL("widget/panel.js", script.src);
  if (tries) address.search = tries;
  const { Panel } = await import(address);
  await pause();
  panel ??= new Panel(button, { ...given, language }, words);
  return panel;
}

/** Let the browser draw in between. */
function pause() {
  return new Promise((go) => setTimeout(go));
}

function prepare() {
  load().catch(() => {});
}

async function open() {
  status.textContent = panel ? "" : words.page_loading;
  try {
    await load();
    await pause();
    await panel.open();
    status.textContent = "";
  } catch {
    tries += 1;
    status.textContent = words.page_error_offline;
  }
}

async function ask(question, filters) {
  await open();
  return panel?.chat.ask(question, filters);
}

function on(name, listener) {
  const heard = ({ detail }) => listener(detail);
  document.addEventListener(`dateline-${name}`, heard);
  return () => document.removeEventListener(`dateline-${name}`, heard);
}

function shadow(host, shown, ...children) {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [looks];
  root.append(shown);
  shown.append(...children);
  shown.dir = language.startsWith("ar") ? "rtl" : "ltr";
  for (const name of ["accent", "paper", "ink", "radius", "size"]) {
    if (given[name]) shown.style.setProperty(`--dateline-${name}`, given[name]);
  }
}

/** <dateline-ask>: a box in the page, whose questions are answered in the window of the button. */
class DatelineAsk extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const box = document.createElement("input");
    const send = document.createElement("button");
    const form = document.createElement("form");
    box.placeholder = box.ariaLabel = this.getAttribute("placeholder") ?? words.page_question_hint;
    box.maxLength = 2000;
    box.addEventListener("focus", prepare);
    send.textContent = words.page_send;
    form.role = "search";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (box.value.trim()) ask(box.value.trim());
      box.value = "";
    });
    shadow(this, form, box, send);
  }
}

function begin() {
  const host = document.createElement("dateline-launcher");
  button.type = "button";
  button.ariaHasPopup = "dialog";
  button.ariaExpanded = "false";
  button.textContent = given.label ?? words.page_launcher;
  button.hidden = given.launcher === "none";
  button.addEventListener("pointerenter", prepare);
  button.addEventListener("focus", prepare);
  button.addEventListener("click", () => (panel?.isOpen ? panel.close() : open()));
  status.setAttribute("role", "status");
  frame.className = `corner ${given.position}`;
  shadow(host, frame, status, button);
  document.body.append(host);
  if (document.querySelector("dateline-chat")) prepare();
}

if (!window.dateline) {
  window.dateline = Object.freeze({ open, close: () => panel?.close(), ask, on });
  customElements.define("dateline-ask", DatelineAsk);
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
}
