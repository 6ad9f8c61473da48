// SPDX-License-Identifier: GPL-3.0-or-later
// Plain English in a page of en-XA, where every letter that was translated has an accent; and texts that
// were cut, whose brackets are no longer a pair.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const unquoted = (text) => text.trim().replace(/^"(.*)"$/, "$1");
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// What the records of a site's folder have that is never translated: phrases of codes, messages of flows.
export function readProtocol(root) {
  const names = [];
  const messages = [];
  for (const family of readdirSync(join(root, "content"), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const folder = join(root, "content", family.name, "codes");
    for (const file of readdirSync(folder)) {
      const record = readFileSync(join(folder, file), "utf8");
      names.push([unquoted(/^code: (.*)$/m.exec(record)[1]), unquoted(/^name: (.*)$/m.exec(record)[1])]);
      for (const [, message] of record.matchAll(/^ *- \[[^,]*,[^,]*, *(.*)\]$/gm)) messages.push(unquoted(message));
    }
  }
  return { names, messages };
}

// A pattern of all that may stand in a page as it is. A phrase of one word may behind its code, or alone.
export function protocolPattern({ names, messages }, others = []) {
  const alone = names.map(([, name]) => name).filter((name) => name.includes(" "));
  const single = names.map(([, name]) => `^${name}$`).filter((name) => !name.includes(" "));
  const behind = names.flatMap(([code, name]) => [`${code} ${name}`, `${code} (${name})`]);
  const literals = [...new Set([...alone, ...behind, ...messages, ...others])].sort((a, b) => b.length - a.length);
  const addresses = String.raw`[a-z]+:\/\/\S+|(?:sips?|tel|urn|mailto):[^\s,;)]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)*|[\w-]+=[\w-]+`;
  // \b knows only letters of ASCII, and would take an accent for the end of a word.
  const all = [...literals.map(escaped), ...single, addresses].join("|");
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${all})(?![\p{L}\p{N}])`, "gu");
}

// The protocol's own words by their shape: a digit, a capital behind the first letter, Header-Name, a.example.
function isToken(word) {
  return /\p{N}|.\p{Lu}/u.test(word) || /\.\p{L}/u.test(word);
}

const isHeader = (word) => /^\p{Lu}\p{L}*(?:-\p{Lu}\p{L}*)+$/u.test(word);

// Runs of words with three letters in a row that have no accent.
export function plainEnglish(text, protocol) {
  const rest = text.replace(protocol, " \u2022 ");
  const runs = [];
  let run = [];
  for (const [word] of [...rest.matchAll(/[\p{L}\p{M}\p{N}]+(?:[-.'\u2019][\p{L}\p{M}\p{N}]+)*|\u2022/gu), [""]]) {
    const plain = !isHeader(word) && word.split("-").some((part) => !isToken(part) && /[A-Za-z][a-z]{2}/.test(part));
    if (plain) run.push(word);
    else if (run.length > 0) runs.push(run.splice(0).join(" "));
  }
  return runs;
}

// Whether each message of the text is whole: every bracket has its other one.
export function isWhole(text) {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]]/g)) {
    depth += bracket === "[" ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

// Runs in a browser: the distinct texts of documents, as {text, where, path}. Left out is what the page does
// not say in its own language: names of languages, of the site and of its licence, tokens, messages.
export function collectTexts(pages) {
  const SKIPPED = "script, style, code, #languages a, #locales a, a[rel=license], .mark, svg text:not(.a)";
  const ATTRIBUTES = ["title", "alt", "aria-label", "placeholder"];
  const found = new Map();
  const add = (where, path, text) => {
    const trimmed = (text ?? "").trim();
    if (trimmed && !found.has(`${where}\n${trimmed}`)) found.set(`${where}\n${trimmed}`, { text: trimmed, where, path });
  };
  for (const [path, html] of pages) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const walker = page.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      // The family's page shows first sentences alone, and lines of a drawing are broken by hand.
      const part = element.matches(".lines span, svg text") ? "part" : "whole";
      if (!element.closest(SKIPPED)) add(part, path, walker.currentNode.data);
    }
    for (const meta of page.querySelectorAll('meta[name="description"], meta[property="og:title"]')) add("whole", path, meta.content);
    for (const name of ATTRIBUTES) for (const element of page.querySelectorAll(`[${name}]`)) add("whole", path, element.getAttribute(name));
    for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
      JSON.parse(script.textContent, (key, value) => {
        if (["name", "headline", "description"].includes(key)) add("whole", path, value);
        return value;
      });
    }
  }
  return [...found.values()];
}
