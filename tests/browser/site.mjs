// SPDX-License-Identifier: GPL-3.0-or-later
// The built site as the tests see it: its files, its locales, and one page of every kind in each.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const KINDS = {
  home: "",
  family: "sip/",
  code: "sip/404-not-found/",
  pair: "compare/sip/300-multiple-choices-vs-404-not-found/",
  translations: "translations/",
  "not-found": "404.html",
};

export function files(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below + entry.name;
    return entry.isDirectory() ? files(folder, path + "/") : [path];
  });
}

// Prefixes: "" for the source locale, "vi/" for a further one. Each locale has a page about translations.
export function locales(folder) {
  const further = readdirSync(folder).filter((name) => existsSync(join(folder, name, KINDS.translations)));
  return ["", ...further.sort().map((name) => name + "/")];
}

// The heaviest page of a locale's pairs is the one most likely to be too wide or too long.
function heaviestPair(folder, prefix) {
  const below = prefix + "compare/sip/";
  if (!existsSync(join(folder, below))) return null;
  const sizes = readdirSync(join(folder, below)).map((name) => {
    const path = `${below}${name}/index.html`;
    return { path: `${below}${name}/`, bytes: statSync(join(folder, path), { throwIfNoEntry: false })?.size ?? 0 };
  });
  return sizes.reduce((a, b) => (b.bytes > a.bytes ? b : a), { path: null, bytes: 0 }).path;
}

// Rows of {title, path, kind, inSource, heaviest}. A page that should be there and is not shows up as one that cannot be visited.
export function samplePages(folder) {
  return locales(folder).flatMap((prefix) => {
    const rows = Object.entries(KINDS)
      .filter(([kind]) => kind !== "not-found" || prefix === "" || existsSync(join(folder, prefix, KINDS[kind])))
      .map(([kind, path]) => ({ kind, path: prefix + path, title: `/${prefix}${path}`, inSource: prefix === "" }));
    const heavy = heaviestPair(folder, prefix);
    if (heavy) rows.push({ kind: "pair", path: heavy, title: `/${heavy} (heaviest)`, inSource: false, heaviest: true });
    return rows;
  });
}

export function siteFolder() {
  const folder = process.argv[2] ?? fileURLToPath(new URL("../../site/public", import.meta.url));
  if (!existsSync(join(folder, "index.html"))) {
    process.stdout.write(`Bail out! no site in ${folder}\n`);
    process.exit(1);
  }
  return folder;
}
