// SPDX-License-Identifier: GPL-3.0-or-later
// One visit to one page, and everything that can be found wrong with it there.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_OPTIONS = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } }, // off by default, and part of WCAG 2.2 AA
  resultTypes: ["violations"],
  preload: false, // it would fetch the stylesheets again, past the policy
};
const REQUESTS = 2;
const SETTLE_MS = 60;

export const WIDTHS = [320, 1280];
export const SCHEMES = ["light", "dark"];
// Axe takes most of a visit: once at each width, and once in each scheme.
export const axeAt = (width, scheme) => (width === WIDTHS[0]) === (scheme === "dark");

export function contextOptions(width, scheme, script = true) {
  return {
    viewport: { width, height: width < 600 ? 640 : 900 },
    isMobile: width < 600, // lays out as a phone does, at 980 px, where a page has no meta viewport
    colorScheme: scheme,
    reducedMotion: "reduce",
    javaScriptEnabled: script,
    locale: "en",
    serviceWorkers: "block",
  };
}

// Runs in the page, before anything of it.
function watch() {
  window.seen = { shift: 0, violations: [] };
  const add = (entries) => {
    for (const entry of entries) window.seen.shift += entry.value;
  };
  const shifts = new PerformanceObserver((list) => add(list.getEntries()));
  shifts.observe({ type: "layout-shift", buffered: true });
  window.seenAll = () => {
    add(shifts.takeRecords());
    return window.seen;
  };
  document.addEventListener("securitypolicyviolation", (event) => {
    window.seen.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
  });
}

// Runs in the page, at its end.
function look() {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const name = (element) => [element.localName, ...element.classList].join(".");
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 1 || box.left < -1) && !scrolls(element);
  });
  const data = [...document.querySelectorAll('script[type="application/ld+json"]')].flatMap((script) => {
    try {
      JSON.parse(script.textContent);
      return [];
    } catch (error) {
      return [error.message];
    }
  });
  // A script that waits for the page is no part of its first view.
  const late = [...document.scripts].filter((script) => script.defer || script.async || script.type === "module");
  return {
    ...window.seenAll?.(),
    scrollWidth: document.scrollingElement.scrollWidth,
    wide: wide.slice(0, 5).map(name),
    data,
    late: late.map((script) => script.src),
    icons: [...document.querySelectorAll('link[rel~="icon"], link[rel="apple-touch-icon"]')].map((link) => link.href),
  };
}

// Until the page has been painted and has had time to move; nothing moves before the first paint.
async function settle(page) {
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.waitForTimeout(SETTLE_MS);
}

// Notes of what a page asks for and says while it loads.
function listen(page, origin, address) {
  const notes = { findings: [], requests: [] };
  page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith("data:")) return;
    if (!url.startsWith(origin + "/")) notes.findings.push(`request to another host: ${url}`);
    notes.requests.push(url);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== address) {
      notes.findings.push(`${response.status()}: ${response.url()}`);
    }
  });
  page.on("console", (message) => {
    const ours = message.location().url === address && /status of 404/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !ours) notes.findings.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => notes.findings.push(`script: ${error.message}`));
  return notes;
}

export async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), AXE_OPTIONS);
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `axe: ${violation.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`));
}

// Findings of a page at a width and in a scheme. `expected` is the document's HTTP status; axe is left
// out where only the loading is in question.
export async function visit(browser, origin, path, { width, scheme, expected = 200, withAxe = true }) {
  const context = await browser.newContext(contextOptions(width, scheme));
  try {
    const page = await context.newPage();
    const address = `${origin}/${path}`;
    const { findings, requests } = listen(page, origin, address);
    await page.addInitScript(watch);
    const response = await page.goto(address, { waitUntil: "load" });
    if (response.status() !== expected) return [`status ${response.status()}: /${path}`];
    await settle(page);
    const seen = await page.evaluate(look);
    if (seen.scrollWidth > width) {
      findings.push(`overflow: ${seen.scrollWidth} px wide in ${width}: ${seen.wide.join(", ")}`);
    }
    if (seen.shift > 0) findings.push(`layout shift: ${seen.shift}`);
    findings.push(...seen.violations.map((text) => `policy: ${text}`), ...seen.data.map((text) => `JSON-LD: ${text}`));
    const first = requests.filter((url) => !seen.late.includes(url) && !seen.icons.includes(url));
    if (first.length > REQUESTS) findings.push(`${first.length} requests: ${first.join(" ")}`);
    const before = [...findings]; // what axe itself asks for and says is not the page's
    return withAxe ? [...before, ...(await axe(page))] : before;
  } catch (error) {
    return [`visit: ${error.message}`];
  } finally {
    await context.close();
  }
}

async function words(browser, url, script) {
  const context = await browser.newContext(contextOptions(1280, "light", script));
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: "load" });
    if (script) await settle(page);
    return await page.evaluate(() => (document.querySelector("main") ?? document.body).innerText);
  } finally {
    await context.close();
  }
}

// What a reader without JavaScript misses: any line that only a script brings. A picker may add controls,
// so lines are looked for, not counted, and lines that are part of a form are left out.
export async function withoutScript(browser, origin, path) {
  const [plain, scripted] = await Promise.all([false, true].map((on) => words(browser, `${origin}/${path}`, on)));
  const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (lines(plain).length < 2) return ["almost empty without JavaScript"];
  const there = new Set(lines(plain));
  return lines(scripted).filter((line) => !there.has(line)).map((line) => `only with JavaScript: ${line}`);
}

// How many A4 sheets a page prints on.
export async function sheets(browser, origin, path) {
  const context = await browser.newContext(contextOptions(1280, "light"));
  try {
    const page = await context.newPage();
    await page.goto(`${origin}/${path}`, { waitUntil: "load" });
    const pdf = await page.pdf({ format: "A4" });
    return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  } finally {
    await context.close();
  }
}

// The page turned round as in a right-to-left language, which the reference site does not have.
export async function turned(browser, origin, path, width) {
  const context = await browser.newContext(contextOptions(width, "light"));
  try {
    const page = await context.newPage();
    await page.goto(`${origin}/${path}`, { waitUntil: "load" });
    await page.evaluate(() => {
      document.documentElement.dir = "rtl";
    });
    const seen = await page.evaluate(look);
    return seen.scrollWidth > width ? [`overflow: ${seen.scrollWidth} px wide in ${width}: ${seen.wide.join(", ")}`] : [];
  } finally {
    await context.close();
  }
}
