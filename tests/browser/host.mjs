/* A foreign page's server, on a port of its own: pages as text, and the map libraries from npm. */
import { existsSync, readFileSync } from "node:fs";
import http from "node:http";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("maps/node_modules/", import.meta.url));
const types = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", png: "image/png" };

/** pages: {"/a.html": text}; what begins with /npm/ is a file of a package. */
export async function host(pages) {
  const server = http.createServer((request, response) => {
    const path = new URL(request.url, "http://x").pathname, type = types[path.split(".").at(-1)] ?? types.html;
    const file = path.startsWith("/npm/") && !path.includes("..") ? packages + path.slice(5) : "";
    const body = pages[path] ?? (file && existsSync(file) ? readFileSync(file) : null);
    response.writeHead(body === null ? (path === "/favicon.ico" ? 204 : 404) : 200, { "Content-Type": type });
    response.end(body ?? "");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close(), pages };
}
