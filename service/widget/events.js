/** Server-sent events from a reply's body, as `POST /v1/ask` sends them. */

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} heard called for every piece that arrives, comments too
 * @yields {{name: string, data: object}}
 * @throws an error with `isBroken` if the connection ends before the body does
 */
export async function* events(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let kept = "";
  for (;;) {
    const { value, done } = await reader.read().catch(asBroken);
    if (done) return;
    heard();
    const parts = (kept + value).split("\n\n");
    kept = parts.pop();
    yield* parts.map(event).filter(Boolean);
  }
}

/** Lines end with "\n" alone: in JSON, other line breaks of a text may stand as they are. */
function event(lines) {
  const after = (field) => lines.split("\n").find((line) => line.startsWith(field))?.slice(field.length);
  const [name, data] = [after("event: "), after("data: ")];
  return name && data && { name, data: JSON.parse(data) };
}

function asBroken(error) {
  throw Object.assign(error, { isBroken: error.name !== "AbortError" });
}
