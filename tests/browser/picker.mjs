// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a pair: what one types, in four languages, by keyboard, and what is left without a script.
// node picker.mjs [SITE/public]

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inParallel, launch } from "./browser.mjs";
import { fromFolder, serve } from "./server.mjs";
import { locales, siteFolder } from "./site.mjs";
import { done, point } from "./tap.mjs";
import { SCHEMES, WIDTHS, axe, contextOptions } from "./visit.mjs";

const folder = siteFolder();
const server = await serve(fromFolder(folder));
const browser = await launch();
const { origin } = server;
const PAIR = "compare/sip/404-not-found-vs-604-does-not-exist-anywhere/";
const BUSY = ["486 Busy Here", "603 Decline"];

const differs = (what, expected, found) =>
  JSON.stringify(expected) === JSON.stringify(found) ? [] : [`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`];

async function onPage(path, use, { script = true, base = `${origin}/`, width = 1280, scheme = "light" } = {}) {
  const context = await browser.newContext(contextOptions(width, scheme, script));
  const page = await context.newPage();
  const notes = { requests: [], findings: [] };
  page.on("request", (request) => notes.requests.push(request.url()));
  page.on("pageerror", (error) => notes.findings.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && base.startsWith("http")) notes.findings.push(`console: ${message.text()}`);
  });
  try {
    await page.goto(base + path, { waitUntil: "load" });
    return [...(await use(page, notes)), ...notes.findings];
  } finally {
    await context.close();
  }
}

// The options, each a list of the codes it names, once the last key has had its effect.
async function type(page, text) {
  await page.locator("#find").fill(text);
  await page.waitForFunction(() => !document.querySelector("#found").hidden || !document.querySelector("[role=status] *").hidden);
  return page.$$eval("#found [role=option]", (options) => options.map((option) => [...option.children].map((code) => code.textContent.trim())));
}

const at = (page) => new URL(page.url()).pathname.slice(1);
const indexes = (notes) => notes.requests.filter((url) => url.endsWith(".find.json"));

// Rows of [page, typed, the first option]; the pair's address is that of the language.
const TYPED = [
  ["", "404 604", ["404 Not Found", "604 Does Not Exist Anywhere"]],
  ["", "404/604", ["404 Not Found", "604 Does Not Exist Anywhere"]],
  ["", "604 vs 404", ["404 Not Found", "604 Does Not Exist Anywhere"]],
  ["", "busy decline", BUSY],
  ["sip/", "BUSY", ["486 Busy Here", "600 Busy Everywhere"]],
  ["sip/", "404", ["404 Not Found"]],
  ["sip/404-not-found/", "604", ["404 Not Found", "604 Does Not Exist Anywhere"]],
  ["sip/404-not-found/", "busy", ["404 Not Found", "486 Busy Here"]],
  ["zh/", "404和604区别", ["404 Not Found", "604 Does Not Exist Anywhere"]],
  ["zh/sip/", "decline 604", ["603 Decline", "604 Does Not Exist Anywhere"]],
];

function jobsOfTyping() {
  return TYPED.filter(([path]) => existsSync(join(folder, path, "index.html"))).map(([path, text, expected]) => ({
    title: `picker: "${text}" on /${path}`,
    run: () => onPage(path, async (page) => differs("first", expected, (await type(page, text))[0])),
  }));
}

// Words of the index itself: whatever a catalog says, its words find the code.
function wordsOf(prefix) {
  const tag = prefix === "" ? "en" : prefix.slice(0, -1);
  const { all } = JSON.parse(readFileSync(join(folder, `api/sip.${tag}.find.json`), "utf8"));
  const words = all.find(([code]) => code === "486")[4];
  const marked = words.split(/[^\p{L}\p{M}]+/u).filter((word) => /\p{M}/u.test(word.normalize("NFD")) && /^\p{Script=Latin}/u.test(word));
  const run = words.match(/\p{Script=Han}{6,}/u)?.[0];
  return { run, marked: marked.slice(0, 3).join(" ") };
}

// One run of Chinese without blanks; and words with their diacritics left out.
function jobsOfWords(prefix) {
  const { run, marked } = wordsOf(prefix);
  const bare = marked.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D");
  return [run, bare].filter(Boolean).map((text) => ({
    title: `picker: "${text}" on /${prefix}`,
    run: () => onPage(prefix, async (page) => {
      const codes = (await type(page, text)).flat();
      return codes.some((code) => code.startsWith("486")) ? [] : [`486 is not among ${codes.join(", ")}`];
    }),
  }));
}

const isOpen = (page) => page.$eval("#find", (box) => [box.getAttribute("aria-expanded"), !document.getElementById("found").hidden]);
const active = (page) => page.$eval("#find", (box) => {
  const option = document.getElementById(box.getAttribute("aria-activedescendant"));
  const selected = [...document.querySelectorAll("[aria-selected=true]")];
  return [option?.textContent ?? null, selected.length, selected[0] === option];
});

