/** The page at `/`: the conversation below a masthead. */

import "/widget/chat.js";
import { element } from "/widget/dom.js";
import { withKey } from "/widget/key.js";
import { speak } from "/widget/speaking.js";

withKey();
const asked = new URLSearchParams(location.search);
const [collection, language] = ["collection", "language"].map((name) => asked.get(name));
const chat = element("dateline-chat", { id: "chat", whole: true, tabindex: -1, collection, language });

chat.addEventListener("dateline-ready", ({ detail }) => {
  speak(detail.about.language);
  chat.focus({ preventScroll: true });
});
document.querySelector("main").append(chat);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  chat.focus();
});
