// SPDX-License-Identifier: GPL-3.0-or-later
// The tests tried on pages with one defect each: every one must be found, and none in the good page.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { launch, inParallel } from "./browser.mjs";
import { collectTexts, isWhole, plainEnglish, protocolPattern, readProtocol } from "./english.mjs";
import { layout } from "./layout.mjs";
import { check } from "./nu.mjs";
import { fromTree, serve } from "./server.mjs";
import { done, point, unlike } from "./tap.mjs";
import { sheets, turned, visit, withoutScript } from "./visit.mjs";
import { weigh } from "./weight.mjs";

function page({ head = "", main = "<p>Some text about two codes.</p>", html = 'lang="en"', sheet = "good", viewport = true } = {}) {
  return `<!DOCTYPE html>
<html ${html}>
<head>
<meta charset="utf-8">
<title>300 vs 404</title>
${viewport ? '<meta name="viewport" content="width=device-width, initial-scale=1">' : ""}
<link rel="stylesheet" href="${sheet}.css">
<link rel="icon" href="icon.svg">
${head}
</head>
<body>
<main>
<h1>300 vs 404</h1>
${main}
</main>
</body>
</html>
`;
}

const SHEET = "body { background: #fff; color: #000 } @media (prefers-color-scheme: dark) { body { background: #000; color: #fff } a { color: #8af } }\n";
const TREE = {
  "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
  "good.css": SHEET,
  "light.css": SHEET + "@media (prefers-color-scheme: light) { p { color: #bbb } }",
  "dark.css": SHEET + "@media (prefers-color-scheme: dark) { p { color: #333 } }",
  "wide.css": SHEET + "p { width: 40rem }",
  "left.css": SHEET + "p { width: 18rem } [dir=rtl] p { transform: translateX(-9rem) }",
  "small.css": SHEET + "a { display: block; width: 9px; height: 9px; overflow: hidden }",
  "a.css": "", "b.css": "",
  "shift.js": `new PerformanceObserver(() => {
    document.querySelector("main").prepend(document.createElement("pre"), "shifted", document.createElement("hr"));
  }).observe({ type: "paint", buffered: true });`,
  "error.js": 'console.error("oh dear");',
  "throw.js": 'throw new Error("oh no");',
  "words.js": 'document.querySelector("main").append("a line that a script brings");',
};
const css = (name) => `<link rel="stylesheet" href="${name}.css">`;
const js = (name, how = "defer") => `<script ${how} src="${name}.js"></script>`;
const NARROW = { width: 320, scheme: "light" };
const WIDE = { width: 1280, scheme: "light" };
const DARK = { width: 1280, scheme: "dark" };

// Rows of [title, page, how it is visited, a part of each finding].
const VISITS = [
  ["a good page", page({ head: '<script type="application/ld+json">{"a": 1}</script>' }), NARROW, []],
  ["a good page, dark", page(), DARK, []],
  ["poor contrast in light", page({ sheet: "light" }), WIDE, ["color-contrast"]],
  ["poor contrast in light, seen dark", page({ sheet: "light" }), DARK, []],
  ["poor contrast in dark", page({ sheet: "dark" }), DARK, ["color-contrast"]],
  ["no language", page({ html: "" }), WIDE, ["html-has-lang"]],
  ["a heading left out", page({ main: "<p>a</p><h3>b</h3>" }), WIDE, ["heading-order"]],
  ["small targets", page({ sheet: "small", main: '<p>a</p><a href="x">one</a><a href="y">two</a>' }), WIDE, ["target-size", "target-size"]],
  ["too wide", page({ sheet: "wide" }), NARROW, ["overflow: "]],
  ["no viewport", page({ viewport: false }), NARROW, ["overflow: 980"]],
  ["a layout shift", page({ head: js("shift") }), WIDE, ["layout shift: "]],
  ["an inline style", page({ main: '<p style="margin: 0">a</p><p>b</p>' }), WIDE, ["policy: style-src-attr", "Content Security Policy"]],
  ["an inline script", page({ main: "<script>var a = 1;</script><p>b</p>" }), WIDE, ["policy: script-src-elem", "Content Security Policy"]],
  ["another host", page({ head: '<link rel="stylesheet" href="http://localhost:9/a.css">' }), WIDE, ["another host", "policy: style-src-elem", "Content Security Policy", "3 requests"]],
  ["three requests", page({ head: css("a") + css("b") }), WIDE, ["4 requests"]],
  ["a script that blocks", page({ head: js("a-missing", "") }), WIDE, ["404: ", "3 requests", "status of 404", "MIME type"]],
  ["an error on the console", page({ head: js("error") }), WIDE, ["console: oh dear"]],
  ["an error in a script", page({ head: js("throw") }), WIDE, ["script: oh no"]],
  ["JSON-LD that does not parse", page({ head: '<script type="application/ld+json">{"a": 1,}</script>' }), WIDE, ["JSON-LD: "]],
];

