// What was found, drawn over the page: errors in a dialog, warnings in a corner.
// All of it stands in a shadow root of an element outside the body, under a constructed style sheet: the
// page's own styles, selectors and policy have nothing to do with it.

let host = null;
let shown = "";

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

function warningPanel(report) {
  const title = element("summary", {}, count(report.warnings, "warning"));
  const made = element("details", {}, title, notes(report, "warning", report.warnings));
  made.open = recall("warnings") === "open";
  made.addEventListener("toggle", () => remember("warnings", made.open ? "open" : "closed"));
  return made;
}

function clear() {
  if (host) host.remove();
  host = null;
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

// `isBare`: the page itself is what was found.
function draw(report, isBare) {
  if (report.digest === shown) return;
  shown = report.digest;
  clear();
  if (!report.errors) remember("closed", "");
  const hasErrors = report.errors > 0 && !isBare;
  if (!hasErrors && !report.warnings) return;
  const root = stand();
  const corner = element("div", { class: "corner", role: "region", "aria-label": "Findings" });
  root.append(corner);
  if (report.warnings) corner.append(warningPanel(report));
  if (hasErrors) drawErrors(root, corner, report);
}
