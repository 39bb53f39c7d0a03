// Sites as nginx serves them, by the file that our documentation shows.
//
// nginx has a folder of its own for all that it writes, listens on loopback alone, and ends with the tests.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import zlib from "node:zlib";
import { picture } from "../browser/picture.mjs";
import { nutgraf, repository } from "../browser/site.mjs";

const TODAY = "2026-11-24";
const MODULE = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
const DEADLINE = 30_000;
const SETTINGS = fs.readFileSync(new URL("nginx.conf", import.meta.url), "utf8");

// Endings that the settings know beside those of the sites' own files.
const ENDINGS = "css md txt js mjs pdf zip wasm mp3 woff woff2 avif gif jpg jpeg webp ico mp4 webm htm bin".split(" ");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "nutgraf-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

// The two sites, each built for the root of a host and for a path.
export const SITES = [site("everything", everything()), site("own", repository)];

function site(name, root) {
  const out = Object.fromEntries(["/", "/sub/"].map((base) => [base, build(name, root, base)]));
  return { name, root, out };
}

// Builds a site below a folder of its own, where a server would look for it.
function build(name, root, base) {
  const www = fs.mkdtempSync(path.join(folder, `${name}-`));
  const out = path.join(www, base);
  const args = ["build", "--compress", "--root", root, "--out", out, "--today", TODAY, "--base-url", `https://example.org${base}`];
  execFileSync(nutgraf, args, { stdio: "pipe" });
  return { www, files: out };
}

// The files below a folder that readers may ask for: not what begins with a dot, and not what hosts read.
export function filesOf(out) {
  return fs.readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(out, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((name) => !/(^|\/)\.(?!well-known)|^_(headers|redirects)$|\.(br|gz)$/.test(name))
    .sort();
}

// The site in `tests/browser/everything/`, with a file of each ending that a site may have.
function everything() {
  const root = path.join(folder, "files");
  fs.cpSync(path.join(repository, "tests/browser/everything"), root, { recursive: true });
  fs.writeFileSync(path.join(root, "content/what-holds-the-bridge/bridge.png"), picture(1600, 800));
  fs.mkdirSync(path.join(root, "static/kinds"), { recursive: true });
  for (const ending of ENDINGS.filter((ending) => ending !== "css")) {
    fs.writeFileSync(path.join(root, `static/kinds/a.${ending}`), `A file of ${ending}.`);
  }
  return root;
}

// nginx with a site at a path, as the settings say. `extra` are files beside those of the site.
export async function served(t, site, base = "/", extra = {}) {
  const home = fs.mkdtempSync(path.join(folder, "nginx-"));
  let { www, files } = site.out[base];
  if (Object.keys(extra).length > 0) {
    fs.cpSync(files, path.join(home, "www"), { recursive: true });
    www = files = path.join(home, "www");
    for (const [name, text] of Object.entries(extra)) fs.writeFileSync(path.join(files, name), text);
  }
  const map = path.join(home, "redirects.map");
  fs.writeFileSync(map, redirects(files, base));
  const port = await freePort();
  fs.writeFileSync(path.join(home, "nginx.conf"), frame(settings({ base, www, map, port })));
  for (const name of ["logs", "tmp"]) fs.mkdirSync(path.join(home, name));
  const url = `http://127.0.0.1:${port}${base}`;
  await started(t, home, url);
  return { url, files };
}

// What the settings' own command makes of the list of old addresses.
function redirects(files, base) {
  const [, command] = SETTINGS.match(/^# (awk .*) public\/_redirects >/m);
  const list = path.join(files, "_redirects");
  const below = base === "/" ? command : command.replace("print $1", `print "${base.slice(0, -1)}" $1`);
  return fs.existsSync(list) ? execFileSync("sh", ["-c", `${below} "$0"`, list], { encoding: "utf8" }) : "";
}

// The settings as they stand in the repository, with the places that are this machine's.
function settings({ base, www, map, port }) {
  const here = [
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["root /var/www/site;", `root ${www};`],
    ["include /etc/nginx/redirects.map;", `include ${map};`],
    [" /404.html;", ` ${base}404.html;`],
    ["~^/immutable/", `~^${base}immutable/`],
    ["^/(_headers|_redirects)$", `^${base}(_headers|_redirects)$`],
  ];
  return here.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`the settings have ${from} not once`);
    return text.replace(from, () => to);
  }, SETTINGS);
}

// What Debian's /etc/nginx/nginx.conf has around such a file, in a folder of its own.
function frame(site) {
  return `load_module ${MODULE};
daemon off;
worker_processes 1;
${process.getuid?.() === 0 ? "user root;" : ""}
pid nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
  uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
${site}}
`;
}

// Which port is free is known only for a moment: nobody else takes loopback ports of this test in it.
async function freePort() {
  const probe = net.createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function started(t, home, url) {
  const nginx = spawn("/usr/sbin/nginx", ["-p", home, "-c", path.join(home, "nginx.conf")], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  nginx.stderr.on("data", (text) => { said += text; });
  const over = once(nginx, "exit");
  t.after(async () => {
    nginx.kill("SIGQUIT");
    await over;
  });
  for (const until = Date.now() + DEADLINE; ;) {
    if (nginx.exitCode !== null || Date.now() > until) throw new Error(`nginx does not serve:\n${said}`);
    if (await fetch(url).then(() => true, () => false)) return;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

// Asks for an address as it is: no step further, and no encoding undone.
export async function ask(url, headers = {}, method = "GET") {
  const request = http.request(url, { method, headers, agent: false });
  request.end();
  const [answer] = await once(request, "response");
  const body = Buffer.concat(await answer.toArray());
  return { status: answer.statusCode, headers: answer.headers, body };
}

// What undoes each encoding.
export const decode = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync };

// The rules of a built `_headers`: for each path the headers, in order.
export function rules(files) {
  const rules = [];
  for (const line of fs.readFileSync(path.join(files, "_headers"), "utf8").split("\n")) {
    if (line.startsWith("/")) rules.push({ path: line, headers: [] });
    else if (line.startsWith("  ")) rules.at(-1).headers.push(line.trim().split(/: (.*)/s).slice(0, 2));
  }
  return rules;
}
