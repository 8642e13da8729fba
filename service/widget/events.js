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

function event(lines) {
  const name = /^event: (.*)$/m.exec(lines);
  const data = /^data: (.*)$/m.exec(lines);
  return name && data && { name: name[1], data: JSON.parse(data[1]) };
}

function asBroken(error) {
  throw Object.assign(error, { isBroken: error.name !== "AbortError" });
}
