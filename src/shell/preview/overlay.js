// What was found, drawn over the page: errors in a dialog, warnings in a corner, and what an editor would say of
// the page beside the words that it is about.
// All of it stands in a shadow root of an element outside the body, under a constructed style sheet: the
// page's own styles, selectors and policy have nothing to do with it.

let host = null;
let shown = "";
let placement = null;

// Without storage, as in a sandboxed frame, nothing is remembered from page to page.
function remember(name, value) {
  try { sessionStorage.setItem(`nutgraf:${name}`, value); } catch {}
}

function recall(name) {
  try { return sessionStorage.getItem(`nutgraf:${name}`); } catch { return null; }
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

// A sentence in which `this` is code. Code has the letters that it has.
function worded(text) {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return sentence.split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part));
}

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function note(found, withSnippet) {
  const made = element("li", { class: `note ${found.level}` }, element("h2", {}, ...worded(found.message)));
  const place = element("code", {}, `${found.file}:${found.line}:${found.column}`);
  const code = element("span", { title: found.name }, found.code);
  made.append(element("p", { class: "place" }, place, " ", code));
  if (withSnippet && found.snippet) made.append(element("pre", {}, found.snippet));
  if (found.remedy) made.append(element("p", { class: "remedy" }, ...worded(found.remedy)));
  return made;
}

function notes(report, level, total) {
  const found = report.findings.filter((one) => one.level === level);
  const list = element("ol", { class: "notes" }, ...found.map((one) => note(one, level === "error")));
  if (found.length < total) list.append(element("li", { class: "more" }, `and ${total - found.length} more`));
  return list;
}

function errorDialog(report) {
  const title = element("h1", { id: "title" }, count(report.errors, "error"));
  const behind = element("p", {}, "The page behind this is the last good one.");
  const close = element("button", { type: "button" }, "Close");
  const list = notes(report, "error", report.errors);
  // What scrolls has the focus, so that the arrow keys read on.
  for (const [name, value] of [["tabindex", "0"], ["autofocus", ""], ["aria-labelledby", "title"]]) list.setAttribute(name, value);
  const made = element("dialog", { class: "sheet", role: "dialog", "aria-labelledby": "title" });
  made.append(element("header", {}, title, behind, close), list);
  close.addEventListener("click", () => made.close());
  return made;
}

// `homeless`: remarks on words that do not stand on the page.
function warningPanel(report, homeless) {
  const title = element("summary", {}, count(report.warnings + homeless.length, "warning"));
  const list = notes(report, "warning", report.warnings);
  list.append(...homeless.map((one) => note(one, false)));
  const made = element("details", { class: "panel" }, title, list);
  made.open = recall("warnings") === "open";
  made.addEventListener("toggle", () => remember("warnings", made.open ? "open" : "closed"));
  return made;
}

function clear() {
  if (host) host.remove();
  if (placement) placement.disconnect();
  host = placement = null;
}

function stand() {
  host = document.createElement("nutgraf-findings");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(overlayStyle);
  root.adoptedStyleSheets = [sheet];
  document.documentElement.append(host);
  return root;
}

// On a narrow screen what a caret points at may lie far to the right.
function toCaret(snippet) {
  const lines = snippet.textContent.split("\n");
  const longest = Math.max(...lines.map((line) => line.length));
  const caret = Math.max(...lines.filter((line) => /^ *\|/.test(line)).map((line) => line.indexOf("^")));
  const at = (snippet.scrollWidth * caret) / longest;
  if (at > snippet.clientWidth * 0.8) snippet.scrollLeft = at - snippet.clientWidth / 2;
}

// Closed, the errors leave a button that opens them again, and stay closed until there is other news.
function drawErrors(root, corner, report) {
  const dialog = errorDialog(report);
  const again = element("button", { type: "button" }, count(report.errors, "error"));
  root.append(dialog);
  const open = () => {
    again.remove();
    if (!dialog.open) dialog.showModal();
    dialog.querySelectorAll("pre").forEach(toCaret);
  };
  const closed = () => {
    if (dialog.isConnected) corner.prepend(again);
    remember("closed", report.digest);
  };
  again.addEventListener("click", open);
  dialog.addEventListener("close", closed);
  if (recall("closed") === report.digest) corner.prepend(again);
  else open();
}

