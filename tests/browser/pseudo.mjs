// SPDX-License-Identifier: GPL-3.0-or-later
// The site with its made-up languages (diptych build --pseudo): no English in any page of en-XA, and pages
// of both that hold what they say. node pseudo.mjs SITE

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inParallel, launch } from "./browser.mjs";
import { collectTexts, isWhole, plainEnglish, protocolPattern, readProtocol } from "./english.mjs";
import { layout } from "./layout.mjs";
import { fromFolder, serve } from "./server.mjs";
import { files, samplePages, siteFolder } from "./site.mjs";
import { done, point } from "./tap.mjs";
import { WIDTHS, visit } from "./visit.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OTHERS = ["Diptych", "SIP"]; // names of the site and of its family
const DIRECTIONS = { "en-XA/": "ltr", "ar-XB/": "rtl" };
const AT_ONCE = 150; // pages handed to the browser
const SHOWN = 30;

const folder = siteFolder();
const browser = await launch();
const server = await serve(fromFolder(folder));

async function textsOf(paths) {
  const page = await browser.newPage();
  const texts = await page.evaluate(collectTexts, paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  await page.close();
  return texts;
}

async function readEveryPage(prefix) {
  const protocol = protocolPattern(readProtocol(ROOT), OTHERS);
  const paths = files(folder, prefix).filter((path) => path.endsWith(".html"));
  const batches = [];
  for (let start = 0; start < paths.length; start += AT_ONCE) batches.push(paths.slice(start, start + AT_ONCE));
  const found = new Map();
  await inParallel(batches, textsOf, (_, texts) => {
    for (const { text, where, path } of texts) {
      for (const run of plainEnglish(text, protocol)) found.set(run, `${path}: "${run}" in ${JSON.stringify(text.slice(0, 160))}`);
      if (where === "whole" && !isWhole(text)) found.set(text, `${path}: cut: ${JSON.stringify(text.slice(0, 160))}`);
    }
  });
  const findings = [...found.values()];
  const rest = findings.length > SHOWN ? [`and ${findings.length - SHOWN} more`] : [];
  point(`no English in any of ${paths.length} pages of ${prefix}`, paths.length > 0 ? [...findings.slice(0, SHOWN), ...rest] : ["no page"]);
}

const jobs = [];
for (const { kind, path, title } of samplePages(folder)) {
  const prefix = Object.keys(DIRECTIONS).find((start) => path.startsWith(start));
  if (!prefix) continue;
  for (const width of WIDTHS) {
    const expected = kind === "not-found" ? 200 : undefined;
    // Of the schemes, what a real language has seen is enough.
    jobs.push({ title: `${title} at ${width} px`, run: () => visit(browser, server.origin, path, { width, scheme: "light", expected }) });
    jobs.push({ title: `layout of ${title} at ${width} px`, run: () => layout(browser, server.origin, [path], width, DIRECTIONS[prefix]) });
  }
}
// Every flow, where it is narrowest.
for (const [prefix, direction] of Object.entries(DIRECTIONS)) {
  const codes = files(folder, `${prefix}sip/`).filter((path) => path.split("/").length === 4);
  jobs.push({ title: `layout of ${codes.length} codes in ${prefix} at 320 px`, run: () => layout(browser, server.origin, codes, 320, direction) });
}

await readEveryPage("en-XA/");
await inParallel(jobs, (job) => job.run().catch((error) => [error.message]), (job, findings) => point(job.title, findings));
await browser.close();
await server.close();
done();
