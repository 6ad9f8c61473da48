// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong with a page when its texts are long, or run from right to left.

import { contextOptions } from "./visit.mjs";

// Runs in the page: texts that stand out of their boxes or over each other, and tokens that were turned.
function look(direction) {
  const findings = [];
  const name = (element) => [element.localName, ...element.classList].join(".");
  const shown = (text) => JSON.stringify(text.trim().slice(0, 40));
  const { dir } = document.documentElement;
  if (dir !== direction) findings.push(`direction: "${dir}", not "${direction}"`);
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("svg, .vh, .skip") || element.clientWidth === 0) continue;
    if (element.scrollWidth > element.clientWidth + 1) {
      findings.push(`cut: ${name(element)}: ${element.scrollWidth} px in ${element.clientWidth}: ${shown(element.textContent)}`);
    }
  }
  for (const bdi of document.querySelectorAll("bdi")) {
    if (getComputedStyle(bdi).unicodeBidi !== "isolate") findings.push(`direction: ${shown(bdi.textContent)} is not isolated`);
  }

  for (const svg of document.querySelectorAll("figure svg")) {
    const bounds = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    texts.forEach(({ text, box }, index) => {
      if (box.left < bounds.left - 1 || box.right > bounds.right + 1) findings.push(`drawing: ${shown(text)} stands out of it`);
      for (const other of texts.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        // Lines stand close: their boxes, not their letters, may touch.
        if (across > 1 && down > box.height / 3) findings.push(`drawing: ${shown(text)} over ${shown(other.text)}`);
      }
    });
  }

  // A code and its phrase read from left to right everywhere: 404 Not Found.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const box = (node, start, end) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return range.getBoundingClientRect();
  };
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("script, style, .vh")) continue;
    for (const match of node.data.matchAll(/(?<![\p{L}\p{N}])(\d{3})( [\u200e(]*)([A-Z][A-Za-z]+)/gu)) {
      const at = match.index;
      const code = box(node, at, at + 3);
      const phrase = box(node, at + 3 + match[2].length, at + match[0].length);
      if (Math.abs(code.top - phrase.top) < 2 && code.left > phrase.left) findings.push(`direction: ${shown(match[0])} reads backwards`);
    }
  }
  for (const element of document.querySelectorAll("figcaption, .pairs a > [class|=c]")) {
    if (element.childNodes.length < 2) continue; // the code alone
    const number = element.querySelector("b").getBoundingClientRect();
    const phrase = box(element, 1, element.childNodes.length);
    if (phrase.top < number.bottom && number.left > phrase.left) findings.push(`direction: ${shown(element.textContent)} reads backwards`);
  }
  return [...new Set(findings)];
}

export async function layout(browser, origin, paths, width, direction) {
  const context = await browser.newContext(contextOptions(width, "light"));
  const findings = [];
  try {
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(`${origin}/${path}`, { waitUntil: "load" });
      for (const finding of await page.evaluate(look, direction)) findings.push(`/${path}: ${finding}`);
    }
    return findings;
  } finally {
    await context.close();
  }
}
