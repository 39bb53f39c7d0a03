// What is typed is seen: the pages that changed, and no other.

import assert from "node:assert/strict";
import test from "node:test";
import { ABOUT, EXPLAINER, SECTION, watched } from "./site.mjs";

test("what is typed into a file is on the page, and the reader is where they were", async (t) => {
  const site = await watched(t);
  const tab = await site.open(EXPLAINER);
  await tab.page.evaluate(() => scrollTo(0, 2345));
  site.append(SECTION, "Fresh words here.");
  await tab.says("Fresh words here.");
  await tab.until(() => scrollY === 2345);
  assert.equal(await tab.loads(), 2);
});

test("a reader who came by a heading's address stays where they went from there", async (t) => {
  const site = await watched(t);
  const tab = await site.open(`${EXPLAINER}#the-agenda`);
  await tab.until(() => scrollY > 0);
  const height = await tab.page.evaluate(() => {
    scrollBy(0, 333);
    return scrollY;
  });
  site.append(SECTION, "Fresh words here.");
  await tab.says("Fresh words here.");
  await tab.until((height) => scrollY === height, height);
});

// That a tab was left alone is seen by its next news, which is then the only one it had.
test("each tab has the news of its own page, and of no other", async (t) => {
  const site = await watched(t);
  const explainer = await site.open(EXPLAINER);
  const about = await site.open("about/");
  site.append(SECTION, "News of the explainer.");
  await explainer.says("News of the explainer.");
  site.append(ABOUT, "News of the about page.");
  await about.says("News of the about page.");
  site.append(SECTION, "More of the explainer.");
  await explainer.says("More of the explainer.");
  assert.equal(await about.loads(), 2);
  assert.equal(await explainer.loads(), 3);
});

test("a changed style sheet is put on in every tab, and no page is loaded again", async (t) => {
  const site = await watched(t);
  const tabs = [await site.open(EXPLAINER), await site.open("about/")];
  const isGreen = () => getComputedStyle(document.body).backgroundColor === "rgb(1, 200, 3)";
  const isNot = () => getComputedStyle(document.body).backgroundColor !== "rgb(1, 200, 3)";
  for (const tab of tabs) await tab.mark();
  const css = site.read("static/style.css");
  site.append("static/style.css", "body { background: rgb(1, 200, 3) }");
  for (const tab of tabs) await tab.until(isGreen);
  site.write("static/style.css", css);
  for (const tab of tabs) await tab.until(isNot);
  site.append("static/style/text.css", "body { background: rgb(1, 200, 3) }");
  for (const tab of tabs) await tab.until(isGreen);
  for (const tab of tabs) assert.ok(await tab.isMarked());
});

test("a page whose style was put on keeps it when its words change", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  site.append("static/style.css", "body { background: rgb(1, 200, 3) }");
  await tab.until(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 200, 3)");
  site.append(ABOUT, "In green.");
  await tab.says("In green.");
  await tab.until(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 200, 3)");
  assert.equal(await tab.loads(), 2);
});

test("a changed picture reloads the page that shows it, and no other", async (t) => {
  const picture = (side) => `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"/>`;
  const site = await watched(t, (site) => {
    site.write("static/a picture.svg", picture(10));
    site.write("static/frame.html", '<!doctype html><title>F</title><img src="a%20picture.svg?v=1">');
  });
  const frame = await site.open("frame.html");
  const about = await site.open("about/");
  const shows = (side) => document.images[0]?.naturalWidth === side;
  await frame.until(shows, 10);
  site.write("static/a picture.svg", picture(20));
  await frame.until(shows, 20);
  site.append(ABOUT, "Words after the picture.");
  await about.says("Words after the picture.");
  assert.equal(await about.loads(), 2);
});

test("a page can come, go and come back while it is looked at", async (t) => {
  const site = await watched(t);
  const tab = await site.open("extra/");
  const nothing = await tab.page.locator("h1").innerText();
  site.write("content/extra.md", '+++\nkind = "page"\ntitle = "Extra"\n+++\n\nIt is here.\n');
  await tab.says("It is here.");
  site.move("content/extra.md", "extra.md");
  await tab.says(nothing);
  site.move("extra.md", "content/extra.md");
  await tab.says("It is here.");
  assert.equal(await tab.loads(), 4);
});

test("a draft is marked as one until it is none", async (t) => {
  const site = await watched(t);
  const page = (more) => `+++\nkind = "page"\ntitle = "Extra"\n${more}+++\n\nIt is here.\n`;
  site.write("content/extra.md", page("draft = true\n"));
  const tab = await site.open("extra/");
  await tab.says("Draft, not published");
  site.write("content/extra.md", page(""));
  await tab.until(() => document.body && !document.body.innerText.includes("Draft, not published"));
  await tab.says("It is here.");
});

test("the page before, reached by the back button, is the newest", async (t) => {
  const site = await watched(t);
  const tab = await site.open("about/");
  await tab.page.goto(new URL(EXPLAINER, site.url).href);
  const other = await site.open("about/");
  site.append(ABOUT, "While you were away.");
  await other.says("While you were away.");
  await tab.page.goBack();
  await tab.says("While you were away.");
});

// A browser opens six connections to a server and no more.
test("more tabs than a browser has connections all have their news", async (t) => {
  const site = await watched(t);
  const tabs = [];
  for (let n = 0; n < 8; n++) tabs.push(await site.open("about/"));
  site.append(ABOUT, "For every tab.");
  for (const tab of tabs) await tab.says("For every tab.");
});
