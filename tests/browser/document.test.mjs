// A served page is the page that is built: the script that listens leaves no trace in it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { ABOUT, EXPLAINER, nutgraf, watched } from "./site.mjs";

test("the document of a served page is that of the built one, in which no script stands", async (t) => {
  const site = await watched(t);
  execFileSync(nutgraf, ["build", "--root", site.folder], { stdio: "pipe" });
  for (const address of ["", "about/", EXPLAINER]) {
    const built = site.path(`public/${address}index.html`);
    assert.doesNotMatch(fs.readFileSync(built, "utf8"), /_nutgraf|<script(?! type="application\/ld\+json")/);
    const tabs = [await site.open(address), await site.open(pathToFileURL(built))];
    const [served, plain] = await Promise.all(tabs.map((tab) => tab.page.content()));
    assert.equal(served, plain, `/${address}`);
  }
});

test("a day's work leaves nothing in the browser's console", async (t) => {
  const site = await watched(t);
  const said = [];
  site.context.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  site.context.on("weberror", (error) => said.push(String(error.error())));
  const tab = await site.open("");
  for (const address of [EXPLAINER, "topics/china/", "about/"]) await tab.page.goto(new URL(address, site.url).href);
  site.append(ABOUT, "New words.");
  await tab.says("New words.");
  site.append("static/style.css", "body { background: rgb(1, 200, 3) }");
  await tab.until(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 200, 3)");
  site.change(ABOUT, "title = ", "titel = ");
  await tab.errors.waitFor();
  await tab.page.keyboard.press("Escape");
  await tab.errorsAgain.waitFor();
  site.change(ABOUT, "titel = ", "title = ");
  await tab.clear();
  site.append(ABOUT, "Some <b>raw</b> words.");
  await tab.warnings.getByText("1 warning").click();
  await tab.warnings.getByText(/^content\/about\.md:\d+:6$/).waitFor();
  assert.deepEqual(said, []);
});
