// Page and sheets follow one another: the same text stands a quarter of the way down in both.
import { find, frame } from "./common.js";
import { blocksOf } from "./page.js";
import { markWords } from "./sheets.js";

const LINE = 0.25; // of a pane's height: where readers look
const FIRST = 40; // letters by which a block is found on the sheets
const FEWEST = 8; // letters that say where a block is

const lettersOf = (text) => text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

let sheets = { letters: "", words: [] }; // the words of all sheets in a row, each with where its letters begin
let anchors = []; // blocks of the page with their words on the sheets, in the order of both
let leader = "page"; // the pane that the reader moves

function wordAt(offset) {
  let [low, high] = [0, sheets.words.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sheets.words[middle].offset <= offset) low = middle;
    else high = middle - 1;
  }
  return sheets.words[low];
}

function read(texts) {
  const words = [];
  let letters = "";
  texts.forEach(({ size, words: own }, sheet) => {
    for (const word of own) {
      const text = lettersOf(word[5]);
      if (!text || word[4]) continue;
      words.push({ offset: letters.length, sheet, high: size[1], word });
      letters += text;
    }
  });
  sheets = { letters, words };
}

const pageTop = (block) => block.getBoundingClientRect().top + frame().contentWindow.scrollY;

function sheetTop({ sheet, high, word: [, y, , size] }) {
  const item = find("#sheets ol").children[sheet];
  return item.offsetTop + ((y - size) / high) * item.clientHeight;
}

// The longest chain of blocks that stand in the same order on page and sheets: notes, for one, do not.
function chain(places) {
  const best = [];
  for (const place of places) {
    const before = best.filter((one) => one.word.offset < place.word.offset);
    const longest = before.reduce((one, other) => (other.length > (one?.length ?? 0) ? other : one), null);
    best.push({ ...place, length: (longest?.length ?? 0) + 1, previous: longest });
  }
  const links = [];
  let last = best.reduce((one, other) => (other.length > (one?.length ?? 0) ? other : one), null);
  for (; last; last = last.previous) links.unshift(last);
  return links;
}

function placesOf(block) {
  const letters = lettersOf(block.textContent);
  const from = letters.length < FEWEST ? -1 : sheets.letters.indexOf(letters.slice(0, FIRST));
  return from < 0 ? null : { block, letters, word: wordAt(from) };
}

// Learn where the blocks of the page stand on the sheets.
function survey() {
  const blocks = blocksOf(frame().contentDocument).filter((block) => block.checkVisibility());
  const own = blocks.filter((block) => !block.matches("figure, table, blockquote") && !block.querySelector("p"));
  anchors = chain(own.map(placesOf).filter(Boolean))
    .map(({ block, word }) => ({ block, word }));
}

function between(value, from, to) {
  const after = from.findIndex((one) => one > value);
  if (after === 0) return to[0] - (from[0] - value);
  if (after < 0) return to.at(-1) + (value - from.at(-1));
  const share = (value - from[after - 1]) / (from[after] - from[after - 1]);
  return to[after - 1] + share * (to[after] - to[after - 1]);
}

export function follow() {
  const one = frame();
  if (!one || !anchors.length || !anchors[0].block.isConnected) return;
  const [page, pane] = [one.contentWindow, find("#sheets")];
  const onPage = anchors.map(({ block }) => pageTop(block));
  const onSheets = anchors.map(({ word }) => sheetTop(word));
  if (leader === "page") {
    const line = page.scrollY + page.innerHeight * LINE;
    pane.scrollTop = page.scrollY ? between(line, onPage, onSheets) - pane.clientHeight * LINE : 0;
  } else {
    const line = pane.scrollTop + pane.clientHeight * LINE;
    const top = pane.scrollTop ? between(line, onSheets, onPage) - page.innerHeight * LINE : 0;
    page.scrollTo({ top, behavior: "instant" });
  }
}

// Go to blocks that changed on the sheets, and mark them there.
function go(changed) {
  const places = changed.map(placesOf).filter(Boolean);
  for (const { letters, word: { offset, sheet } } of places) {
    const end = offset + letters.length;
    const words = sheets.words.filter((one) => one.sheet === sheet && one.offset >= offset && one.offset < end);
    markWords(sheet, words.map(({ word }) => word));
  }
  const pane = find("#sheets");
  const tops = places.map(({ word }) => sheetTop(word));
  const seen = tops.some((top) => top > pane.scrollTop && top < pane.scrollTop + pane.clientHeight * 0.9);
  if (tops.length && !seen) pane.scrollTop = tops[0] - pane.clientHeight * LINE;
}

// Take new texts of the sheets into account, and the blocks of the page that changed since the last.
export function followTexts(texts, changed) {
  read(texts);
  survey();
  const present = changed.filter((block) => block.isConnected);
  if (present.length) go(present);
  else if (leader === "page") follow();
}

const TOUCHES = ["wheel", "pointerdown", "touchstart", "keydown"];

function lead(name, target) {
  const take = () => { leader = name; };
  for (const kind of TOUCHES) target.addEventListener(kind, take, { capture: true, passive: true });
}

// Follow what the reader does in a new version of the page.
export function watchPage(one) {
  anchors = [];
  lead("page", one.contentDocument);
  one.addEventListener("pointerenter", () => { leader = "page"; });
  one.contentWindow.addEventListener("scroll", () => { if (leader === "page") follow(); }, { passive: true });
}

export function watchSheets() {
  const pane = find("#sheets");
  lead("sheets", pane);
  pane.addEventListener("pointerenter", () => { leader = "sheets"; });
  pane.addEventListener("scroll", () => { if (leader === "sheets") follow(); }, { passive: true });
}
