// SPDX-License-Identifier: GPL-3.0-or-later
// `diptych serve` of this repository's site in a real browser: a saved catalog shows in the open page, and in
// how many milliseconds; a broken record is told over the page that was there, and no more when it is mended.
// node serve.mjs DIPTYCH. The milliseconds are printed, not judged.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { done, point } from "./tap.mjs";
import { SCHEMES, WIDTHS, axe, contextOptions } from "./visit.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = "vi/compare/sip/300-multiple-choices-vs-404-not-found/";
const CATALOG = "locales/vi/site.po";
const LARGE = "locales/vi/sip.po";
const RECORD = "content/sip/codes/404.yaml";
const ROUNDS = 9;
const PATIENCE_MS = 60000;

const folder = mkdtempSync(join(tmpdir(), "diptych-serve-"));
for (const name of ["content", "locales", "templates", "site/site.yaml", "site/static"]) {
  cpSync(join(ROOT, name), join(folder, name), { recursive: true });
}
const read = (name) => readFileSync(join(folder, name), "utf8");

// As editors save: to another file, renamed over the old one.
function save(name, text) {
  writeFileSync(join(folder, `${name}.tmp`), text);
  renameSync(join(folder, `${name}.tmp`), join(folder, name));
}

async function start(diptych) {
  const server = spawn(diptych, ["serve", "-C", folder, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  server.stderr.on("data", (data) => said.push(data.toString()));
  const lines = createInterface({ input: server.stdout });
  const origin = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    server.once("exit", () => reject(new Error(`no server: ${said.join("")}`)));
  });
  lines.on("line", (line) => said.push(line));
  const ended = new Promise((resolve) => server.once("exit", (code, signal) => resolve(code ?? signal)));
  return { origin, said, stop: () => (server.kill("SIGINT"), ended) };
}

// Runs in the page, before anything of it: tells when its text is there to be painted.
function watch() {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`policy: ${event.effectiveDirective}: ${event.blockedURI}`);
  });
  document.addEventListener("DOMContentLoaded", () => {
    requestAnimationFrame(() => console.log(`shown ${Date.now()} ${document.body.textContent}`));
  });
}

// A page that says on the console when it shows what.
async function open(browser, address, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = [];
  const waiting = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
    const [, at, text] = message.text().match(/^shown (\d+) (.*)$/s) ?? [];
    for (const wait of at ? [...waiting] : []) {
      if (text.includes(wait.text)) wait.resolve(Number(at));
    }
  });
  await page.addInitScript(watch);
  await page.goto(address);
  const shows = (text) =>
    new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`never shown: ${text}`)), PATIENCE_MS).unref();
      waiting.push({ text, resolve });
    });
  return { page, faults, shows };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

// From saving a catalog to the first frame with its text.
async function follow(view, name, source) {
  const original = read(name);
  const at = original.indexOf('msgstr "', original.indexOf(source)) + 'msgstr "'.length;
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const word = `Mới${round}`;
    const shown = view.shows(word);
    const text = original.slice(0, at) + word + " " + original.slice(at);
    const begun = Date.now();
    save(name, text);
    times.push((await shown) - begun);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const restored = view.page.waitForEvent("load");
  save(name, original);
  await restored;
  process.stdout.write(`# ${name}: median ${median(times)} ms of ${times.join(", ")}\n`);
  return [];
}

const REPORT = "diptych-report section";

async function breakAndMend(view, origin) {
  const found = [];
  const text = read(RECORD);
  const before = await view.page.locator("main").innerText();
  save(RECORD, text.replace("description:", "descripton:"));
  const report = view.page.locator(REPORT);
  await report.waitFor({ timeout: PATIENCE_MS });
  const told = await report.innerText();
  for (const part of [`${RECORD}:`, "descripton", 'did you mean "description"?', "[key-unknown]"]) {
    if (!told.includes(part)) found.push(`no "${part}" in ${told}`);
  }
  if ((await view.page.locator("main").innerText()) !== before) found.push("the page is not what it was");
  if ((await report.getAttribute("role")) !== "alert") found.push("the report is no alert");
  const again = await view.page.context().newPage();
  await again.goto(origin + PAGE);
  if ((await again.locator("main").innerText()) !== before) found.push("the site is not what it was");
  await again.locator(REPORT).waitFor({ timeout: PATIENCE_MS });
  await again.close();
  save(RECORD, text);
  await report.waitFor({ state: "detached", timeout: PATIENCE_MS });
  await view.page.waitForLoadState();
  return [...found, ...view.faults];
}

async function accessible(browser, origin) {
  const found = [];
  const text = read(RECORD);
  save(RECORD, text.replace("description:", "descripton:"));
  for (const address of [PAGE, ".diptych/"]) {
    for (const width of WIDTHS) {
      for (const scheme of SCHEMES) {
        const view = await open(browser, origin + address, contextOptions(width, scheme));
        if (address === PAGE) await view.page.locator(REPORT).waitFor({ timeout: PATIENCE_MS });
        const where = `${address}, ${width}, ${scheme}`;
        found.push(...(await axe(view.page)).map((finding) => `${where}: ${finding}`));
        const wide = await view.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (wide) found.push(`${where}: scrolls sideways`);
        await view.page.context().close();
      }
    }
  }
  const view = await open(browser, origin + PAGE);
  const report = view.page.locator(REPORT);
  await report.locator("button").focus();
  await view.page.keyboard.press("Escape");
  if (await report.count()) found.push("Escape does not close it");
  save(RECORD, text);
  await view.page.context().close();
  return found;
}

// Eight windows are more than the six connections that a browser has to a server.
async function manyPages(browser, origin) {
  const context = await browser.newContext();
  const pages = [];
  for (let i = 0; i < 8; i++) {
    const page = await context.newPage();
    pages.push(page);
    if (i > 0) await hide(pages[i - 1]);
    await page.goto(origin + PAGE, { timeout: 10000 });
  }
  const original = read(CATALOG);
  const loads = pages.slice(-1).map((page) => page.waitForEvent("load", { timeout: PATIENCE_MS }));
  save(CATALOG, `${original}\n# more\n`);
  await Promise.all(loads);
  const back = pages[0].waitForEvent("load", { timeout: PATIENCE_MS });
  await show(pages[0]);
  await back;
  await context.close();
  return [];
}

// Headless pages are all visible: say otherwise.
const turn = (hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};
const hide = (page) => page.evaluate(turn, true);
const show = (page) => page.evaluate(turn, false);

async function judged(title, test) {
  try {
    point(title, await test());
  } catch (error) {
    point(title, [error.stack]);
  }
}

const browser = await launch();
const server = await start(process.argv[2]);
const origin = server.origin;
const view = await open(browser, origin + PAGE);
await judged("an open page follows a small catalog", () => follow(view, CATALOG, 'msgid "Description"'));
await judged("an open page follows a large catalog", () =>
  follow(view, LARGE, "The user specified in the Request-URI does not exist"));
await judged("a mistake is told over the page, which stays, until it is mended", () => breakAndMend(view, origin));
await judged("the report is accessible in both schemes and at both widths", () => accessible(browser, origin));
await judged("pages that nobody sees hold no connection, and catch up", () => manyPages(browser, origin));
await browser.close();
const status = await server.stop();
point("it ends with 0", status === 0 ? [] : [`${status}: ${server.said.join("\n")}`]);
rmSync(folder, { recursive: true });
done();
