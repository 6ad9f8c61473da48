// SPDX-License-Identifier: GPL-3.0-or-later
// TAP on standard output. A point carries findings; none means it passed.

let count = 0;
let failed = 0;

export function point(title, findings = []) {
  count++;
  if (findings.length) failed++;
  const lines = [`${findings.length ? "not ok" : "ok"} ${count} - ${title.replaceAll("#", "")}`];
  for (const finding of findings) {
    for (const line of String(finding).split("\n")) lines.push(`# ${line}`);
  }
  process.stdout.write(lines.join("\n") + "\n");
  if (findings.length) process.stderr.write(lines.join("\n") + "\n");
}

export function done() {
  process.stdout.write(`1..${count}\n`);
  process.exitCode = failed ? 1 : 0;
}

// A pair of lists: what was found, and a part of each finding that was to be found, in any order.
export function unlike(found, expected) {
  const missing = expected.filter((part) => !found.some((finding) => finding.includes(part)));
  const surplus = found.filter((finding) => !expected.some((part) => finding.includes(part)));
  return [...missing.map((part) => `not found: ${part}`), ...surplus.map((finding) => `found: ${finding}`)];
}
