// SPDX-License-Identifier: GPL-3.0-or-later
// A static host as plain as they come: no redirects, index.html for a folder, 404.html for the rest,
// and the content security policy that src/emit/rules.c gives to hosts.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

export const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/vnd.microsoft.icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
};

// Readers turn an address's path, without the leading slash, into bytes or null.
export function fromFolder(folder) {
  return (path) => readFile(join(folder, path)).catch(() => null);
}

export function fromTree(tree) {
  return async (path) => (path in tree ? Buffer.from(tree[path]) : null);
}

export async function serve(read, withPolicy = true) {
  const server = createServer(async (request, response) => {
    let path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)).slice(1);
    if (path === "" || path.endsWith("/")) path += "index.html";
    let status = 200;
    let body = path.startsWith("..") ? null : await read(path);
    if (body === null) {
      status = 404;
      path = "404.html";
      body = (await read(path)) ?? Buffer.from("<!DOCTYPE html><title>404</title>");
    }
    response.writeHead(status, {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "content-length": body.length,
      ...(withPolicy && { "content-security-policy": POLICY }),
      "x-content-type-options": "nosniff",
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
