// Run by channels.py: asks all questions of standard input, and prints each answer as a line.
import { readFileSync } from "node:fs";
import { Dateline } from "../../../../service/javascript/client.js";

const dateline = new Dateline(process.argv[2], { timeoutMilliseconds: 600_000 });
for (const asked of JSON.parse(readFileSync(0, "utf8"))) {
  process.stdout.write(`${JSON.stringify(await dateline.ask(asked))}\n`);
}
