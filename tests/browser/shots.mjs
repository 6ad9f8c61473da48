// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures to look at, of every page that pages.mjs visits: KIND-LOCALE-WIDTH-SCHEME.png.
// node shots.mjs OUTDIR [SITE/public]

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inParallel, launch } from "./browser.mjs";
import { fromFolder, serve } from "./server.mjs";
import { samplePages, siteFolder } from "./site.mjs";
import { SCHEMES, WIDTHS, contextOptions } from "./visit.mjs";

const [out] = process.argv.splice(2, 1);
if (!out) {
  console.error("node shots.mjs OUTDIR [SITE/public]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const folder = siteFolder();
const server = await serve(fromFolder(folder));
const browser = await launch();

const jobs = samplePages(folder).flatMap(({ kind, path, title }) =>
  WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ kind, path, title, width, scheme }))));

function fileName({ kind, path, title, width, scheme }) {
  const locale = /^([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\//.exec(path)?.[1] ?? "";
  const isLocale = locale && !["sip", "compare"].includes(locale);
  const heavy = title.includes("heaviest") ? "-heaviest" : "";
  return `${kind}${heavy}-${isLocale ? locale : "source"}-${width}-${scheme}.png`;
}

async function shoot(job) {
  const context = await browser.newContext(contextOptions(job.width, job.scheme));
  const page = await context.newPage();
  await page.goto(`${server.origin}/${job.path}`, { waitUntil: "load" });
  await page.screenshot({ path: join(out, fileName(job)), fullPage: true });
  await context.close();
}

await inParallel(jobs, shoot, (job) => console.log(fileName(job)));
await browser.close();
await server.close();