async function byKeyboard(page) {
  await page.keyboard.press("Tab"); // to the link that skips
  await page.locator("#find").focus();
  await page.keyboard.type("404");
  await page.waitForSelector("#found a");
  const findings = differs("open", ["true", true], await isOpen(page));
  findings.push(...differs("first active", ["404 Not Found", 1, true], await active(page)));
  await page.keyboard.press("ArrowUp");
  const last = await active(page);
  await page.keyboard.press("ArrowDown");
  findings.push(...differs("round", ["404 Not Found", 1, true], await active(page)));
  if (last[0] === "404 Not Found" || !last[2]) findings.push(`ArrowUp led to ${last}`);
  await page.keyboard.press("Escape");
  findings.push(...differs("closed", ["false", false], await isOpen(page)));
  findings.push(...differs("active when closed", [null, 1, false], await active(page)));
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector("#found a");
  await page.keyboard.type(" 604");
  await page.waitForFunction(() => document.querySelectorAll("#found a").length === 1);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.includes("-vs-"));
  return [...findings, ...differs("address", PAIR, at(page))];
}

// Enter before the index has come: it waits, and goes.
async function inHaste(page) {
  await page.route("**/*.find.json", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  await page.locator("#find").fill("404 604");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.includes("-vs-"));
  return differs("address", PAIR, at(page));
}

async function loadedOnce(page, notes) {
  const before = indexes(notes).length;
  await type(page, "404");
  await page.locator("h1").click();
  const closed = await isOpen(page);
  await type(page, "busy");
  return [...differs("before", 0, before), ...differs("after", 1, indexes(notes).length), ...differs("closed", ["false", false], closed)];
}

async function nothingFound(page) {
  const found = await type(page, "zzz");
  const said = await page.locator("[role=status]").innerText();
  await page.locator("#find").press("Enter");
  return [...differs("options", [], found), ...differs("address", "", at(page)), ...(said.includes("found") ? [] : [`said: ${said}`])];
}

async function byMouse(page) {
  await type(page, "busy decline");
  await page.locator("#found a").first().click();
  await page.waitForURL((url) => url.pathname.includes("-vs-"));
  return differs("address", "compare/sip/486-busy-here-vs-603-decline/", at(page));
}

async function withoutIndex(page) {
  await page.route("**/*.find.json", (route) => route.fulfill({ status: 404, body: "<p>" }));
  return differs("first", ["604 Does Not Exist Anywhere"], (await type(page, "604"))[0]);
}

// With its list open: nothing for axe to find, nothing wider than the window.
async function whileOpen(page) {
  await type(page, "404");
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
  return [...(await axe(page)), ...(wide > 0 ? [`${wide} px too wide`] : [])];
}

// From a disk: fetch is refused, and the page's own links are what is searched.
const fromDisk = () => onPage("sip/404-not-found/index.html", async (page) =>
  differs("first", ["604 Does Not Exist Anywhere"], (await type(page, "604"))[0]),
{ base: pathToFileURL(folder).href + "/" });

// Where the stylesheet can tell that there is no script (`scripting: none`), the form is hidden; a browser
// that only stops scripts shows it, and it leads to the list of all codes. Links to pairs are there anyway.
async function withoutScript(page) {
  const links = await page.locator("main a[href*='-vs-']").count();
  const findings = links > 0 ? [] : ["no link to a pair"];
  if (!(await page.locator("form").isVisible())) return findings;
  await page.locator("#find").fill("404 604");
  await page.locator("#find").press("Enter");
  await page.waitForURL((url) => url.search !== "");
  const codes = await page.locator(".lines a").count();
  return [...findings, ...differs("address", "sip/", at(page)), ...(codes >= 75 ? [] : [`${codes} codes`])];
}

const jobs = [
  ...jobsOfTyping(),
  ...locales(folder).flatMap(jobsOfWords),
  { title: "picker: by keyboard", run: () => onPage("", byKeyboard) },
  { title: "picker: by mouse", run: () => onPage("sip/", byMouse) },
  { title: "picker: in haste", run: () => onPage("sip/", inHaste) },
  { title: "picker: one index, on the first focus", run: () => onPage("sip/", loadedOnce) },
  { title: "picker: nothing found", run: () => onPage("", nothingFound) },
  { title: "picker: no index", run: () => onPage("sip/404-not-found/", async (page, notes) => {
    const findings = await withoutIndex(page);
    notes.findings = notes.findings.filter((text) => !text.includes("404"));
    return findings;
  }) },
  { title: "picker: from a disk", run: fromDisk },
  ...WIDTHS.flatMap((width) => SCHEMES.map((scheme) => (
    { title: `picker: open at ${width} px, ${scheme}`, run: () => onPage("sip/", whileOpen, { width, scheme }) }))),
  ...["", "sip/", "sip/404-not-found/"].map((path) => (
    { title: `picker: no script on /${path}`, run: () => onPage(path, withoutScript, { script: false }) })),
];

await inParallel(jobs, (job) => job.run().catch((error) => [error.message]), (job, findings) => point(job.title, findings));
await browser.close();
await server.close();
done();
