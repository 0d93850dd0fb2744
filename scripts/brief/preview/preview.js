// The page around the brief: hears what is new, swaps page and sheets, and keeps the reader's place.
"use strict";

const find = (selector, root = document) => root.querySelector(selector);
const make = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
};

// The page. A new version is loaded behind the old one and shown when it stands where that stood.

const BLOCKS = ["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "figure", "table", "pre", "blockquote"]
  .map((tag) => `${tag}:not(nav *)`).join(); // the contents may stand still while the text moves

function place(frame) {
  const all = [...frame.contentDocument.querySelectorAll(BLOCKS)];
  const index = frame.contentWindow.scrollY > 0 ? all.findIndex((one) => one.getBoundingClientRect().bottom > 0) : -1;
  const top = all[index];
  return {
    index,
    text: top?.textContent,
    tag: top?.tagName,
    offset: top?.getBoundingClientRect().top,
    open: [...frame.contentDocument.querySelectorAll("details")].map((one) => one.open),
  };
}

function restore(frame, kept) {
  frame.contentDocument.querySelectorAll("details").forEach((one, index) => { one.open = kept.open[index] ?? false; });
  if (kept.index < 0) return;
  const all = [...frame.contentDocument.querySelectorAll(BLOCKS)];
  const distance = (index) => Math.abs(index - kept.index);
  const same = all.map((one, index) => index)
    .filter((index) => all[index].tagName === kept.tag && all[index].textContent === kept.text)
    .sort((one, other) => distance(one) - distance(other));
  const top = all[same[0] ?? Math.min(kept.index, all.length - 1)];
  const shift = top.getBoundingClientRect().top - kept.offset;
  frame.contentWindow.scrollTo({ top: frame.contentWindow.scrollY + shift, behavior: "instant" });
}

// A site that is cited opens in a tab of its own: it may not be shown inside of the preview.
function leave(event) {
  const link = event.target.closest?.("a[href^='http']");
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
    const old = find("iframe:not(.next)", pane);
    if (old) restore(next, place(old));
    next.contentDocument.addEventListener("click", leave);
    next.className = "";
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
  const told = document.createElement("p");
  told.append(where, " ", make("span", "problem", (fault.warning ? "warning: " : "") + fault.problem));
  item.append(told);
  if (fault.text.trim()) item.append(line(fault));
  item.append(make("p", "remedy", fault.remedy));
  return item;
}

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

function tally(faults) {
  const warnings = faults.filter((one) => one.warning).length;
  const parts = [[faults.length - warnings, "fault"], [warnings, "warning"]];
  return parts.filter(([number]) => number).map(([number, word]) => count(number, word)).join(" and ");
}

function showFaults(faults) {
  find("#faults").hidden = faults.length === 0;
  const told = tally(faults);
  if (find("#told").textContent !== told) find("#told").textContent = told;
  find("#faults ol").replaceChildren(...faults.map(entry));
}

// The state, and the news of the server.

const SENTENCES = {
  working: () => "Making the brief …",
  current: (news) => `Up to date: made at ${news.made}`,
  faulty: (news) => (news.page ? `At fault: this is the version of ${news.made}` : "At fault: nothing to show yet"),
  lost: () => "The preview has ended: make preview starts it anew",
};

function showState(state, news) {
  document.body.dataset.state = state;
  find("#state").textContent = SENTENCES[state](news);
}

let latest = {};

function show(news) {
  latest = news;
  showState(news.state, news);
  showPage(news.page);
  showSheets(news.sheets);
  if (news.state !== "working") showFaults(news.faults);
  find("h1").textContent = news.title || "Preview";
  document.title = `${news.state === "faulty" ? "⚠ " : ""}${news.title || "Preview"}`;
}

const source = new EventSource("/news");
source.onmessage = (message) => show(JSON.parse(message.data));
source.onerror = () => showState("lost", latest);

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