// The same for what is not part of a visit.
const LONG = page({ main: "<p>line</p>".repeat(200) });
const OTHERS = [
  ["all there without JavaScript", page(), (b, o, p) => withoutScript(b, o, p), []],
  ["a line only with JavaScript", page({ head: js("words") }), (b, o, p) => withoutScript(b, o, p), ["a line that a script brings"]],
  ["empty without JavaScript", page({ main: "" }), (b, o, p) => withoutScript(b, o, p), ["almost empty"]],
  ["one sheet", page(), async (b, o, p) => [String(await sheets(b, o, p))], ["1"]],
  ["several sheets", LONG, async (b, o, p) => (await sheets(b, o, p)) > 1 ? ["several"] : [], ["several"]],
  ["turned round", page(), (b, o, p) => turned(b, o, p, 320), []],
  ["turned round, with a left in it", page({ sheet: "left" }), (b, o, p) => turned(b, o, p, 320), ["overflow: "]],
  ["turned round, too wide", page({ sheet: "wide" }), (b, o, p) => turned(b, o, p, 320), ["overflow: "]],
];

const HTML = [
  ["good", page(), []],
  ["an error", page({ main: "<p><div>a</div></p>" }), ["error: "]],
  ["a warning", page({ main: "<section><p>a</p></section>" }), ["warning: "]],
];

async function samplesInBrowser() {
  const rows = [...VISITS, ...OTHERS];
  const tree = { ...TREE };
  rows.forEach(([, html], index) => { tree[`${index}.html`] = html; });
  const server = await serve(fromTree(tree));
  const browser = await launch();
  await inParallel(rows, (row) => {
    const [, , how] = row;
    const path = `${rows.indexOf(row)}.html`;
    return typeof how === "function" ? how(browser, server.origin, path) : visit(browser, server.origin, path, how);
  }, ([title, , , expected], found) => point(`sample: ${title}`, unlike(found, expected)));
  await browser.close();
  await server.close();
}

function inFolder(tree, use) {
  const folder = mkdtempSync(join(tmpdir(), "diptych-"));
  for (const [path, body] of Object.entries(tree)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), body);
  }
  return Promise.resolve(use(folder)).finally(() => rmSync(folder, { recursive: true }));
}

async function samplesForNu() {
  for (const [title, html, expected] of HTML) {
    await inFolder({ "a.html": html }, async (folder) => {
      const found = await check([join(folder, "a.html")]);
      point(`sample: Nu checker: ${title}`, unlike(found.map(({ text }) => text), expected));
    });
  }
}

const NOINDEX = '<meta name="robots" content="noindex">';

