// Cards: by mouse, touch and keyboard, in what a screen reader is told, and without them.

import assert from "node:assert/strict";
import test from "node:test";
import { NARROW, PAGES, WIDE, measured, page, reading, visit } from "./reader.mjs";

// The ids of all cards that something opens, and the button that does it first.
async function cards(tab) {
  const ids = await openers(tab).evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute("popovertarget")))]);
  const opened = ids.map((id) => ({ id, card: tab.locator(`[id="${id}"]`), opener: openers(tab, id).first() }));
  assert.ok(opened.length > 10);
  return opened;
}

// Every button in the text that opens a card, or that card; those that lie in something folded are not there.
function openers(tab, id) {
  const target = id ? `[popovertarget="${id}"]` : "[popovertarget]";
  return tab.locator(`:is(.cite, .name) > button${target}:visible`);
}

function isFocused(opener) {
  return opener.evaluate((button) => document.activeElement === button);
}

// The middle of the screen's margin, beside the text and the cards.
const BESIDE = { x: 5, y: 320 };

test("a mouse opens each card, and closes it by its cross, beside it, and where it was opened", async (t) => {
  const tab = await reading(t);
  for (const { card, opener } of await cards(tab)) {
    await opener.click();
    await card.waitFor();
    await card.getByRole("button", { name: "Close" }).click();
    await card.waitFor({ state: "hidden" });
    assert.ok(await isFocused(opener));
    await opener.click();
    await card.waitFor();
    await tab.mouse.click(BESIDE.x, BESIDE.y);
    await card.waitFor({ state: "hidden" });
    await opener.click();
    await card.waitFor();
    await opener.click();
    await card.waitFor({ state: "hidden" });
  }
});

test("a finger opens each card, and closes it by its cross and beside it", async (t) => {
  const tab = await reading(t, { viewport: NARROW, hasTouch: true, isMobile: true });
  for (const { card, opener } of await cards(tab)) {
    await opener.tap();
    await card.waitFor();
    await card.getByRole("button", { name: "Close" }).tap();
    await card.waitFor({ state: "hidden" });
    await opener.tap();
    await card.waitFor();
    await tab.touchscreen.tap(BESIDE.x, BESIDE.y);
    await card.waitFor({ state: "hidden" });
  }
});

test("a card takes the place of the one before it", async (t) => {
  const tab = await reading(t);
  const [one, other] = await cards(tab);
  await one.opener.click();
  await other.opener.click();
  await other.card.waitFor();
  assert.equal(await one.card.isVisible(), false);
});

test("the keyboard comes to every mark and name, in the order of the text", async (t) => {
  const tab = await reading(t);
  const all = await openers(tab).evaluateAll((buttons) => buttons.map((button, at) => (button.dataset.at = at)));
  assert.ok(all.length > 50);
  const met = [];
  for (let n = 0; n < 300 && met.length < all.length; n++) {
    await tab.keyboard.press("Tab");
    const at = await tab.evaluate(() => document.activeElement.dataset.at);
    if (at !== undefined) met.push(Number(at));
  }
  assert.deepEqual(met, all);
});

test("the keyboard opens each card, goes through it, and comes back to where it was", async (t) => {
  const tab = await reading(t);
  const isInside = (card) => card.evaluate((card) => card.contains(document.activeElement));
  for (const { id, card, opener } of await cards(tab)) {
    await opener.focus();
    for (const key of ["Enter", "Space"]) {
      await tab.keyboard.press(key);
      await card.waitFor();
      await tab.keyboard.press("Tab");
      assert.ok(await isInside(card), `${id}: Tab leads into it`);
      await tab.keyboard.press("Escape");
      await card.waitFor({ state: "hidden" });
      assert.ok(await isFocused(opener), `${id}: Escape leads back`);
    }
    await tab.keyboard.press("Enter");
    const close = card.getByRole("button", { name: "Close" });
    await close.focus();
    await tab.keyboard.press("Enter");
    await card.waitFor({ state: "hidden" });
    assert.ok(await isFocused(opener), `${id}: its cross leads back`);
  }
});

test("a screen reader is told each card's name, what opens it, and whether it is open", async (t) => {
  const tab = await reading(t);
  const names = new Set();
  const all = await cards(tab);
  for (const { id, card, opener } of all) {
    const [name, label] = [await card.getAttribute("aria-label"), await opener.getAttribute("aria-label")];
    assert.ok(name && label.includes(id.startsWith("f:") ? "About this figure: " : name), `${id}: ${label}`);
    names.add(name);
    assert.deepEqual(await told(tab, opener), { role: "button", name: label, expanded: false });
    assert.equal(await card.ariaSnapshot(), "");
    await opener.click();
    assert.deepEqual(await told(tab, opener), { role: "button", name: label, expanded: true });
    assert.deepEqual(await told(tab, card), { role: "dialog", name, expanded: undefined });
    await tab.keyboard.press("Escape");
  }
  assert.equal(names.size, all.length);
});

// What the browser hands to a screen reader about an element.
async function told(tab, locator) {
  const devtools = await tab.context().newCDPSession(tab);
  await locator.evaluate((element) => { window.toldOf = element; });
  const { result } = await devtools.send("Runtime.evaluate", { expression: "window.toldOf" });
  const { nodes } = await devtools.send("Accessibility.getPartialAXTree", { objectId: result.objectId, fetchRelatives: false });
  await devtools.detach();
  const [{ role, name, properties }] = nodes;
  const expanded = properties.find((property) => property.name === "expanded")?.value.value;
  return { role: role.value, name: name.value, expanded };
}

