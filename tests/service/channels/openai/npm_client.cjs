// Asks with the official client of npm, and prints what its user sees as JSON.
const { OpenAI } = require("openai");

const [baseURL, question] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });
const model = "dateline";
const messages = [{ role: "user", content: question }];

const sliced = (text, citations) =>
  citations.map((one) => ({
    mark: `[${one.dateline.number}]`,
    inCodePoints: [...text].slice(one.start_index, one.end_index).join(""),
    inUnits: text.slice(one.dateline.start_utf16, one.dateline.end_utf16),
  }));

const refusal = (asked) =>
  asked.then(
    () => null,
    ({ status, code, param, error }) => ({ status, code, param, type: error.dateline.type }),
  );

async function main() {
  const models = [];
  for await (const one of client.models.list()) models.push(one.id);

  const chat = await client.chat.completions.create({ model, messages });
  const { content, annotations } = chat.choices[0].message;

  let streamed = "";
  let ended = null;
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
    streamed += chunk.choices[0]?.delta?.content ?? "";
    ended = chunk.choices[0]?.finish_reason ?? ended;
  }

  const whole = await client.responses.create({ model, input: question });
  const accumulated = await client.responses.stream({ model, input: question }).finalResponse();
  const [part] = whole.output[0].content;

  const left = await client.chat.completions.create({ model, messages, stream: true });
  for await (const _ of left) break;

  console.log(
    JSON.stringify({
      models,
      content,
      chat: sliced(content, annotations.map((one) => one.url_citation)),
      streamed,
      ended,
      text: whole.output_text,
      response: sliced(part.text, part.annotations),
      accumulated: accumulated.output_text,
      events: accumulated.status,
      citations: chat.dateline.citations,
      refused: await refusal(client.chat.completions.create({ model: "gpt-4o", messages })),
    }),
  );
}

main();