// What a text says, whatever it looks like: its letters and figures.
function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

// The words of an element without marks of sources and notes, and without cards.
function wordsOf(element) {
  const left = "sup, button, [popover], a[href^='#s:']";
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let words = "";
  while (walker.nextNode()) {
    const inside = walker.currentNode.parentElement.closest(left);
    if (!inside || !element.contains(inside)) words += walker.currentNode.data;
  }
  return plain(words);
}

const PIECES = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, blockquote, figcaption, caption, summary";

// For each remark, the smallest piece of the page that has its words. What is no prose, such as a printed
// figure, parts them.
function pieces(remarks) {
  const all = [...document.body.querySelectorAll(PIECES)];
  const known = all.filter((piece) => piece.getClientRects().length > 0).map((piece) => [piece, wordsOf(piece)]);
  known.sort(([, a], [, b]) => a.length - b.length);
  return remarks.map((remark) => {
    const parts = remark.words.split("\ufffc").map(plain);
    const words = parts.reduce((longest, part) => (part.length > longest.length ? part : longest), "");
    return words ? known.find(([, text]) => text.includes(words))?.[0] : undefined;
  });
}

const GAP = 8;
const WIDE = 256;

// Puts each remark beside its piece, where there is room, or else on the page's edge; none lies on another.
function arrange(placed) {
  const { scrollX, scrollY } = window;
  const width = document.documentElement.clientWidth;
  let free = 0;
  for (const { made, bar, piece } of placed) {
    const { top, right, left, height } = piece.getBoundingClientRect();
    const isWide = width - right > WIDE + 3 * GAP;
    made.classList.toggle("narrow", !isWide);
    const at = Math.max(top + scrollY, free);
    Object.assign(made.style, { top: `${at}px`, left: isWide ? `${right + scrollX + 2 * GAP}px` : "" });
    Object.assign(bar.style, { top: `${top + scrollY}px`, left: `${left + scrollX - 1.5 * GAP}px`, height: `${height}px` });
    free = at + made.firstChild.getBoundingClientRect().height + GAP / 2;
  }
}

// Gives the remarks whose words do not stand on the page.
function drawRemarks(root, remarks) {
  const found = pieces(remarks);
  const placed = remarks.flatMap((remark, at) => {
    if (!found[at]) return [];
    const title = element("summary", { title: remark.message }, element("b", {}, remark.code), " ", ...worded(remark.message));
    const made = element("details", { class: `remark ${remark.level}` }, title, note(remark, false));
    return [{ made, bar: element("div", { class: `bar ${remark.level}` }), piece: found[at] }];
  });
  if (placed.length) {
    const region = element("div", { role: "region", "aria-label": "Editor's remarks" });
    region.append(...placed.flatMap(({ made, bar }) => [bar, made]));
    root.append(region);
    placed.sort((a, b) => a.piece.getBoundingClientRect().top - b.piece.getBoundingClientRect().top);
    placement = new ResizeObserver(() => arrange(placed));
    placement.observe(document.body);
  }
  return remarks.filter((_, at) => !found[at]);
}

// `isBare`: the page itself is what was found.
function draw(report, isBare) {
  if (report.digest === shown) return;
  shown = report.digest;
  clear();
  if (!report.errors) remember("closed", "");
  const hasErrors = report.errors > 0 && !isBare;
  if (!hasErrors && !report.warnings && !report.remarks.length) return;
  const root = stand();
  const homeless = isBare ? [] : drawRemarks(root, report.remarks);
  if (!hasErrors && !report.warnings && !homeless.length) return;
  const corner = element("div", { class: "corner", role: "region", "aria-label": "Findings" });
  root.append(corner);
  if (report.warnings + homeless.length) corner.append(warningPanel(report, homeless));
  if (hasErrors) drawErrors(root, corner, report);
}
