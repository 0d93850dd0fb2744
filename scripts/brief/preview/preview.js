// The page around the brief: it follows the server's events, and shows page, sheets and faults.
import { find, frame } from "./common.js";
import { nextFault, showFaults } from "./faults.js";
import { follow, followTexts, watchPage, watchSheets } from "./following.js";
import { place, restore, showPage } from "./page.js";
import { showSheets, showTexts } from "./sheets.js";

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
  find("#word").hidden = state !== "current";
}

let latest = {};
let changed = []; // the blocks of the page that changed, until the sheets show them too

async function showPrint(message) {
  await showSheets(message.sheets);
  const texts = latest === message && await showTexts(message.texts);
  if (!texts || !frame() || message.page !== find("#page").dataset.shown) return;
  const current = message.state === "current"; // until then the sheets are those of the last version
  followTexts(texts, current ? changed : []);
  if (current) changed = [];
  find("main").ariaBusy = String(message.state === "working");
}

function showBrief(message) {
  showPage(message.page, (one, blocks) => {
    changed = [...changed.filter((block) => block.isConnected), ...blocks];
    watchPage(one);
    one.contentDocument.addEventListener("keydown", press);
    queueMicrotask(() => showPrint(latest)); // the sheets may have come before
  });
  showPrint(message);
}

function show(message) {
  latest = message;
  find("main").ariaBusy = String(message.state !== "faulty"); // until page and sheets say the same
  showState(message.state, message);
  showBrief(message);
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
  find(`[value=${view}]`).checked = true;
  const one = frame();
  const kept = one && place(one);
  document.body.dataset.view = view;
  if (one) restore(one, kept); // in another width the text breaks elsewhere
  follow();
  sessionStorage.setItem("view", view);
}

// Keys, where the reader has not switched them off; they serve in the brief's page too.

const KEYS = {
  1: () => choose("page"),
  2: () => choose("sheets"),
  3: () => choose("both"),
  n: () => nextFault(1),
  p: () => nextFault(-1),
};

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !find("#keyed").checked || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
}

find("#keyed").checked = localStorage.getItem("keys") !== "off";
find("#keyed").onchange = (event) => localStorage.setItem("keys", event.target.checked ? "on" : "off");
document.addEventListener("keydown", press);

for (const button of document.querySelectorAll("[name=view]")) {
  button.onchange = () => choose(button.value);
}
const small = matchMedia("(max-width: 60rem)").matches;
choose(sessionStorage.getItem("view") ?? (small ? "page" : "both"));
watchSheets();
document.addEventListener("visibilitychange", listen);
listen();
