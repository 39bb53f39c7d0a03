// A browser that was away, or is far off, has what it missed.

import assert from "node:assert/strict";
import http from "node:http";
import test from "node:test";
import { ABOUT, EXPLAINER, SECTION, isNews, watched } from "./site.mjs";

test("when the server stops and starts again, pages catch up, and only those that missed something", async (t) => {
  const site = await watched(t);
  const explainer = await site.open(EXPLAINER);
  const about = await site.open("about/");
  await site.stop();
  site.append(SECTION, "While nobody served.");
  await site.start();
  await explainer.says("While nobody served.");
  site.append(ABOUT, "Served again.");
  await about.says("Served again.");
  assert.equal(await explainer.loads(), 2);
  assert.equal(await about.loads(), 2);
});

test("a tab out of sight gives its connection back, and catches up when it is seen", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  const inSight = await site.open("about/");
  await tab.mark();
  const hushed = tab.page.waitForEvent("requestfailed", isNews);
  await tab.page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await hushed;
  site.append(ABOUT, "While it was covered.");
  await inSight.says("While it was covered.");
  assert.ok(await tab.isMarked());
  await tab.page.evaluate(() => {
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await tab.says("While it was covered.");
});

test("behind a reverse proxy, below a path, a page has its news", async (t) => {
  const site = await watched(t);
  const proxy = await proxied(t, site);
  const tab = await site.open(`${proxy.url}about?x=1`);
  assert.equal(tab.page.url(), `${proxy.url}about/?x=1`);
  site.append(ABOUT, "Through the proxy.");
  await tab.says("Through the proxy.");
  site.append("static/style.css", "body { background: rgb(1, 200, 3) }");
  await tab.until(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 200, 3)");
  site.change(ABOUT, "title = ", "titel = ");
  await tab.errors.waitFor();
  assert.deepEqual(proxy.outside, []);
});

test("when the way to the server breaks and is bad for a while, a page comes back to it", async (t) => {
  const site = await watched(t);
  const proxy = await proxied(t, site);
  const tab = await site.open(`${proxy.url}about/`);
  await proxy.isHeard();
  const refused = tab.page.waitForResponse((answer) => answer.status() === 502 && isNews(answer));
  await site.stop();
  await refused;
  site.append(ABOUT, "While the way was bad.");
  await site.start();
  await tab.says("While the way was bad.");
});

// A server at another port that hands on what is asked for below `/sub/dir/`, and nothing else.
async function proxied(t, site) {
  const outside = [];
  let heard;
  const isHeard = new Promise((resolve) => { heard = resolve; });
  const server = http.createServer((asked, answer) => {
    const failed = () => {
      if (answer.headersSent) return answer.destroy();
      answer.writeHead(502).end();
    };
    if (!asked.url.startsWith("/sub/dir/")) {
      outside.push(asked.url);
      return answer.writeHead(404).end();
    }
    const target = { host: "127.0.0.1", port: site.port, path: asked.url.slice("/sub/dir".length) };
    const onward = http.request({ ...target, headers: { ...asked.headers, host: "localhost" } }, (given) => {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
      given.on("error", failed);
      if (asked.url.includes("/_nutgraf/events")) given.once("data", heard);
    });
    onward.on("error", failed);
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}/sub/dir/`, outside, isHeard: () => isHeard };
}
