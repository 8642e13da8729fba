/**
 * A server that needs a key: on its own pages, whoever has one can enter it. It stays in this tab, in
 * sessionStorage, and goes along with every request; pages of others have tokens instead.
 */

import { Api } from "/widget/api.js";
import { button, element } from "/widget/dom.js";
import { say } from "/widget/strings.js";

const NAME = "dateline.key";
const IN_A_ROW = { display: "flex", flexWrap: "wrap", gap: "0.6rem", alignItems: "center" };
const ROOMY = { font: "inherit", paddingBlock: "0.35rem", paddingInline: "0.6rem", marginInlineStart: "0.5rem" };
const EDGED = { borderStyle: "solid", borderWidth: "1px", borderRadius: "6px" };

/** Send the key that was entered in this tab, and ask for one where the service refuses. */
export function withKey() {
  Api.key = remembered();
  Api.unlock = keyForm;
}

function keyForm(api, retry) {
  const field = element("input", { type: "password", name: "key", autocomplete: "off", required: true });
  const send = button({ type: "submit", class: "send" }, () => {}, say("page_key_use"));
  const notice = element("p", {}, say("page_key_needed"));
  const form = element("form", { class: "error", role: "alert" }, notice, element("label", {}, say("page_key"), field), send);
  Object.assign(notice.style, { flexBasis: "100%" });
  Object.assign(form.style, IN_A_ROW);
  Object.assign(field.style, ROOMY, EDGED);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    api.token = Api.key = field.value.trim();
    remember(Api.key);
    retry();
  });
  return form;
}

// Storage may be forbidden: then the key lasts as long as the page.
function remembered() {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

function remember(key) {
  try {
    sessionStorage.setItem(NAME, key);
  } catch {
    /* it lasts as long as the page */
  }
}
