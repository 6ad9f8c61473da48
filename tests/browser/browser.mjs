// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's Chromium, and running many visits at once.

import { accessSync, constants } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
export const FLAGS = [
  "--no-sandbox", // as root, as in a container, there is no other way; only our own pages are opened
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export function executable() {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // the next one
      }
    }
  }
  throw new Error(`none of ${NAMES.join(", ")} is installed`);
}

export function launch() {
  return chromium.launch({ executablePath: executable(), args: FLAGS });
}

export const WORKERS = availableParallelism?.() ?? cpus().length;

// Runs the jobs, WORKERS at a time, and hands over the results in the jobs' order as they come.
export async function inParallel(jobs, run, report) {
  const results = [];
  let next = 0;
  let reported = 0;
  async function work() {
    while (next < jobs.length) {
      const index = next++;
      results[index] = { value: await run(jobs[index]) };
      while (results[reported]) {
        report(jobs[reported], results[reported].value);
        reported++;
      }
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work));
}
