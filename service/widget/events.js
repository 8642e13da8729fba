/** Server-sent events, read. In /client.js as well, which is sent with this in the place of its import. */

/**
 * The blocks of a stream that have data; the others are signs of life.
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} alive called for every piece that arrives
 * @yields {{id?: string, event?: string, data: string}}
 */
export async function* blocks(body, alive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const ended = (rest + value).split(/\r?\n\r?\n/);
    rest = ended.pop();
    for (const block of ended) {
      const fields = block.split(/\r?\n/).map((line) => line.match(/^(\w+): ?(.*)$/s)?.slice(1) ?? []);
      const { id, event, data } = Object.fromEntries(fields);
      if (data !== undefined) yield { id, event, data };
    }
  }
}
