// What readers get of a site from nginx: statuses, headers, encodings, redirects, and a policy that a browser holds.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import test from "node:test";
import { browser, nutgraf } from "../browser/site.mjs";
import { SITES, ask, decode, filesOf, rules, served } from "./server.mjs";

const BASES = ["/", "/sub/"];
const EACH = SITES.flatMap((site) => BASES.map((base) => ({ site, base, where: `${site.name} at ${base}` })));

// Files that are sent when they are asked for: at an old address something else is.
function sent(files) {
  const old = new Set(redirects(files).map(([from]) => from));
  return filesOf(files).filter((name) => !old.has(address("/", name)));
}

// The rules of a built `_redirects` that nginx goes by.
function redirects(files) {
  const list = path.join(files, "_redirects");
  const lines = fs.existsSync(list) ? fs.readFileSync(list, "utf8").split("\n") : [];
  return lines.filter((line) => line.endsWith(" 301")).map((line) => line.split(" "));
}

// The address of a file, as a browser asks for it.
const address = (url, name) =>
  url + name.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/");

for (const { site, base, where } of EACH) {
  test(`each file has the headers that _headers says: ${where}`, async (t) => {
    const { url, files } = await served(t, site, base);
    const [any, ...others] = rules(files);
    assert.equal(any.path, "/*");
    const immutable = others.find((rule) => rule.path === "/immutable/*");
    assert.ok(immutable && sent(files).length > 15);
    for (const name of sent(files)) {
      const { status, headers, body } = await ask(address(url, name));
      assert.equal(status, 200, name);
      assert.deepEqual(body, fs.readFileSync(path.join(files, name)), name);
      for (const [key, value] of any.headers) assert.equal(headers[key.toLowerCase()], value, `${key} of ${name}`);
      const page = others.find((rule) => rule.path === address("/", name));
      const kept = name.startsWith("immutable/") ? immutable.headers : page?.headers.slice(1) ?? [["Cache-Control", "public, no-cache"]];
      assert.deepEqual(kept, [["Cache-Control", headers["cache-control"]]], name);
      if (name.endsWith(".html") && page) assert.equal(page.headers[0][1], `${policy(body)}; frame-ancestors 'none'`, name);
      assert.equal(headers.server, "nginx");
    }
  });

  test(`what is there in an encoding is sent in the one that was asked for: ${where}`, async (t) => {
    const { url, files } = await served(t, site, base);
    let encoded = 0;
    for (const name of sent(files)) {
      const plain = await ask(address(url, name));
      const is = (ending) => fs.existsSync(path.join(files, name + ending));
      const [br, gzip] = [is(".br") && "br", is(".gz") && "gzip"];
      const vary = plain.headers["content-type"].endsWith("; charset=utf-8") ? "Accept-Encoding" : undefined;
      assert.equal(plain.headers["content-encoding"], undefined, name);
      assert.equal(plain.headers.vary, vary, name);
      for (const [asked, sent] of [["gzip, deflate, br", br || gzip], ["br;q=1.0, gzip;q=0.5", br || gzip], ["gzip", gzip]]) {
        const { headers, body } = await ask(address(url, name), { "accept-encoding": asked });
        assert.equal(headers["content-encoding"], sent || undefined, `${name} as ${asked}`);
        assert.equal(headers["content-type"], plain.headers["content-type"], name);
        assert.deepEqual(sent ? decode[sent](body) : body, plain.body, name);
        assert.equal(headers.vary, vary, name);
        if (sent) encoded += 1;
      }
    }
    assert.ok(encoded > 30);
  });

  test(`what a browser has already is not sent again: ${where}`, async (t) => {
    const { url, files } = await served(t, site, base);
    for (const name of sent(files)) {
      const first = await ask(address(url, name), { "accept-encoding": "br" });
      const again = await ask(address(url, name), { "accept-encoding": "br", "if-none-match": first.headers.etag });
      assert.equal(again.status, 304, name);
      assert.equal(again.body.length, 0, name);
      assert.equal(again.headers["cache-control"], first.headers["cache-control"], name);
      const changed = await ask(address(url, name), { "accept-encoding": "br", "if-none-match": '"other"' });
      assert.equal(changed.status, 200, name);
    }
  });

  test(`what is not there is said so on a page, wherever it is asked for: ${where}`, async (t) => {
    const { url, files } = await served(t, site, base);
    const lost = fs.readFileSync(path.join(files, "404.html"));
    const hidden = ["_headers", "_redirects", ".nutgraf-state", ".nojekyll"];
    const folder = filesOf(files).map((name) => path.dirname(name)).find((name) => name !== "." && !fs.existsSync(path.join(files, name, "index.html")));
    const names = ["nothing", "nothing/", "a/b/c/d", "a/b/c.html", "about/x/", ...hidden, ...(folder ? [folder, `${folder}/`] : [])];
    for (const name of names) {
      const { status, headers, body } = await ask(url + name);
      if (status === 301) continue;
      assert.equal(status, 404, name);
      assert.equal(headers["content-type"], "text/html; charset=utf-8", name);
      assert.deepEqual(body, lost, name);
    }
    assert.equal((await ask(url, {}, "POST")).status, 405);
    assert.notEqual((await ask(`${url}..%2f..%2fnginx.conf`)).status, 200);
  });

  test(`old addresses lead on, and folders have a slash: ${where}`, async (t) => {
    const { url, files } = await served(t, site, base);
    const old = redirects(files);
    assert.equal(old.length > 0, site.name === "everything");
    for (const [from, to] of old) {
      for (const query of ["", "?a=b"]) {
        const { status, headers } = await ask(url + from.slice(1) + query);
        assert.deepEqual([status, headers.location], [301, to], from);
      }
      assert.equal((await ask(new URL(to, url).href)).status, 200, to);
    }
    const { status, headers } = await ask(`${url}about`);
    assert.deepEqual([status, headers.location], [301, `${base}about/`]);
  });

  test(`a browser holds every page to its policy, and no page breaks it: ${where}`, async (t) => {
    const { url, files } = await served(t, site, base);
    const context = await browser.newContext();
    t.after(() => context.close());
    await context.addInitScript(listen);
    const tab = await context.newPage();
    const told = [];
    // Browsers ask for `favicon.ico` by themselves where a picture is shown alone.
    const byItself = (url) => url.endsWith("/favicon.ico");
    tab.on("console", (message) => {
      if (!byItself(message.location().url)) told.push(message.text());
    });
    tab.on("requestfailed", (request) => {
      // What was under way when the next page was asked for.
      if (request.failure().errorText !== "net::ERR_ABORTED") told.push(`failed: ${request.url()}`);
    });
    tab.on("request", (request) => {
      if (!request.url().startsWith(url) && !byItself(request.url())) told.push(`left the site: ${request.url()}`);
    });
    const pages = sent(files).filter((name) => /\.(html|svg)$/.test(name));
    for (const name of [...pages, "nothing/at/all"]) {
      await tab.goto(address(url, name), { waitUntil: "load" });
      assert.deepEqual(await tab.evaluate(() => window.violations), [], name);
      const lost = told.splice(0).filter((text) => !(name.startsWith("nothing") && text.includes("404")));
      assert.deepEqual(lost, [], name);
    }
  });
}