test("what a card says stands on the page too, where its link leads", async (t) => {
  const tab = await reading(t, { viewport: NARROW });
  for (const { id, card, opener } of await cards(tab)) {
    await opener.click();
    const link = card.locator("> .small:last-of-type a").first();
    const place = tab.locator(`[id="${(await link.getAttribute("href")).slice(1)}"]`);
    const words = await card.locator("> p:not(:last-of-type)").allInnerTexts();
    const there = squeezed(await place.innerText());
    for (const word of words) assert.ok(there.includes(squeezed(word)), `${id}: ${word}`);
    await link.click();
    await tab.waitForFunction((id) => location.hash === `#${id}`, await place.getAttribute("id"));
    await place.locator("> :first-child").filter({ visible: true }).waitFor();
    assert.deepEqual(await measured(tab, isCovered), [], id);
    await tab.keyboard.press("Escape");
  }
});

function squeezed(words) {
  return words.replace(/\s+/g, " ").trim();
}

// Whether the place that a link led to is out of sight, or behind a card.
function isCovered({ meet }) {
  const place = document.querySelector(":target").getBoundingClientRect();
  const head = { left: place.left, right: place.right, top: place.top, bottom: place.top + 24 };
  const isOut = head.top < 0 || head.bottom > innerHeight;
  const open = [...document.querySelectorAll(":popover-open")].filter((card) => meet(card.getBoundingClientRect(), head));
  return [...(isOut ? ["out of sight"] : []), ...open.map(({ id }) => `behind ${id}`)];
}

for (const viewport of [NARROW, { width: 640, height: 320 }, { width: 1440, height: 900 }]) {
  test(`a card covers nothing of what opens it, ${viewport.width} by ${viewport.height}`, async (t) => {
    const tab = await reading(t, { viewport });
    assert.deepEqual(await measured(tab, astray), []);
  });
}

// Opens the card of each mark and name, when that is at the top, in the middle and at the foot of the screen: what
// cards are out of the screen, lie over what opened them, or are wider than they are.
async function astray({ meet }) {
  const frame = () => new Promise(requestAnimationFrame);
  const faults = [];
  for (const opener of document.querySelectorAll(":is(.cite, .name) > button[popovertarget]")) {
    const card = document.getElementById(opener.getAttribute("popovertarget"));
    for (const block of ["start", "center", "end"]) {
      if (!opener.checkVisibility()) continue;
      opener.scrollIntoView({ block });
      opener.click();
      await frame();
      const { left, top, right, bottom } = card.getBoundingClientRect();
      const words = [...(opener.closest(".name")?.getClientRects() ?? []), opener.getBoundingClientRect()];
      const isOut = left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
      const isOver = words.some((box) => meet({ left, top, right, bottom }, box));
      const isWide = card.scrollWidth > card.clientWidth || document.scrollingElement.scrollWidth > innerWidth;
      if (isOut || isOver || isWide) faults.push(`${card.id}, ${block}: ${JSON.stringify({ isOut, isOver, isWide })}`);
      card.hidePopover();
    }
  }
  return faults;
}

// On a page without cards, such as the list of corrections, a mark is a link; on paper every mark is.
test("each mark on each page is seen once", async (t) => {
  const tab = await reading(t);
  const marks = () => [...document.querySelectorAll(".cite")].filter((mark) => mark.checkVisibility()).map((mark) => [
    [...mark.children].filter((child) => child.checkVisibility({ visibilityProperty: true })).map(({ tagName }) => tagName).join(),
    mark.children.length,
  ]);
  const lists = [];
  for (const one of PAGES) {
    await visit(tab, one);
    const seen = await tab.evaluate(marks);
    assert.ok(seen.every(([tag, parts]) => tag === (parts > 1 ? "BUTTON" : "A")), `${one.name}: ${seen}`);
    if (seen.some(([tag]) => tag === "A")) lists.push(one.name);
  }
  assert.ok(lists.includes("everything/corrections/index.html"), `${lists}`);
  assert.ok(lists.includes("everything/whos-who/berg/index.html"), `${lists}`);
});

test("a mark is large enough for a finger, and none lies under another", async (t) => {
  for (const viewport of [NARROW, WIDE]) {
    const tab = await reading(t, { viewport });
    assert.deepEqual(await measured(tab, small), [], `${viewport.width}`);
  }
});

// Marks less than 24 pixels wide or high, or of which another mark takes more than a pixel.
function small({ meet }) {
  const buttons = [...document.querySelectorAll(".cite > button")].filter((button) => button.checkVisibility());
  const boxes = buttons.map((button) => button.getBoundingClientRect());
  const inner = ({ left, top, right, bottom }) => ({ left: left + 1, top: top + 1, right: right - 1, bottom: bottom - 1 });
  return buttons
    .filter((_, at) => {
      const box = boxes[at];
      const others = boxes.filter((_, other) => other !== at);
      return box.width < 24 || box.height < 24 || others.some((other) => meet(inner(box), inner(other)));
    })
    .map((button) => `${button.parentElement.id} ${button.parentElement.parentElement.innerText.slice(0, 60)}`);
}

test("a browser without popovers shows links to the endnotes", async (t) => {
  const tab = await reading(t, { viewport: NARROW, bypassCSP: true });
  const css = page.html.match(/<style>([^]*?)<\/style>/)[1].replaceAll("selector(:popover-open)", "selector(:unheard-of)");
  await tab.evaluate((css) => { document.querySelector("style").textContent = css; }, css);
  assert.equal(await openers(tab).count(), 0);
  const mark = tab.locator(".cite a").first();
  await mark.click();
  assert.match(tab.url(), /#s:survey$/);
  assert.deepEqual(await measured(tab, isCovered), []);
});
