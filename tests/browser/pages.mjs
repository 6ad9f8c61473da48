// SPDX-License-Identifier: GPL-3.0-or-later
// One page of every kind in every locale, at both widths and in both schemes, in real Chromium.
// node pages.mjs [SITE/public]

import { inParallel, launch } from "./browser.mjs";
import { fromFolder, serve } from "./server.mjs";
import { samplePages, siteFolder } from "./site.mjs";
import { done, point } from "./tap.mjs";
import { SCHEMES, WIDTHS, axeAt, sheets, turned, visit, withoutScript } from "./visit.mjs";

const folder = siteFolder();
const server = await serve(fromFolder(folder));
const below = await serve((path) => (path.startsWith("some/where/") ? fromFolder(folder)(path.slice(11)) : null));
const browser = await launch();
const { origin } = server;

const pages = samplePages(folder);
const jobs = [];
function add(title, run) {
  jobs.push({ title, run });
}

for (const { title, path, kind, inSource, heaviest } of pages) {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      const withAxe = axeAt(width, scheme);
      add(`${title} at ${width} px, ${scheme}`, () => visit(browser, origin, path, { width, scheme, withAxe }));
    }
  }
  if (kind === "pair") {
    add(`${title} on one sheet`, async () => {
      const count = await sheets(browser, origin, path);
      return count === 1 ? [] : [`${count} sheets`];
    });
  }
  if (heaviest) continue;
  add(`${title} without JavaScript`, () => withoutScript(browser, origin, path));
  if (kind !== "not-found") {
    add(`${title} below another path`, () =>
      visit(browser, below.origin, "some/where/" + path, { width: 1280, scheme: "light", withAxe: false }));
  }
  if (!inSource) continue; // turned round, the other languages differ in nothing
  for (const width of WIDTHS) {
    add(`${title} from right to left at ${width} px`, () => turned(browser, origin, path, width));
  }
}
add("an address that is not there, far down", () =>
  visit(browser, origin, "compare/sip/no/such/page/", { width: 1280, scheme: "light", expected: 404 }));

await inParallel(jobs, (job) => job.run().catch((error) => [error.message]), (job, findings) => point(job.title, findings));
await browser.close();
await Promise.all([server.close(), below.close()]);
done();