async function samplesOfWeight() {
  const good = { "index.html": "", "a.css": "", "compare/sip/a/index.html": "x".repeat(12000) };
  const rows = [
    ["within the limits", good, []],
    ["a long page", { ...good, "compare/sip/b/index.html": "x".repeat(12001) }, ["12001 bytes, at most"]],
    ["a dense page", { ...good, "compare/sip/b/index.html": randomBytes(4000) }, ["bytes gzipped"]],
    ["in a further locale", { ...good, "vi/translations/index.html": "", "vi/compare/sip/b/index.html": "x".repeat(12001) }, ["vi/compare"]],
    ["untranslated", { ...good, "vi/translations/index.html": "", "vi/compare/sip/b/index.html": NOINDEX.padEnd(14000, "x") }, []],
    ["untranslated, too long", { ...good, "vi/translations/index.html": "", "vi/compare/sip/b/index.html": NOINDEX.padEnd(14001, "x") }, ["14001 bytes, at most"]],
    ["a dense stylesheet", { ...good, "a.css": randomBytes(4000) }, ["bytes gzipped"]],
    ["two stylesheets", { ...good, "b.css": "" }, ["2 stylesheets"]],
    ["a long script", { ...good, "b.js": "x".repeat(2001) }, ["b.js: 2001"]],
    ["a dense index", { ...good, "api/sip.en.find.json": randomBytes(10000) }, ["sip.en.find.json: "]],
    ["a large picture", { ...good, "preview.png": "x".repeat(30001) }, ["preview.png: 30001"]],
    ["no pair page", { "index.html": "", "a.css": "" }, ["no pair page"]],
  ];
  for (const [title, tree, expected] of rows) {
    await inFolder(tree, (folder) => {
      const found = Object.values(weigh(folder)).flatMap(({ findings }) => findings);
      point(`sample: weight: ${title}`, unlike(found, expected));
    });
  }
}

// Rows of [text, the English in it]: of texts of en-XA as they should be, and damaged.
const ENGLISH = [
  ["[Ţĥé ûšéŕ áţ 404 Not Found öñé ţŵö]", []],
  ["SIP 480: [404 (Not Found) îš á 4xx ŕéšṗöñšé öñé]", []],
  ["[Ļööķ áţ ţĥé Request-URI, WWW-Authenticate áñð CSeq öƒ ţĥé INVITE öñé]", []],
  ["[RFC 3261 §21.4.5, SIP/2.0, 100rel, URIs, a.example, sip:bob@a.example, q=low öñé]", []],
  ["[Çáļļéŕ] šéñðš REGISTER Supported: outbound ţö [Ṗŕöẋý]", []],
  ["Gone", []],
  ["410 Gone", []],
  ["", []],
  ["Key Differences", ["Key Differences"]],
  ["[Ţĥé user does ñöţ exist öñé]", ["user does", "exist"]],
  ["Diptych SIP 404 Not Found vs 410 Gone", []], // "vs" is too short to tell
  ["A proxy gone", ["proxy gone"]],
  ["[Ĥé ĥáš Gone öñé]", ["Gone"]],
  ["[ñöñ-INVITE áñð call-by-call öñé]", ["call-by-call"]],
  ["[Çáļļ: the öñé]", ["the"]],
  ["[Ðiffeŕš öñé]", ["Ðiffeŕš"]],
  ["[Server-local öñé]", ["Server-local"]],
  ["Verify the SIP URI or phone number.", ["Verify the", "phone number"]],
];
const WHOLE = [["[a] b [c [d]]", true], ["", true], ["[a. b", false], ["a]", false], ["]a[", false]];

function samplesOfEnglish() {
  const protocol = protocolPattern(readProtocol(fileURLToPath(new URL("../..", import.meta.url))), ["Diptych", "SIP"]);
  for (const [text, expected] of ENGLISH) {
    const found = plainEnglish(text, protocol);
    point(`sample: English in "${text}"`, found.join("|") === expected.join("|") ? [] : [`found: ${found.join(", ")}`]);
  }
  for (const [text, expected] of WHOLE) point(`sample: whole or not: ${text}`, isWhole(text) === expected ? [] : ["not seen"]);
}

