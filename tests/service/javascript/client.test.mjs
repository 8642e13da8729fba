// Run by test_client.py: the client against a running server, whose address is given.
import assert from "node:assert/strict";
import { Dateline, ProblemError } from "../../../service/javascript/client.js";

const [, , address] = process.argv;
const dateline = new Dateline(address);

const answer = await dateline.ask("How much did the bridge cost?");
const article = await dateline.article("a/b");
const cited = answer.citations[0];
const text = Array.from(article.text);
assert.equal(text.slice(cited.start, cited.end).join(""), cited.quote);

const ids = [];
for await (const one of dateline.articles({ limit: 1 })) ids.push(one.id);
assert.deepEqual(ids, ["a/b", "other"]);

const { blocks } = await dateline.context({ question: "bridge", format: "anthropic" });
assert.equal(blocks[0].type, "search_result");

await assert.rejects(dateline.article("none"), (error) => {
  return error instanceof ProblemError && error.problem.type === "urn:dateline:problem:not-found";
});

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

const left = AbortSignal.abort();
globalThis.fetch = real;
await assert.rejects(dateline.ask("bridge?", { signal: left }), { name: "AbortError" });
process.stdout.write("done");
