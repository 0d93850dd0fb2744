// The page around the brief: it follows the server's events, swaps page and sheets, and keeps the reader's place.
"use strict";

const find = (selector, root = document) => root.querySelector(selector);
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};

// The page. A new version is loaded behind the old one, and shown once it is scrolled to the same place.

const BLOCKS = ["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "figure", "table", "pre", "blockquote"]
  .map((tag) => `${tag}:not(nav *, .side-note *)`).join(); // contents and notes may stay while the text moves

const NEAR = 40; // blocks before and after the one that is read, by any of which it is found again

const said = (block) => `${block.tagName} ${block.textContent}`;
const nameOf = (details, index) => details.closest("[id]")?.id || index;

function place(frame) {
  const page = frame.contentDocument;
  const blocks = [...page.querySelectorAll(BLOCKS)];
  const read = blocks.findIndex((one) => one.getBoundingClientRect().bottom > 0);
  const marks = blocks
    .map((one, index) => ({ index, said: said(one), top: one.getBoundingClientRect().top }))
    .slice(Math.max(read - NEAR, 0), read + NEAR)
    .sort((one, other) => Math.abs(one.index - read - 0.1) - Math.abs(other.index - read - 0.1));
  const open = [...page.querySelectorAll("details")].map((one, index) => [nameOf(one, index), one.open]);
  const focused = page.activeElement?.matches("[href], [id]") ? page.activeElement : null;
  return {
    marks: frame.contentWindow.scrollY > 0 ? marks : [],
    open: new Map(open),
    focused: focused && (focused.id ? `#${CSS.escape(focused.id)}` : `[href="${CSS.escape(focused.getAttribute("href"))}"]`),
  };
}

function restore(frame, kept) {
  const page = frame.contentDocument;
  page.querySelectorAll("details").forEach((one, index) => { one.open = kept.open.get(nameOf(one, index)) ?? false; });
  const places = new Map();
  const blocks = [...page.querySelectorAll(BLOCKS)];
  blocks.forEach((one, index) => places.set(said(one), [...(places.get(said(one)) ?? []), index]));
  const mark = kept.marks.find((one) => places.has(one.said)) ?? kept.marks[0];
  if (mark) {
    const near = (index) => Math.abs(index - mark.index);
    const same = places.get(mark.said)?.sort((one, other) => near(one) - near(other))[0];
    const block = blocks[same ?? Math.min(mark.index, blocks.length - 1)];
    const shift = block.getBoundingClientRect().top - mark.top;
    frame.contentWindow.scrollTo({ top: frame.contentWindow.scrollY + shift, behavior: "instant" });
  }
  if (kept.focused) page.querySelector(kept.focused)?.focus({ preventScroll: true });
}

// A site that is cited opens in a tab of its own, and so do the files that the page offers: the page stays.
function leave(event) {
  const link = event.target.closest?.("a[href^='http'], .offers a[href^='brief.']");
  if (!link) return;
  event.preventDefault();
  window.open(link.href, "_blank", "noopener");
}

function showPage(name) {
  const pane = find("#page");
  if (!name || pane.dataset.name === name) return;
  pane.dataset.name = name;
  const next = make("iframe", "next", "");
  next.title = "The brief";
  next.src = `/brief.html?${name}`;
  find("iframe.next", pane)?.remove();
  next.onload = () => {
    if (!next.contentDocument?.querySelector("h1")) { // the server has ended meanwhile
      next.remove();
      delete pane.dataset.name;
      return;
    }
    const old = find("iframe:not(.next)", pane);
    const kept = old && place(old);
    const focused = old && document.activeElement === old;
    next.className = "";
    if (focused) next.focus({ preventScroll: true });
    if (kept) restore(next, kept);
    next.contentDocument.addEventListener("click", leave);
    old?.remove();
    pane.dataset.shown = name;
  };
  pane.append(next);
}

// The sheets of the PDF: only those that changed are loaded anew, each in the place of its old one.

async function showSheets(names) {
  const list = find("#sheets ol");
  const loaded = await Promise.all(names.map(async (name, index) => {
    const old = list.children[index]?.firstChild;
    if (old?.dataset.name === name) return old;
    const image = new Image();
    image.src = `/sheets/${name}.svg`;
    image.alt = `Page ${index + 1} of ${names.length}`;
    image.dataset.name = name;
    await image.decode().catch(() => {});
    return image;
  }));
  if (names !== latest.sheets) return;
  loaded.forEach((image, index) => {
    const item = list.children[index] ?? list.appendChild(document.createElement("li"));
    if (item.firstChild !== image) item.replaceChildren(image);
  });
  while (list.children.length > names.length) list.lastChild.remove();
  list.dataset.shown = names.join(" ");
}

// What is wrong.

function line(fault) {
  const before = fault.text.slice(0, fault.column - 1);
  const rest = fault.text.slice(fault.column - 1);
  // Column 1 may mean the whole line, which needs no mark.
  const word = before ? rest.match(/^(?:[\p{L}\p{N}_.:-]*[\p{L}\p{N}_]|.)/u)?.[0] ?? "" : "";
  const shown = make("pre", "", before);
  shown.append(make("mark", "", word), rest.slice(word.length));
  return shown;
}

function entry(fault) {
  const item = make("li", fault.warning ? "warning" : "fault", "");
  const where = make(fault.opens ? "a" : "span", "place", `${fault.path}:${fault.line}:${fault.column}`);
  if (fault.opens) where.href = fault.opens;
  const sentence = document.createElement("p");
  sentence.append(where, " ", make("span", "problem", (fault.warning ? "warning: " : "") + fault.problem));
  item.append(sentence);
  if (fault.text.trim()) item.append(line(fault));
  item.append(make("p", "remedy", fault.remedy));
  return item;
}

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

function tally(message) {
  const parts = [[message.faulty, "fault"], [message.warned, "warning"]];
  return parts.filter(([number]) => number).map(([number, word]) => count(number, word)).join(" and ");
}

function showFaults(message) {
  find("#faults").hidden = message.faults.length === 0;
  const title = tally(message);
  if (find("#tally").textContent !== title) find("#tally").textContent = title;
  const more = message.faulty + message.warned - message.faults.length;
  const rest = more ? [make("li", "", `… and ${more} more; make check lists them all`)] : [];
  find("#faults ol").replaceChildren(...message.faults.map(entry), ...rest);
}

// The state, and the events of the server.

const SENTENCES = {
  working: () => "Making the brief …",
  current: (message) => `Up to date: made at ${message.time}`,
  faulty: (message) => (message.page ? `At fault: this is the version of ${message.time}` : "At fault: nothing to show yet"),
  lost: () => "The preview has ended: make preview starts it anew",
};

let since = Date.now();

function showState(state, message) {
  if (document.body.dataset.state !== state) since = Date.now();
  document.body.dataset.state = state;
  find("#state").textContent = SENTENCES[state](message);
}

let latest = {};

function show(message) {
  latest = message;
  showState(message.state, message);
  showPage(message.page);
  showSheets(message.sheets);
  if (message.state !== "working") showFaults(message);
  find("h1").textContent = message.title || "Preview";
  document.title = `${message.state === "faulty" ? "⚠ " : ""}${message.title || "Preview"}`;
}

// A browser holds few connections to one server: a tab that is not seen keeps none.
let source;

function listen() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource("/events");
  source.onmessage = (event) => show(JSON.parse(event.data));
  source.onerror = () => showState("lost", latest);
}

document.addEventListener("visibilitychange", listen);
listen();

// An update that takes long says for how long; one that never ends is a chart's.
const LONG = 10; // seconds

setInterval(() => {
  if (document.body.dataset.state !== "working") return;
  const seconds = Math.round((Date.now() - since) / 1000);
  const hint = seconds < LONG ? "" : ": does a chart or a table never end? Mend and save it";
  if (seconds > 2) find("#state").textContent = `Making the brief for ${seconds} s${hint} …`;
}, 1000);

// What is shown is the reader's choice, remembered while the preview stays open.

function choose(view) {
  const frame = find("iframe:not(.next)");
  const kept = frame && place(frame);
  document.body.dataset.view = view;
  if (frame) restore(frame, kept); // in another width the text breaks elsewhere
  sessionStorage.setItem("view", view);
}

for (const button of document.querySelectorAll("[name=view]")) {
  button.onchange = () => choose(button.value);
}
const small = matchMedia("(max-width: 60rem)").matches;
const chosen = sessionStorage.getItem("view") ?? (small ? "page" : "both");
find(`[value=${chosen}]`).checked = true;
choose(chosen);
