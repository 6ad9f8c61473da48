// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages weigh. node weight.mjs [SITE/public]

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pathToFileURL } from "node:url";
import { files, locales, siteFolder } from "./site.mjs";
import { done, point } from "./tap.mjs";

const KB = 1000;
const LIMITS = {
  "pair page": { bytes: 12 * KB, gzipped: 4 * KB },
  // Below the translation threshold every sentence of the source language carries its own lang (and dir),
  // and there is a notice: bytes that compress to almost nothing, and go as the translation grows.
  "untranslated pair page": { bytes: 14 * KB, gzipped: 4 * KB },
  stylesheet: { gzipped: 4 * KB },
  script: { bytes: 2 * KB },
  "picker's index": { gzipped: 10 * KB },
  picture: { bytes: 30 * KB },
};

const NOINDEX = '<meta name="robots" content="noindex">'; // what a page below the threshold says in its head

function kindOf(path, prefixes, body) {
  if (path.endsWith(".css")) return "stylesheet";
  if (path.endsWith(".js")) return "script";
  if (path.endsWith(".find.json")) return "picker's index";
  if (path.endsWith(".png")) return "picture";
  const isPair = prefixes.some((prefix) => path.startsWith(prefix + "compare/")) && path.endsWith("/index.html");
  if (!isPair) return null;
  return body.includes(NOINDEX) ? "untranslated pair page" : "pair page";
}

function tooHeavy(path, body, limits) {
  const findings = [];
  if (limits.bytes && body.length > limits.bytes) findings.push(`${path}: ${body.length} bytes, at most ${limits.bytes}`);
  if (limits.gzipped) {
    const bytes = gzipSync(body, { level: 9 }).length;
    if (bytes > limits.gzipped) findings.push(`${path}: ${bytes} bytes gzipped, at most ${limits.gzipped}`);
  }
  return findings;
}

// For each kind: how many files there are, and which are too heavy.
export function weigh(folder) {
  const prefixes = locales(folder);
  const kinds = Object.fromEntries(Object.keys(LIMITS).map((kind) => [kind, { count: 0, findings: [] }]));
  for (const path of files(folder)) {
    const body = readFileSync(join(folder, path));
    const kind = kindOf(path, prefixes, body);
    if (!kind) continue;
    kinds[kind].count++;
    kinds[kind].findings.push(...tooHeavy(path, body, LIMITS[kind]));
  }
  if (kinds["pair page"].count === 0) kinds["pair page"].findings.push("no pair page");
  if (kinds.stylesheet.count !== 1) kinds.stylesheet.findings.push(`${kinds.stylesheet.count} stylesheets, not one`);
  return kinds;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const kinds = weigh(siteFolder());
  for (const [kind, { count, findings }] of Object.entries(kinds)) {
    const shown = findings.length > 20 ? [...findings.slice(0, 20), `and ${findings.length - 20} more`] : findings;
    point(`weight of each ${kind} (${count})`, shown);
  }
  done();
}
