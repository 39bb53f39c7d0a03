// The pages on the narrowest screen, without scripts, in forced colours, without motion, and on paper.

import assert from "node:assert/strict";
import test from "node:test";
import { NARROW, PAGES, SCHEMES, WIDE, measured, page, reading, visit } from "./reader.mjs";

test("no page is wider than a screen of 320 pixels", async (t) => {
  const tab = await reading(t, { viewport: NARROW });
  for (const one of PAGES) {
    await visit(tab, one);
    assert.deepEqual(await tab.evaluate(tooWide), [], one.name);
  }
});

// What reaches out of the screen, if it does not scroll by itself; and the page, if it scrolls sideways.
function tooWide() {
  const scrolls = (element) => element.closest(".table, .skip, [popover]");
  const isOut = (element) => {
    const { left, right } = element.getBoundingClientRect();
    return element.checkVisibility() && (left < 0 || right > innerWidth);
  };
  const out = [...document.body.querySelectorAll("*")].filter((element) => isOut(element) && !scrolls(element));
  const page = document.scrollingElement.scrollWidth > innerWidth ? [document.documentElement] : [];
  return [...page, ...out].map((element) => element.outerHTML.slice(0, 200));
}

test("what is wider than a narrow screen can be scrolled with the keyboard", async (t) => {
  const tab = await reading(t, { viewport: NARROW });
  const table = tab.getByRole("region", { name: "Comparison" });
  assert.ok(await table.evaluate((table) => table.scrollWidth > table.clientWidth));
  await table.focus();
  await tab.keyboard.press("ArrowRight");
  await tab.waitForFunction((table) => table.scrollLeft > 0, await table.elementHandle());
});