// What is read of a page, and what is not.
async function samplesOfTexts() {
  const browser = await launch();
  const tab = await browser.newPage();
  const html = `<title>a</title><meta name="description" content="b"><meta property="og:title" content="c"><a class="mark">no</a>
    <script type="application/ld+json">{"name": "d", "url": "no"}</script><h1>e <code>no</code></h1><p lang="en">f</p>
    <svg role="img"><desc>g</desc><text class="a">h</text><text>no</text></svg><ul class="lines"><li><span>i</span></ul>
    <img alt="j"><button aria-label="k" title="l"></button><div id="languages"><h2>m</h2><a lang="vi">no</a></div>`;
  const texts = await tab.evaluate(collectTexts, [["x.html", html], ["y.html", html]]);
  await browser.close();
  const found = texts.map(({ text }) => text).sort().join("");
  const parts = texts.filter(({ where }) => where === "part").map(({ text }) => text).sort().join("");
  point("sample: every text of a page is read", found === "abcdefghijklm" ? [] : [`found: ${found}`]);
  point("sample: parts of texts are known", parts === "hi" ? [] : [`found: ${parts}`]);
}

// Rows of [title, page, width, direction, a part of each finding].
const RTL = 'lang="ar" dir="rtl"';
const LTR = 'lang="en" dir="ltr"';
const drawing = (texts) => `<figure><svg viewBox="0 0 300 60" style="width: 300px; overflow: visible">${texts}</svg></figure>`;
const LAYOUTS = [
  ["good", page({ html: LTR, main: `<p>404 Not Found <bdi>404</bdi></p>${drawing('<text x="10" y="20">one</text><text x="90" y="20">two</text>')}` }), 1280, "ltr", []],
  ["a long word", page({ html: LTR, main: `<p>${"x".repeat(80)}</p>` }), 320, "ltr", ["cut: main", "cut: p"]],
  ["a box with too much in it", page({ html: LTR, main: '<div style="width: 40px; overflow: hidden; white-space: nowrap">a long text</div>' }), 1280, "ltr", ["cut: div"]],
  ["texts over each other", page({ html: LTR, main: drawing('<text x="10" y="20">one two</text><text x="20" y="20">three</text>') }), 1280, "ltr", ['"one two" over "three"']],
  ["a text outside", page({ html: LTR, main: drawing('<text x="280" y="20">one two three</text>') }), 1280, "ltr", ["stands out of it"]],
  ["from right to left", page({ html: RTL, main: "<p>هنا \u200e404 Not Found هنا</p>" }), 1280, "rtl", []],
  ["not from right to left", page({ main: "<p>هنا</p>" }), 1280, "rtl", ["direction: \"\""]],
  ["a code behind its phrase", page({ html: RTL, main: "<p>هنا 404 Not Found هنا</p>" }), 1280, "rtl", ["reads backwards"]],
  ["a caption backwards", page({ html: RTL, main: "<figure><figcaption><b><bdi>404</bdi></b> Not Found</figcaption></figure>" }), 1280, "rtl", ["reads backwards"]],
  ["a code that is not isolated", page({ html: RTL, main: '<p><bdi style="unicode-bidi: normal">404</bdi></p>' }), 1280, "rtl", ["not isolated"]],
];

async function samplesOfLayout() {
  const tree = { ...TREE };
  LAYOUTS.forEach(([, html], index) => { tree[`${index}.html`] = html; });
  const server = await serve(fromTree(tree), false);
  const browser = await launch();
  for (const [index, [title, , width, direction, expected]] of LAYOUTS.entries()) {
    const found = await layout(browser, server.origin, [`${index}.html`], width, direction);
    point(`sample: layout: ${title}`, unlike(found, expected));
  }
  await browser.close();
  await server.close();
}

await samplesInBrowser();
samplesOfEnglish();
await samplesOfTexts();
await samplesOfLayout();
await samplesForNu();
await samplesOfWeight();
done();
