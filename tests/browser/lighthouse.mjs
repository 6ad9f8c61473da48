// SPDX-License-Identifier: GPL-3.0-or-later
// Lighthouse, as a phone: a pair, a family, the home page and a code, in the source's language, and the
// heaviest pair of every language. All four marks are 100. node lighthouse.mjs [SITE/public]

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { executable, FLAGS } from "./browser.mjs";
import { fromFolder, serve } from "./server.mjs";
import { samplePages, siteFolder } from "./site.mjs";
import { done, point } from "./tap.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const ATTEMPTS = 8; // only for "performance": it measures, and the machine may have other things to do

const folder = siteFolder();
const server = await serve(fromFolder(folder));
const chrome = await launch({ chromePath: executable(), chromeFlags: ["--headless=new", ...FLAGS], logLevel: "silent" });

const lost = (lhr, category) => lhr.categories[category].auditRefs
  .map(({ id, weight }) => ({ audit: lhr.audits[id], weight }))
  .filter(({ audit, weight }) => weight > 0 && audit.score !== null && audit.score < 1)
  .map(({ audit }) => `${audit.id}: ${audit.displayValue ?? audit.title}`);

async function judge(path) {
  let findings = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { lhr } = await lighthouse(`${server.origin}/${path}`, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" });
    if (lhr.runtimeError) return [lhr.runtimeError.message];
    const below = CATEGORIES.filter((category) => !(lhr.categories[category].score === 1));
    findings = below.map((category) => `${category}: ${Math.round(lhr.categories[category].score * 100)}; ${lost(lhr, category).join(", ")}`);
    if (below.some((category) => category !== "performance") || below.length === 0) break;
  }
  return findings;
}

const wanted = ({ kind, inSource, heaviest }) => heaviest || (inSource && ["home", "family", "code", "pair"].includes(kind));
for (const { title, path } of samplePages(folder).filter(wanted)) {
  point(`Lighthouse: ${title}`, await judge(path).catch((error) => [error.message]));
}
await chrome.kill();
await server.close();
done();
