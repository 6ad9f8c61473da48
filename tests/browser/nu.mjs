// SPDX-License-Identifier: GPL-3.0-or-later
// The Nu HTML checker over every page of the site: no error, no warning. node nu.mjs [SITE/public]

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inParallel, WORKERS } from "./browser.mjs";
import { files, siteFolder } from "./site.mjs";
import { done, point } from "./tap.mjs";

const JAR = join(createRequire(import.meta.url).resolve("vnu-jar/package.json"), "../build/dist/vnu.jar");
const AT_ONCE = 2000; // paths on one command line
const JAVA = ["-Xmx1g", "-XX:+UseSerialGC", "-Xss2m", "-jar", JAR, "--format", "json", "--exit-zero-always", "--stdout"];

function run(paths) {
  return new Promise((resolve, reject) => {
    const child = spawn("java", [...JAVA, ...paths], { stdio: ["ignore", "pipe", "inherit"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) reject(new Error(`the checker ended with status ${code}`));
      else resolve(Buffer.concat(chunks).toString("utf8"));
    });
  });
}

// Findings of the pages, as {path, text}; every message counts, whatever the checker calls it.
export async function check(paths) {
  const { messages } = JSON.parse(await run(paths));
  return messages.map((message) => ({
    path: message.url?.startsWith("file:") ? fileURLToPath(message.url) : String(message.url),
    text: `${message.lastLine ?? 0}:${message.lastColumn ?? 0}: ${message.subType ?? message.type}: ${message.message}`,
  }));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = siteFolder();
  const pages = files(folder).filter((path) => path.endsWith(".html")).map((path) => join(folder, path));
  const size = Math.min(AT_ONCE, Math.ceil(pages.length / WORKERS));
  const batches = [];
  for (let start = 0; start < pages.length; start += size) batches.push(pages.slice(start, start + size));
  await inParallel(batches, check, (batch, found) => {
    const shown = found.slice(0, 20).map(({ path, text }) => `${relative(folder, path)}:${text}`);
    if (found.length > 20) shown.push(`and ${found.length - 20} more`);
    point(`Nu checker, ${batch.length} pages from ${relative(folder, batch[0])}`, shown);
  });
  done();
}
