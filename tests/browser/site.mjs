// A copy of the repository's own site, watched by the real binary, and tabs of a real browser that show it.
//
// Nothing here waits for a time: whatever is expected has until the deadline to come about.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const repository = fileURLToPath(new URL("../..", import.meta.url));
export const nutgraf = process.env.NUTGRAF ?? path.join(repository, "target/debug/nutgraf");

const DEADLINE = 30_000;

export const EXPLAINER = "xi-jinping-central-asia/";
export const SECTION = `content/${EXPLAINER}06-who-is-who.md`;
export const ABOUT = "content/about.md";

// Whether a request, or an answer, is that by which a page listens.
export function isNews(message) {
  return message.url().includes("/_nutgraf/events");
}

export const browser = await chromium.launch({
  executablePath: process.env.NUTGRAF_CHROMIUM ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
after(() => browser.close());

// A site of its own for a test, with its watch and its browser, which end with it.
export async function watched(t, change = () => {}) {
  const site = new Site(fs.mkdtempSync(path.join(os.tmpdir(), "nutgraf-")));
  t.after(() => site.end());
  change(site);
  await site.start();
  site.context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  site.context.setDefaultTimeout(DEADLINE);
  await site.context.addInitScript(countLoads);
  return site;
}

class Site {
  constructor(folder) {
    this.folder = folder;
    this.port = 0;
    for (const name of ["content", "static", "templates", "site.toml"]) {
      fs.cpSync(path.join(repository, name), this.path(name), { recursive: true });
    }
  }

  path(name) {
    return path.join(this.folder, name);
  }

  read(name) {
    return fs.readFileSync(this.path(name), "utf8");
  }

  write(name, text) {
    fs.writeFileSync(this.path(name), text);
  }

  // Puts something in the place of something that must be there.
  change(name, from, to) {
    const text = this.read(name);
    assert.ok(text.includes(from), `${name} has no ${from}`);
    this.write(name, text.replace(from, () => to));
  }

  append(name, text) {
    this.write(name, `${this.read(name)}\n${text}\n`);
  }

  move(from, to) {
    fs.renameSync(this.path(from), this.path(to));
  }

  remove(name) {
    fs.rmSync(this.path(name));
  }

  // The port is any free one at first, and afterwards the same one.
  async start() {
    const args = ["watch", "--root", this.folder, "--port", String(this.port)];
    this.watch = spawn(nutgraf, args, { stdio: ["ignore", "ignore", "pipe"] });
    this.said = [];
    const lines = createInterface(this.watch.stderr);
    lines.on("line", (line) => this.said.push(line));
    const ended = once(this.watch, "close").then(() => {
      throw new Error(`the watch ended:\n${this.said.join("\n")}`);
    });
    ended.catch(() => {});
    while (!this.address()) await Promise.race([once(lines, "line"), ended]);
    this.url = this.address();
    this.port = Number(new URL(this.url).port);
  }

  address() {
    return this.said.join("\n").match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0];
  }

  // As Ctrl-C does.
  async stop() {
    const isOver = () => this.watch.exitCode !== null || this.watch.signalCode !== null;
    if (isOver()) return;
    const over = once(this.watch, "exit");
    this.watch.kill("SIGINT");
    await over;
  }

  async end() {
    await this.context?.close();
    await this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  // A tab with a page of the site, or with an address beside it.
  async open(address) {
    const tab = new Tab(await this.context.newPage());
    await tab.page.goto(new URL(address, this.url).href);
    return tab;
  }
}

class Tab {
  constructor(page) {
    this.page = page;
    this.findings = page.locator("nutgraf-findings");
    this.errors = this.findings.getByRole("dialog");
    this.errorsAgain = this.findings.locator(".corner > button");
    this.warnings = this.findings.locator("details.panel");
    this.remarks = this.findings.locator("details.remark");
  }

  until(condition, argument) {
    return this.page.waitForFunction(condition, argument);
  }

  says(text) {
    return this.page.getByText(text).first().waitFor();
  }

  // Until nothing is drawn over the page, and nothing is left of what was.
  clear() {
    return this.until(() => document.body && !document.querySelector("nutgraf-findings"));
  }

  // How often the tab has loaded a page of the site.
  loads() {
    return this.page.evaluate(() => Number(sessionStorage.getItem("loads")));
  }

  // A mark that is lost when the page is loaded again.
  mark() {
    return this.page.evaluate(() => { window.isMarked = true; });
  }

  isMarked() {
    return this.page.evaluate(() => window.isMarked === true);
  }
}

function countLoads() {
  if (window !== window.top || !location.protocol.startsWith("http")) return;
  sessionStorage.setItem("loads", Number(sessionStorage.getItem("loads")) + 1);
}
