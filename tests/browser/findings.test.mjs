// Mistakes are shown over the last good page, and go when they are mended.

import assert from "node:assert/strict";
import test from "node:test";
import { ABOUT, EXPLAINER, SECTION, isNews, watched } from "./site.mjs";

const MISSPELT = ["title = ", "titel = "];
const MENDED = ["titel = ", "title = "];

test("an error is drawn over the last good page, with its place, its lines and its remedy", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  await tab.mark();
  site.change(ABOUT, ...MISSPELT);
  await tab.errors.getByRole("heading", { name: "1 error" }).waitFor();
  await tab.errors.getByText("content/about.md:3:1").waitFor();
  const snippet = await tab.errors.locator("pre").innerText();
  assert.match(snippet, /^3 \| titel = "About these explainers"\n +\| \^\^\^\^\^$/m);
  await tab.errors.getByText("Did you mean title?").waitFor();
  assert.ok(await tab.isMarked());
  assert.ok(await tab.page.getByText("What it is based on").first().isVisible());
});

test("an error is shown on every page, wherever it is", async (t) => {
  const site = await watched(t);
  const tabs = [await site.open("about/"), await site.open("")];
  site.append(SECTION, "See [that](nothing-here.md).");
  for (const tab of tabs) await tab.errors.getByText(`${SECTION}:`).waitFor();
  const later = await site.open(EXPLAINER);
  await later.errors.getByText(`${SECTION}:`).waitFor();
});

test("mended, an error goes from every page, and leaves nothing", async (t) => {
  const site = await watched(t);
  const [about, explainer] = [await site.open("about/"), await site.open(EXPLAINER)];
  const before = await explainer.page.content();
  await explainer.mark();
  site.change(ABOUT, ...MISSPELT);
  for (const tab of [about, explainer]) await tab.errors.waitFor();
  site.change(ABOUT, ...MENDED);
  for (const tab of [about, explainer]) await tab.clear();
  assert.equal(await explainer.page.content(), before);
  assert.ok(await explainer.isMarked());
  site.append(ABOUT, "Mended.");
  await about.says("Mended.");
  assert.equal(await about.loads(), 2);
});

test("the keyboard is in the errors, goes round in them, and closes them", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  const { keyboard } = tab.page;
  site.change(ABOUT, ...MISSPELT);
  await tab.errors.waitFor();
  assert.equal(await focus(tab), "ol");
  for (let n = 0; n < 6; n++) {
    await keyboard.press("Tab");
    assert.notEqual(await focus(tab), "the page");
  }
  await keyboard.press("Escape");
  await tab.errors.waitFor({ state: "hidden" });
  await tab.errorsAgain.press("Enter");
  await tab.errors.waitFor();
  await tab.errors.getByRole("button", { name: "Close" }).press("Enter");
  await tab.errors.waitFor({ state: "hidden" });
  await tab.errorsAgain.waitFor();
});

// Where the keyboard is: in an element of the findings, in none, or in the page behind them.
function focus(tab) {
  return tab.page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement === document.body) return "nothing";
    return activeElement.shadowRoot?.activeElement.localName ?? "the page";
  });
}

test("errors that were closed stay closed until there are others", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  site.change(ABOUT, ...MISSPELT);
  await tab.errors.waitFor();
  await tab.page.keyboard.press("Escape");
  await tab.page.reload();
  await tab.errorsAgain.waitFor();
  assert.equal(await tab.errors.isVisible(), false);
  site.append(SECTION, "See [that](nothing-here.md).");
  await tab.errors.getByRole("heading", { name: "2 errors" }).waitFor();
});

// Four tabs have a connection each, and the fifth looks in now and then.
test("errors that a tab has already are not drawn again whenever it looks in", async (t) => {
  const site = await watched(t);
  const tabs = [];
  for (let n = 0; n < 5; n++) tabs.push(await site.open("about/"));
  const last = tabs.at(-1);
  site.change(ABOUT, ...MISSPELT);
  await last.errors.waitFor();
  await last.errors.evaluate((dialog) => { dialog.isMarked = true; });
  for (let n = 0; n < 2; n++) await last.page.waitForRequest(isNews);
  assert.ok(await last.errors.evaluate((dialog) => dialog.isMarked));
});

test("warnings stand in the corner with their place, and open as the reader left them", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  site.append(ABOUT, "Some <b>raw</b> words.");
  await tab.says("Some <b>raw</b> words.");
  const place = tab.warnings.getByText(/^content\/about\.md:\d+:6$/);
  await tab.warnings.getByText("1 warning").click();
  await place.waitFor();
  assert.equal(await tab.errors.count(), 0);
  site.append(SECTION, "More <i>raw</i> words.");
  await tab.warnings.getByText("2 warnings").waitFor();
  await place.waitFor();
  site.change(ABOUT, "Some <b>raw</b> words.", "Some words.");
  await tab.says("Some words.");
  await tab.warnings.getByText(`${SECTION}:`).waitFor();
  site.change(SECTION, "More <i>raw</i> words.", "More words.");
  await tab.clear();
});

test("a template that cannot be read is survived", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  const template = site.read("templates/page.html");
  await tab.mark();
  site.write("templates/page.html", "{{ page.title ");
  await tab.errors.getByText("templates/page.html:1:9").waitFor();
  assert.ok(await tab.isMarked());
  site.write("templates/page.html", template);
  await tab.clear();
});

