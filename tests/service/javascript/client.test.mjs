// Run by test_client.py: the client against a running server, whose address is given.
import assert from "node:assert/strict";
import { Dateline, ProblemError } from "../../../service/javascript/client.js";

const [, , address] = process.argv;
const dateline = new Dateline(address);
const question = "How much did the bridge cost?";

const answer = await dateline.ask(question);
const article = await dateline.article("a/b");
const cited = answer.citations[0];
const text = Array.from(article.text);
assert.equal(text.slice(cited.start, cited.end).join(""), cited.quote);

const ids = [];
for await (const one of dateline.articles({ limit: 1 })) ids.push(one.id);
assert.deepEqual(ids, ["a/b", "other"]);

const { blocks } = await dateline.context({ question: "bridge", format: "anthropic" });
assert.equal(blocks[0].type, "search_result");
const { answers } = await dateline.askBatch([question, { question: "Does it rain?" }]);
assert.equal(answers.length, 2);
const { quotations } = await dateline.check("“The 🌉 bridge cost 41 million euros,” said Bo Lind.");
assert.equal(quotations[0].verdict, "indirect");
assert.deepEqual(await dateline.complete("bri", { limit: 1 }), { completions: [] });

await assert.rejects(dateline.article("none"), (error) => {
  return error instanceof ProblemError && error.problem.type === "urn:dateline:problem:not-found";
});

// Articles and conversations are written, read and deleted.
await dateline.createCollection("mine");
const job = await dateline.upload([new File(["The ferry stops."], "note.txt")], { collection: "mine" });
while ((await dateline.job(job.id)).finished === null) await new Promise((go) => setTimeout(go, 20));
for await (const one of dateline.jobDocuments(job.id)) assert.equal(one.status, "added");
await dateline.add({ id: "c", text: "One." }, { collection: "mine" });
await dateline.replace("c", { text: "Two." }, { collection: "mine" });
assert.equal((await dateline.versions("c", { collection: "mine" })).length, 2);
assert.equal(await dateline.delete("c", { collection: "mine" }), undefined);
await dateline.dropCollection("mine");
const { id } = await dateline.begin();
await dateline.ask({ question, conversation_id: id });
for await (const turn of dateline.turns(id)) assert.equal(turn.question, question);
assert.equal((await dateline.conversations([id])).conversations[0].id, id);
assert.match(await dateline.export(id, { format: "markdown" }), /41 million euros/);
await dateline.end(id);

// A stream tells citations before the text, and at last the answer.
const told = [];
for await (const one of dateline.stream(question)) told.push(one);
assert.deepEqual([told[0].event, told.at(-1).event], ["searched", "done"]);
// What was told ahead may have been taken back.
told.splice(0, told.map((one) => one.event).lastIndexOf("restarted") + 1);
const names = told.map((one) => one.event);
assert.ok(names.indexOf("citation") < names.indexOf("answer"));
const parts = told.filter((one) => one.event === "answer").map((one) => one.data.text);
assert.equal(parts.join(""), told.at(-1).data.text);
const unknown = dateline.stream({ question, collection: "none" });
await assert.rejects(unknown.next(), (error) => error.problem.status === 404);

// A lost connection is no problem of the service, and is told after the last try.
await assert.rejects(new Dateline("http://127.0.0.1:1", { tries: 1 }).ask("?"), TypeError);

// Refused for a moment: asked again. A turn of a conversation is not.
const real = globalThis.fetch;
let asked = 0;
globalThis.fetch = async (...given) => {
  asked += 1;
  if (asked === 1) return new Response("{}", { status: 503, headers: { "Retry-After": "0" } });
  return real(...given);
};
assert.equal((await dateline.search("bridge")).passages.length > 0, true);
assert.equal(asked, 2);
asked = 0;
await assert.rejects(dateline.ask({ question: "?", conversation_id: "x" }), ProblemError);
assert.equal(asked, 1);

// Streams whose connections are lost, from replies that are made up here.
const made = (stream, values) =>
  values.map(
    ([event, data], number) => `id: ${stream}.${number}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
  );
const events = [["searched", { searched: "?" }], ["answer", { text: "\u2028one" }], ["done", { text: "one" }]];
const other = [events[0], ["answer", { text: "two" }], events[2]];
const flat = (given) => given.map(({ event, data }) => [event, data]);

async function streamed(replies, ask = "?") {
  const lastIds = [];
  const signals = [];
  globalThis.fetch = async (_, { headers, signal }) => {
    lastIds.push(headers["Last-Event-ID"] ?? null);
    signals.push(signal);
    const next = replies.shift();
    if (next instanceof Response) return next;
    const bytes = new TextEncoder().encode(next.join(": still at it\n\n"));
    // Cut within characters and between lines; then the connection is lost.
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.slice(7 * at, 7 * at + 7));
    const body = new ReadableStream({
      pull: (flow) => (chunks.length ? flow.enqueue(chunks.shift()) : flow.error(new TypeError("lost"))),
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  };
  const given = [];
  let error = null;
  try {
    for await (const one of dateline.stream(ask)) given.push(one);
  } catch (caught) {
    error = caught;
  }
  return { given: flat(given), lastIds, signals, error };
}

const busy = () => new Response("{}", { status: 503, headers: { "Retry-After": "0" } });
const goesOn = await streamed([busy(), made("a", events).slice(0, 2), made("a", events).slice(2)]);
assert.deepEqual(goesOn.given, events);
assert.deepEqual(goesOn.lastIds, [null, null, "a.1"]);
assert.ok(goesOn.signals.every((signal) => signal.aborted)); // Closed, each of them.
const anew = await streamed([made("a", events).slice(0, 2), made("b", events)]);
assert.deepEqual(anew.given, events);
const otherwise = await streamed([made("a", events).slice(0, 2), made("b", other)]);
assert.deepEqual(otherwise.given, [...events.slice(0, 2), ["restarted", null], ...other]);
const ahead = [events[0], ["answer", { text: "tw" }], ["answer", { text: "", replaces: "a.1" }], ...events.slice(1)];
const replaced = await streamed([made("a", ahead)]);
assert.deepEqual(replaced.given, [...ahead.slice(0, 2), ["restarted", null], ...events.slice(1)]);
const turn = await streamed([[]], { question: "?", conversation_id: "x" });
assert.deepEqual([turn.lastIds.length, turn.error.constructor], [1, TypeError]);

// Whoever leaves the loop, or aborts, closes the connection.
globalThis.fetch = real;
for await (const one of dateline.stream(question)) {
  assert.equal(one.event, "searched");
  break;
}
const left = new AbortController();
await assert.rejects(
  async () => {
    for await (const _ of dateline.stream(question, { signal: left.signal })) left.abort();
  },
  { name: "AbortError" },
);
await assert.rejects(dateline.ask("bridge?", { signal: AbortSignal.abort() }), { name: "AbortError" });
process.stdout.write("done");
