/** Elements built without parsing HTML: a publisher's text can only become text. */

/** The service that this script came from: pages of others have another origin. */
export const SERVER = new URL("/", import.meta.url).href;

/**
 * @param {string} name
 * @param {Record<string, string | number | boolean | null | undefined>} attributes true means
 *   present; false, null and undefined mean absent
 * @param {...(Node | string | null | undefined)} children strings become text nodes
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) setAttribute(made, key, value);
  made.append(...children.filter((child) => child != null && child !== ""));
  return made;
}

/** A button that does something. */
export function button(attributes, onClick, ...children) {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", onClick);
  return made;
}

/** Something folded away below its summary. */
export function folded(attributes, summary, ...children) {
  return element("details", attributes, element("summary", {}, ...summary), ...children);
}

/** Tell whoever listens further up, inside the same shadow root. */
export function tell(from, name, detail) {
  from.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}

/**
 * An external URL that is safe to follow, or null: the publisher chose an article's URL, and
 * "javascript:" URLs exist.
 */
export function webAddress(url) {
  const parsed = parse(url);
  return parsed && ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
}

/** A URL of this service, or null. */
export function ownAddress(url) {
  const parsed = parse(url);
  return parsed?.origin === new URL(SERVER).origin ? parsed.href : null;
}

/** What a link to this service needs: from the page of another site, it opens a window of its own. */
export function ownLink(url) {
  const href = ownAddress(url);
  if (!href) return null;
  return location.origin === new URL(SERVER).origin ? { href } : { href, target: "_blank", rel: "noopener" };
}

/** Bring an element into view, gently unless the reader asked for stillness. */
export function show(target, block) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block, behavior: still ? "instant" : "smooth" });
}

/** Let the browser draw, and hear the reader, before more is done. */
export function pause() {
  return new Promise((go) => setTimeout(go));
}

function setAttribute(target, key, value) {
  if (value === true) target.setAttribute(key, "");
  else if (value !== false && value != null) target.setAttribute(key, String(value));
}

function parse(url) {
  try {
    return url ? new URL(url, SERVER) : null;
  } catch {
    return null;
  }
}
