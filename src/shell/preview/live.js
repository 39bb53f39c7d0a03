// Hears what the page must know, and acts on it.
// Nothing here may fail loudly: the page is the author's.

const script = document.currentScript;
const has = { ...script.dataset };
const root = new URL("../", script.src);
const events = new URL("events", script.src);
const isBare = has.key.startsWith("bare-");
script.remove();

// A browser opens six connections to a server and no more, be it for twenty pages. So this many pages hold
// their streams, and any further ones look in now and then.
const HELD = 4;
const GLIMPSE = 300;
const BETWEEN = 1000;
// A page that nobody sees gives its own back after a while, and asks what it missed when it is seen again.
const UNSEEN = 2000;
// After an answer that was no stream, which a browser does not ask for again by itself.
const AGAIN = 2000;

let stream = null;
let release = null;
let isAsking = false;
let timer = 0;
let sheet = null;

const ready = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve, { once: true });
});

const isUnseen = () => document.visibilityState === "hidden";

// Does something, until it is done, in one of the places that all pages of this server share; or in none.
async function inPlace(act) {
  // Only a page that came by a safe way has locks.
  for (let place = 0; navigator.locks && place < HELD; place++) {
    const name = `nutgraf:${place}`;
    const isDone = await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && act(true));
    if (isDone) return;
  }
  await act(!navigator.locks);
}

function listen() {
  clearTimeout(timer);
  if (stream || isAsking || isUnseen()) return;
  isAsking = true;
  inPlace(hold).catch(() => hold(true));
}

// Resolves when the stream is closed.
function hold(hasPlace) {
  isAsking = false;
  if (stream || isUnseen()) return Promise.resolve(true);
  open();
  if (!hasPlace) timer = setTimeout(later, GLIMPSE, BETWEEN);
  return new Promise((resolve) => { release = () => resolve(true); });
}

function open() {
  events.search = new URLSearchParams(has);
  stream = new EventSource(events);
  const on = (name, act) => stream.addEventListener(name, (event) => {
    has.showing = event.lastEventId || has.showing;
    ready.then(() => act(event.data));
  });
  on("page", reload);
  on("style", (data) => restyle(JSON.parse(data)));
  on("assets", (data) => refresh(JSON.parse(data)));
  on("findings", (data) => {
    if (window === window.top) draw(JSON.parse(data), isBare);
  });
  stream.addEventListener("error", () => {
    if (stream && stream.readyState === EventSource.CLOSED) later(AGAIN);
  });
}

function later(time) {
  hush();
  timer = setTimeout(listen, time);
}

function hush() {
  clearTimeout(timer);
  if (stream) stream.close();
  if (release) release();
  stream = release = null;
}

document.addEventListener("visibilitychange", () => {
  if (!isUnseen()) return listen();
  clearTimeout(timer);
  timer = setTimeout(hush, UNSEEN);
});
window.addEventListener("pagehide", hush);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) listen();
});

function reload() {
  hush();
  remember("scroll", JSON.stringify([location.href, scrollX, scrollY]));
  location.reload();
}

// Where the reader was before a reload: as soon as there is that much of a page, and once more when its
// pictures have their heights, unless the reader has moved meanwhile.
function scrollBack() {
  const [href, left, top] = JSON.parse(recall("scroll") || "[]");
  remember("scroll", "");
  if (href !== location.href) return;
  let moved = false;
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(name, () => { moved = true; }, { once: true, passive: true });
  }
  const back = () => moved || scrollTo({ left, top, behavior: "instant" });
  ready.then(back);
  addEventListener("load", back, { once: true });
}

// The page's policy allows the style that it came with and no other in a `style` element; a constructed
// sheet is no element. The largest is the site's: what a page has beside it is small.
function restyle({ style, css }) {
  if (!sheet) {
    const own = [...document.querySelectorAll("head > style")];
    const site = own.sort((a, b) => b.textContent.length - a.textContent.length)[0];
    if (!site || !site.sheet) return reload();
    sheet = new CSSStyleSheet({ baseURL: document.baseURI });
    document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
    site.sheet.disabled = true;
  }
  sheet.replaceSync(css);
  has.style = style;
}

// The path of a file below the server's root, as the server calls it.
function pathOf(address) {
  try {
    const url = new URL(address, document.baseURI);
    if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
    return decodeURIComponent(url.pathname.slice(root.pathname.length)).normalize();
  } catch {
    return null;
  }
}

// A file that the page has loaded, or tried to, is loaded again with it.
function refresh(files) {
  const changed = new Set(files);
  const loaded = performance.getEntriesByType("resource").map((entry) => pathOf(entry.name));
  if (loaded.some((path) => changed.has(path))) reload();
}

scrollBack();
listen();
