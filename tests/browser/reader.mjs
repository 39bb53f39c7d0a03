// The pages as they are built, read from disk by a real browser: a site that uses everything, and the repository's own.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { picture } from "./picture.mjs";
import { browser, nutgraf, repository } from "./site.mjs";

const EVERYTHING = "what-holds-the-bridge/";
const TODAY = "2026-11-24";
const DEADLINE = 10_000;

export const SCHEMES = ["light", "dark"];
export const NARROW = { width: 320, height: 640 };
export const WIDE = { width: 1280, height: 900 };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "nutgraf-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

build("everything", everything());
build("own", repository);

// Every page of both sites: its name, its address and its text.
export const PAGES = fs
  .readdirSync(folder, { recursive: true })
  .filter((name) => /^(everything|own)\/.*\.html$/.test(name))
  .sort()
  .map((name) => ({
    name,
    url: pathToFileURL(path.join(folder, name)).href,
    html: fs.readFileSync(path.join(folder, name), "utf8"),
  }));

// The page on which everything stands.
export const page = PAGES.find(({ name }) => name === `everything/${EVERYTHING}index.html`);

function build(name, root) {
  execFileSync(nutgraf, ["build", "--root", root, "--out", path.join(folder, name), "--today", TODAY], { stdio: "pipe" });
}

// The site in `everything/`, whose one explainer uses all that a page can hold: each block, each kind of chart, facts,
// names, citations alone and in company, notes, corrections, changes, an old address, and a review that is overdue.
// It is built with the theme as it lies on disk.
function everything() {
  const root = path.join(folder, "files");
  fs.cpSync(path.join(repository, "tests/browser/everything"), root, { recursive: true });
  for (const name of ["static", "templates"]) {
    fs.cpSync(path.join(repository, name), path.join(root, name), { recursive: true });
  }
  fs.writeFileSync(path.join(root, "content", EVERYTHING, "bridge.png"), picture(1600, 800));
  return root;
}

// A tab of a browser of a certain kind, on a page.
export async function reading(t, options = {}, { url } = page) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  t.after(() => context.close());
  context.setDefaultTimeout(DEADLINE);
  const tab = await context.newPage();
  await tab.goto(url);
  return tab;
}

// Goes to a page, and stays there: a page that only sends on is shown as it is to whoever is not sent.
export async function visit(tab, { url, html }) {
  const kept = html.replace(/<meta http-equiv="refresh"[^>]*>/, "");
  await tab.goto(kept === html ? url : "about:blank");
  if (kept !== html) await tab.setContent(kept);
}

// The addresses of the files beside a page whose names begin so: its charts and maps.
export function pictures(name) {
  const beside = path.dirname(path.join(folder, page.name));
  const files = fs.readdirSync(beside).filter((file) => file.startsWith(name) && file.endsWith(".svg"));
  return files.sort().map((file) => pathToFileURL(path.join(beside, file)).href);
}

// What runs in a page. Colours are those that a browser computed: `rgb(…)`.
export function measures() {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const linear = channels(colour).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const isSeen = (colour) => (channels(colour)[3] ?? 1) === 1;
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  // The colour that is behind an element's words.
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (isSeen(backgroundColor)) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  return { contrast, behind, meet };
}

// Runs a function in a page that is given the measures first, then an argument.
export function measured(tab, run, argument) {
  return tab.evaluate(`(${run})((${measures})(), ${JSON.stringify(argument)})`);
}
