// What axe finds on the pages, in light and dark, narrow and wide: nothing.

import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { NARROW, PAGES, SCHEMES, WIDE, measured, page, pictures, reading, visit } from "./reader.mjs";

const axe = fs.readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

for (const colorScheme of SCHEMES) {
  for (const viewport of [NARROW, WIDE]) {
    const kind = `${colorScheme}, ${viewport.width} pixels wide`;

    test(`axe finds nothing on any page: ${kind}`, async (t) => {
      const tab = await reading(t, { colorScheme, viewport });
      const found = [];
      for (const one of PAGES) {
        await visit(tab, one);
        found.push(...(await findings(tab)).map((finding) => `${one.name}: ${finding}`));
      }
      assert.deepEqual(found, []);
    });

    test(`axe finds nothing when a card is open: ${kind}`, async (t) => {
      const tab = await reading(t, { colorScheme, viewport });
      for (const card of ["c:survey", "e:berg", "f:tonnes"]) {
        await tab.locator(`[popovertarget="${card}"]`).first().click();
        assert.deepEqual(await findings(tab), [], card);
        await tab.keyboard.press("Escape");
      }
    });
  }

  // A picture is opaque to axe. Hairs and grids carry nothing, and need no contrast.
  test(`words and shapes in charts and maps stand out: ${colorScheme}`, async (t) => {
    const tab = await reading(t, { colorScheme });
    const paper = await measured(tab, ({ behind }) => behind(document.body));
    const files = [...pictures("chart"), ...pictures("map")];
    assert.equal(files.length, 7);
    for (const url of files) {
      await tab.goto(url);
      assert.deepEqual(await measured(tab, faint, paper), [], url);
    }
  });
}

// Every rule of axe but: those that axe itself has given up; and `p-as-heading`, an experiment that takes each
// bold name before its text, in a list of names, for a heading (a list of forty names would be forty headings).
async function findings(tab) {
  await tab.evaluate(axe);
  return tab.evaluate(async () => {
    const { axe } = window;
    for (const folded of document.querySelectorAll("details")) folded.open = true;
    const contrast = ["color-contrast", "color-contrast-enhanced"];
    const left = ["p-as-heading", ...contrast];
    const rules = axe.getRules().filter(({ ruleId, tags }) => !tags.includes("deprecated") && !left.includes(ruleId));
    const values = rules.map(({ ruleId }) => ruleId);
    const { violations } = await axe.run(document, { runOnly: { type: "rule", values } });
    // Behind what lies over it, or is scrolled away, axe does not look: a name has its button over it, a year
    // the room of its events; a title, a wide table or a figure ends beyond what it stands in.
    const bare = new CSSStyleSheet();
    bare.replaceSync(":is(.cite, .name) button { display: none !important } :is(.timeline li, tr > *) { display: block !important } :is(h1, .figure) { margin: 0 }");
    document.adoptedStyleSheets = [bare];
    const { violations: more, incomplete } = await axe.run(document, { runOnly: { type: "rule", values: contrast } });
    document.adoptedStyleSheets = [];
    // Marks and names stand within sentences, as links do, and may there be as small as the line is high. That a
    // mark has its room nevertheless is seen in reader-cards.
    const isInText = ({ id }, { target }) => id === "target-size" && document.querySelector(target).closest(".cite, .name");
    return [...violations, ...more, ...incomplete].flatMap((rule) =>
      rule.nodes.filter((node) => !isInText(rule, node)).map((node) => `${rule.id}: ${node.target}: ${node.failureSummary}`),
    );
  });
}

test("no words in a chart or a map are cut off, on a phone or in a column", async (t) => {
  for (const width of [280, 640]) {
    const tab = await reading(t, { viewport: { width, height: 640 } });
    for (const url of [...pictures("chart"), ...pictures("map")]) {
      await tab.goto(url);
      assert.deepEqual(await tab.evaluate(cutOff), [], `${url}, ${width} pixels wide`);
    }
  }
});

// Words that begin before the picture or end behind it; a pixel is the room that a typeface leaves around a letter.
function cutOff() {
  const frame = document.documentElement.getBoundingClientRect();
  const isOut = ({ left, right }) => left < frame.left - 1 || right > frame.right + 1;
  return [...document.querySelectorAll("text")].filter((text) => isOut(text.getBoundingClientRect())).map(({ textContent }) => textContent);
}

// Words in a picture with less than 4.5 : 1 to what is behind them, and shapes with less than 3 : 1 to the paper.
function faint({ contrast, meet }, paper) {
  const style = (element) => getComputedStyle(element);
  const middle = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return { left: x, right: x + 1, top: y, bottom: y + 1 };
  };
  const words = [...document.querySelectorAll("text")].filter((text) => {
    const { fill, stroke, paintOrder } = style(text);
    const bar = [...document.querySelectorAll("rect")].find((bar) => meet(bar.getBoundingClientRect(), middle(text)));
    const behind = text.classList.contains("on") ? style(bar).fill : paintOrder.startsWith("stroke") ? stroke : paper;
    return style(text).display !== "none" && contrast(fill, behind) < 4.5;
  });
  const colours = (shape) => {
    const pattern = style(shape).fill.match(/#(\w+)/)?.[1];
    const inside = pattern && document.querySelector(`#${pattern} path`);
    return [style(shape).fill, style(shape).stroke, inside && style(inside).stroke].filter((colour) => /^rgb/.test(colour));
  };
  const shapes = [...document.querySelectorAll("rect, polyline, circle, .route, .axis")].filter(
    (shape) => !shape.closest("defs") && !colours(shape).some((colour) => contrast(colour, paper) >= 3),
  );
  return [...words, ...shapes].map((element) => element.outerHTML);
}

test("source marks and names stand out from what is behind them", async (t) => {
  for (const colorScheme of SCHEMES) {
    const tab = await reading(t, { colorScheme });
    const low = await measured(tab, ({ contrast, behind }) =>
      [...document.querySelectorAll(".cite button, [popover] > button, .short li")]
        .filter((element) => contrast(getComputedStyle(element, "::before").color, behind(element)) < 4.5)
        .map((element) => element.outerHTML));
    assert.deepEqual(low, [], colorScheme);
  }
});

test("a page has its landmarks, and its languages", async (t) => {
  const tab = await reading(t);
  for (const role of ["banner", "main", "contentinfo"]) assert.equal(await tab.getByRole(role).count(), 1, role);
  await tab.getByRole("navigation", { name: "Site" }).waitFor();
  await tab.getByRole("navigation", { name: "Questions" }).waitFor();
  assert.equal(await tab.locator("blockquote[lang=ru]").innerText(), "Мост стоит, и будет стоять.");
  const works = tab.getByText("Gespräch mit Anna Berg");
  const languages = await works.evaluateAll((all) => all.map((work) => work.closest("[lang]").lang));
  assert.ok(languages.includes("de"));
  for (const [at, language] of languages.entries()) assert.equal(language, "de", `use ${at}`);
  assert.ok(page.html.startsWith('<!doctype html>\n<html lang="en">'));
});
