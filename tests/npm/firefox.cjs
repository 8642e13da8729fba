// Firefox over WebDriver BiDi: a command per line in, {"value": ...} or {"error": ...} per line out.
// firefox.py starts it: the browser's path and its preferences are the arguments.

const readline = require("node:readline");
const puppeteer = require("puppeteer-core");

const [executablePath, preferences] = process.argv.slice(2);
const pages = new Map();
const faults = [];

const commands = {
  async open({ page, width, height }) {
    const context = await browser.createBrowserContext();
    const opened = await context.newPage();
    await opened.setViewport({ width, height });
    opened.on("console", (message) => ["error", "warn"].includes(message.type()) && faults.push(message.text()));
    opened.on("pageerror", (error) => faults.push(error.message));
    pages.set(page, opened);
  },
  close: ({ page }) => pages.get(page).browserContext().close(),
  goto: ({ page, url }) => pages.get(page).goto(url).then(() => null),
  reload: ({ page }) => pages.get(page).reload().then(() => null),
  evaluate: ({ page, code }) => pages.get(page).evaluate(code),
  press: ({ page, keys }) => pressed(pages.get(page).keyboard, keys.split("+")),
  screenshot: ({ page, path }) => pages.get(page).screenshot({ path }).then(() => null),
  async click({ page, code }) {
    const found = await pages.get(page).evaluateHandle(code);
    await found.asElement().click();
  },
  type: ({ page, text }) => pages.get(page).keyboard.type(text),
  async answer({ page, ending, reply }) {
    const at = pages.get(page);
    await at.setRequestInterception(true);
    at.on("request", (request) => {
      if (!request.url().endsWith(ending)) return request.continue();
      // Without a reply, the request waits for ever.
      if (reply) request.respond(replied(reply));
    });
  },
  faults: () => faults.splice(0),
};

function replied({ status, json }) {
  const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "content-type" };
  return { status, headers, contentType: "application/json", body: JSON.stringify(json) };
}

async function pressed(keyboard, keys) {
  for (const key of keys) await keyboard.down(key);
  for (const key of keys.reverse()) await keyboard.up(key);
}

let browser;

(async () => {
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    extraPrefsFirefox: JSON.parse(preferences),
  });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { command, ...given } = JSON.parse(line);
    const told = await Promise.resolve(given).then(commands[command]).then(
      (value) => ({ value: value ?? null }),
      (error) => ({ error: String(error.stack) }),
    );
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
  await browser.close();
})();
