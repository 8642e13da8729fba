// Asks with the official MCP client of npm, over both transports, and prints what its user sees.
const { Client } = require("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = require("@modelcontextprotocol/sdk/client/stdio.js");
const {
  StreamableHTTPClientTransport,
} = require("@modelcontextprotocol/sdk/client/streamableHttp.js");

const [address, question, ...command] = process.argv.slice(2);

async function seen(transport) {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  const { tools } = await client.listTools();
  // The client itself holds `structuredContent` against the tool's schema.
  const asked = await client.callTool({ name: "ask", arguments: { question } });
  const link = asked.content.find((one) => one.type === "resource_link");
  const { contents } = await client.readResource({ uri: link.uri });
  const refused = await client.callTool({ name: "ask", arguments: { question: "" } });
  await client.close();
  return {
    tools: tools.map((one) => one.name),
    readOnly: tools.every((one) => one.annotations.readOnlyHint),
    citations: asked.structuredContent.citations,
    text: asked.content[0].text,
    article: contents[0].text,
    refused: refused.isError,
  };
}

async function main() {
  const http = await seen(new StreamableHTTPClientTransport(new URL(`${address}/mcp`)));
  const [program, ...args] = command;
  const stdio = await seen(
    new StdioClientTransport({ command: program, args, env: { ...process.env }, stderr: "ignore" }),
  );
  console.log(JSON.stringify({ http, stdio }));
}

main();