test("a template that fails on a page keeps the last good one, and is told there", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  const template = site.read("templates/page.html");
  await tab.mark();
  site.write("templates/page.html", "{{ page.nothing.at.all }}");
  await tab.errors.getByText("templates/page.html:1:9").waitFor();
  assert.ok(await tab.isMarked());
  const later = await site.open("about/");
  await later.errors.getByText("templates/page.html:1:9").waitFor();
  assert.ok(await later.page.getByText("What it is based on").first().isVisible());
  site.write("templates/page.html", template);
  await tab.clear();
  await later.clear();
});

test("a broken site.toml is survived", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  site.change("site.toml", 'title = "', 'title = ""');
  await tab.errors.getByText("site.toml:1:10").waitFor();
  site.change("site.toml", 'title = ""Nutgraf', 'title = "Renamed');
  await tab.page.getByRole("link", { name: "Renamed Explainers" }).waitFor();
  await tab.clear();
});

test("a content folder that goes and comes back is survived", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  site.move("content", "away");
  await tab.errors.getByText("There is no page in content/").waitFor();
  site.move("away", "content");
  await tab.clear();
  site.append(ABOUT, "As before.");
  await tab.says("As before.");
});

test("a site that is broken from the beginning shows its errors, and then itself", async (t) => {
  const site = await watched(t, (site) => site.change(ABOUT, ...MISSPELT));
  const tab = await site.open("about/");
  await tab.page.getByRole("heading", { name: "1 error" }).waitFor();
  await tab.says("content/about.md:3:1");
  assert.equal(await tab.findings.count(), 0);
  site.append(SECTION, "See [that](nothing-here.md).");
  await tab.page.getByRole("heading", { name: "2 errors" }).waitFor();
  site.change(SECTION, "See [that](nothing-here.md).", "");
  site.change(ABOUT, ...MENDED);
  await tab.says("What it is based on");
});

test("on a narrow screen nothing is wider than it but quoted lines, which begin at their mistake", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  await tab.page.setViewportSize({ width: 360, height: 740 });
  const long = "anamewithoutaplacetobreakit".repeat(4);
  site.append(ABOUT, `[that](${long}.md)\n\n${"Words before it. ".repeat(5)}[that](gone.md)`);
  await tab.errors.getByRole("heading", { name: "2 errors" }).waitFor();
  assert.deepEqual(await tab.errors.evaluate(tooWide), []);
  assert.ok(await tab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.ok(await tab.errors.locator("pre").last().evaluate((pre) => pre.scrollLeft > 0));
});

// What reaches out of the dialog, and the dialog if it reaches out of the screen.
function tooWide(dialog) {
  const isOut = (inner, outer) => inner.left < outer.left || inner.right > outer.right;
  const frame = dialog.getBoundingClientRect();
  const inside = [...dialog.querySelectorAll("*")].filter((element) => isOut(element.getBoundingClientRect(), frame));
  return [...inside, ...(isOut(frame, { left: 0, right: innerWidth }) ? [dialog] : [])].map((one) => one.outerHTML);
}

test("findings are not printed", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  site.append(ABOUT, "See [that](nothing-here.md), and some <b>raw</b> words.");
  await tab.errors.waitFor();
  await tab.warnings.waitFor();
  await tab.page.emulateMedia({ media: "print" });
  assert.equal(await tab.errors.isVisible(), false);
  assert.equal(await tab.warnings.isVisible(), false);
});

test("a remark stands beside its paragraph, opens with its remedy, and goes when it is mended", async (t) => {
  const site = await watched(t);
  const tab = await site.open(EXPLAINER);
  site.append(SECTION, "One more more word, by [here](https://example.org/).");
  await tab.says("One more more word");
  await tab.remarks.first().waitFor();
  assert.equal(await tab.remarks.count(), 2);
  const paragraph = await tab.page.getByText("One more more word").last().boundingBox();
  const [remark, other] = [await tab.remarks.first().boundingBox(), await tab.remarks.last().boundingBox()];
  assert.ok(Math.abs(remark.y - paragraph.y) < 4, "it begins where its paragraph does");
  assert.ok(remark.x >= paragraph.x + paragraph.width, "and covers none of it");
  assert.ok(other.y >= remark.y + remark.height, "nor any other remark");
  await tab.remarks.first().locator("summary").click();
  await tab.remarks.first().getByText("Write it once").waitFor();
  assert.equal(await tab.errors.count(), 0);
  site.change(SECTION, "One more more word, by [here](https://example.org/).", "One more word.");
  await tab.says("One more word");
  await tab.clear();
});

test("on a narrow screen a remark is a mark on the edge until it is opened", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  await tab.page.setViewportSize({ width: 360, height: 740 });
  site.append(ABOUT, "One more more word.");
  await tab.remarks.waitFor();
  await tab.remarks.scrollIntoViewIfNeeded();
  const box = await tab.remarks.boundingBox();
  assert.ok(box.width <= 40 && box.x + box.width <= 360);
  assert.ok(await tab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await tab.remarks.locator("summary").click();
  await tab.remarks.getByText("Write it once").waitFor();
  const open = await tab.remarks.boundingBox();
  assert.ok(open.x >= 0 && open.x + open.width <= 360);
});

test("a remark on data that is not on the page stands in the corner", async (t) => {
  const site = await watched(t);
  const tab = await site.open(EXPLAINER);
  site.append(`content/${EXPLAINER}sources.toml`, '[nobody]\nkind = "book"\ntitle = "Nobody"\npublisher = "None"\ndate = 2020\n');
  await tab.warnings.getByText("1 warning").click();
  await tab.warnings.getByText("No page cites the source nobody").waitFor();
  assert.equal(await tab.remarks.count(), 0);
});