test("without scripts everything opens and leads where it should", async (t) => {
  const tab = await reading(t, { viewport: NARROW, javaScriptEnabled: false });
  for (const one of PAGES) assert.doesNotMatch(one.html, /<script(?! type="application\/ld\+json")|\son\w+=/, one.name);
  const questions = tab.getByRole("navigation", { name: "Questions" });
  await questions.getByText("3 questions").click();
  await questions.getByRole("link", { name: "Who pays?" }).click();
  assert.match(tab.url(), /#money$/);
  await tab.getByText("The map in words").click();
  await tab.getByText("Nur-Sultan (Kazakhstan), Samarkand (Uzbekistan).").waitFor();
  await tab.getByRole("button", { name: "About Union" }).first().click();
  const card = tab.getByRole("dialog", { name: "Union" });
  await card.getByRole("link", { name: "source 1" }).click();
  assert.match(tab.url(), /#s:survey$/);
  await tab.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
  await tab.getByText(/^Cited \d+ times$/).first().click();
  await tab.getByRole("link", { name: "back to use 2 of source 1" }).click();
  assert.match(tab.url(), /#u:1-2$/);
});

for (const colorScheme of SCHEMES) {
  test(`forced colours leave every word, boundary and sign: ${colorScheme}`, async (t) => {
    const tab = await reading(t, { colorScheme, forcedColors: "active" });
    await tab.locator('[popovertarget="e:berg"]').first().click();
    assert.deepEqual(await measured(tab, lost), []);
  });

  test(`the keyboard's place is seen, in forced colours too: ${colorScheme}`, async (t) => {
    for (const forcedColors of ["none", "active"]) {
      const tab = await reading(t, { colorScheme, forcedColors });
      await tab.keyboard.press("Tab");
      assert.deepEqual(await measured(tab, unringed), [], forcedColors);
    }
  });
}

// Signs that stand out by less than 3 : 1 from what is behind them, or are not drawn at all.
function lost({ contrast, behind }) {
  const weak = (selector, part, property) =>
    [...document.querySelectorAll(selector)]
      .filter((element) => {
        const style = getComputedStyle(element, part);
        const [edge] = property.match(/^(border\w+|outline)(?=Color)/) ?? [];
        const isDrawn = !edge || (style[`${edge}Style`] !== "none" && parseFloat(style[`${edge}Width`]) >= 1);
        return !isDrawn || contrast(style[property], behind(part ? element : element.parentElement)) < 3;
      })
      .map((element) => `${selector}${part}: ${property}: ${element.outerHTML.slice(0, 120)}`);
  const current = getComputedStyle(document.querySelector(".timeline [aria-current]"), "::before");
  const other = getComputedStyle(document.querySelector(".timeline li li:not([aria-current])"), "::before");
  const isLike = current.borderTopWidth === other.borderTopWidth ? ["the current event is marked by its colour alone"] : [];
  location.hash = "s:survey";
  return [
    isLike,
    weak(".cite > button", "::before", "color"),
    weak("[popover] > button", "::before", "color"),
    weak(".short li", "::before", "color"),
    weak(".name", "", "textDecorationColor"),
    weak("p, li, a, h1, h2, h3, td, th, summary, figcaption", "", "color"),
    weak(":popover-open", "", "borderTopColor"),
    weak(".timeline li li", "::before", "borderTopColor"),
    weak(".known, .alert, .part", "", "borderTopColor"),
    weak("tbody tr > *", "", "borderBottomColor"),
    weak("li:target", "", "outlineColor"),
  ].flat();
}

// What the keyboard comes to and has no ring, or one that does not stand out.
function unringed({ contrast, behind }) {
  const ring = (element) => {
    element.focus({ focusVisible: true });
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element.closest(".long") ?? element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && contrast(outlineColor, behind(element)) >= 3;
  };
  return [...document.querySelectorAll("a[href], button, summary, [tabindex='0']")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !ring(element))
    .map((element) => element.outerHTML.slice(0, 120));
}

test("nothing moves by itself, and less motion is less", async (t) => {
  for (const reducedMotion of ["reduce", "no-preference"]) {
    const tab = await reading(t, { reducedMotion });
    for (const id of ["c:survey", "e:berg"]) {
      await tab.locator(`[popovertarget="${id}"]`).first().click();
      assert.deepEqual(await tab.evaluate(moving), [], reducedMotion);
    }
  }
});

function moving() {
  const style = (element) => getComputedStyle(element);
  const moves = (element) =>
    style(element).animationName !== "none" ||
    style(element).transitionDuration.split(", ").some((duration) => parseFloat(duration) > 0) ||
    style(element).scrollBehavior !== "auto";
  const elements = [document.documentElement, ...document.querySelectorAll("*")].filter(moves);
  return [...document.getAnimations().map(String), ...elements.map(({ outerHTML }) => outerHTML.slice(0, 120))];
}

test("paper has all that is folded on a screen, and nothing to press", async (t) => {
  const tab = await reading(t, { viewport: WIDE });
  await tab.locator('[popovertarget="c:survey"]').first().click();
  await tab.emulateMedia({ media: "print" });
  // A browser opens what is folded in its own time.
  await tab.waitForFunction(`!(${unread})().length`, undefined, { timeout: 5_000 }).catch(() => {});
  assert.deepEqual(await tab.evaluate(unread), []);
  const gone = ["[popover]", "button", ".skip", ".mast nav", ".contents", ".up", ".foot", ".uses"];
  for (const selector of gone) {
    assert.ok(await tab.locator(selector).count(), selector);
    assert.equal(await tab.locator(selector).filter({ visible: true }).count(), 0, selector);
  }
  assert.ok(await tab.getByText("Nur-Sultan (Kazakhstan), Samarkand (Uzbekistan).").isVisible());
  const samples = await tab.locator(".map li img").evaluateAll((all) => all.map(({ offsetWidth }) => offsetWidth));
  assert.deepEqual(samples, [27, 27, 27]);
});

// Folded words that paper does not show, but for those that only lead about the page, or say a thing again for machines.
function unread() {
  const folded = [...document.querySelectorAll("details:not(.contents *, .uses, .log *) > :not(summary)")];
  if (folded.length < 8) return ["there is not enough that is folded"];
  return folded
    .filter((part) => !part.checkVisibility({ contentVisibilityAuto: true }) || part.getBoundingClientRect().height < 10)
    .map((part) => part.outerHTML.slice(0, 120));
}

test("paper has the address of every source, and of the page", async (t) => {
  const tab = await reading(t);
  await tab.emulateMedia({ media: "print" });
  const shown = await tab.locator('.sources a[href^="http"]').evaluateAll((links) =>
    links.map((link) => [link.href, getComputedStyle(link, "::after").content, link.checkVisibility()]));
  assert.equal(shown.length, 3);
  for (const [href, content, isVisible] of shown) {
    assert.equal(content.replaceAll('"', "").trim(), href);
    assert.ok(isVisible);
  }
  assert.match(await tab.locator(".paper").innerText(), /https:\/\/crossing\.example\/what-holds-the-bridge\/ · As of September 2022/);
  assert.ok(await tab.locator(".cite a").first().isVisible());
});
