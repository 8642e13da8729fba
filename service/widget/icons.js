/** The few icons, drawn here: 16 by 16, one stroke, in the colour of the text around them. */

const SVG = "http://www.w3.org/2000/svg";
const STROKES = {
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  done: "M2.5 8.5l3.5 3.5 7.5-8",
  article: "M3.5 1.5h9v13h-9zM6 5h4M6 8h4M6 11h2.5",
  away: "M6.5 3.5h-4v10h10v-4M9 2.5h4.5V7M13 3L7 9",
  speaker: "M2.5 2.5h11v8h-6l-3 3v-3h-2z",
  link: "M6.5 9.5l3-3M7.5 4.5l1.6-1.6a2.8 2.8 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.6 1.6a2.8 2.8 0 0 1-4-4L4.5 7.5",
  up: "M5 7l2.5-5.5a1.5 1.5 0 0 1 1.5 1.7V6h3.6a1.4 1.4 0 0 1 1.4 1.7l-1 4.7a1.4 1.4 0 0 1-1.4 1.1H5zM5 7v6.5H2.5V7z",
  down: "M5 9l2.5 5.5a1.5 1.5 0 0 0 1.5-1.7V10h3.6a1.4 1.4 0 0 0 1.4-1.7l-1-4.7a1.4 1.4 0 0 0-1.4-1.1H5zM5 9V2.5H2.5V9z",
  delete: "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.8 7v4M9.2 7v4",
  remove: "M4 4l8 8M12 4l-8 8",
  again: "M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.5V4.5h-3",
};

/** @param {keyof typeof STROKES} name */
export function icon(name) {
  const drawing = shape("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" });
  drawing.append(shape("path", { d: STROKES[name] }));
  return drawing;
}

/** A row of small bars, filled in proportion to the share, with a text alternative. */
export function meter(share, label) {
  const bars = 5;
  const filled = Math.round(Math.min(1, Math.max(0, share)) * bars);
  const drawing = shape("svg", { viewBox: "0 0 33 12", class: "meter", role: "img" });
  drawing.setAttribute("aria-label", label);
  for (let bar = 0; bar < bars; bar += 1) {
    const look = bar < filled ? "filled" : "hollow";
    drawing.append(shape("rect", { x: bar * 7 + 0.5, y: 2.5, width: 3.5, height: 7, class: look }));
  }
  return drawing;
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