test("each file has the type that the preview gives it", async (t) => {
  for (const site of SITES) {
    const { url, files } = await served(t, site);
    const preview = await watched(t, site.root);
    for (const name of sent(files)) {
      const [here, there] = await Promise.all([url, preview].map((url) => ask(address(url, name))));
      assert.equal(here.headers["content-type"], there.headers["content-type"], name);
    }
  }
});

test("a script or a style that somebody brings into a page is blocked, by the page and by the server alone", async (t) => {
  const [site] = SITES;
  const html = fs.readFileSync(path.join(site.out["/"].files, "index.html"), "utf8");
  const brought = `<script>document.title = "broken"</script><style>h1 { color: rgb(1, 2, 3) }</style>
<p id="styled" style="color: rgb(1, 2, 3)" onclick="document.title = 'broken'">x</p>`;
  const extra = {
    "brought.html": html.replace("</body>", `${brought}</body>`),
    "bare.html": html.replace("</body>", `${brought}</body>`).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""),
  };
  assert.ok(extra["brought.html"].includes(brought) && !extra["bare.html"].includes("Content-Security-Policy"));
  const { url } = await served(t, site, "/", extra);
  const context = await browser.newContext();
  t.after(() => context.close());
  await context.addInitScript(listen);
  const tab = await context.newPage();
  const broken = async (name) => {
    await tab.goto(url + name);
    await tab.click("#styled");
    assert.notEqual(await tab.title(), "broken");
    return [...new Set(await tab.evaluate(() => window.violations))].sort();
  };
  assert.deepEqual(await broken("brought.html"), ["script-src-attr", "script-src-elem", "style-src-attr", "style-src-elem"]);
  assert.equal(await tab.evaluate(() => getComputedStyle(document.querySelector("#styled")).color === "rgb(1, 2, 3)"), false);
  assert.deepEqual(await broken("bare.html"), ["script-src-attr", "script-src-elem"]);
});

// The policy that a page has in itself.
function policy(body) {
  const [, policy] = body.toString().match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/);
  return policy.replaceAll("&#x27;", "'").replaceAll("&#39;", "'").replaceAll("&#x2F;", "/").replaceAll("&amp;", "&");
}

// Runs in a page before anything else.
function listen() {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.effectiveDirective));
}

async function watched(t, root) {
  const watch = spawn(nutgraf, ["watch", "--root", root, "--port", "0", "--today", "2026-11-24"], { stdio: ["ignore", "ignore", "pipe"] });
  t.after(async () => {
    const over = once(watch, "exit");
    watch.kill("SIGINT");
    await over;
  });
  for await (const line of createInterface(watch.stderr)) {
    const url = line.match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0];
    if (url) return url;
  }
  throw new Error("the watch ended");
}
