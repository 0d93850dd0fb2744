// The brief's page. A new version is loaded behind the old one, and shown once it is at the same place.
import { calm, find, frame, make, MOMENT } from "./common.js";

const BLOCKS = ["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "figure", "figcaption", "table", "pre", "blockquote"]
  .map((tag) => `${tag}:not(nav *, .side-note *)`).join(); // contents and notes may stay while the text moves

const NEAR = 40; // blocks before and after the one that is read, by any of which it is found again

export const blocksOf = (page) => [...page.querySelectorAll(BLOCKS)];
const said = (block) => `${block.tagName} ${block.textContent}`;
const nameOf = (details, index) => details.closest("[id]")?.id || index;

export function place(one) {
  const page = one.contentDocument;
  const blocks = blocksOf(page);
  const read = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
  const marks = blocks
    .map((block, index) => ({ index, said: said(block), top: block.getBoundingClientRect().top }))
    .slice(Math.max(read - NEAR, 0), read + NEAR)
    .sort((mark, other) => Math.abs(mark.index - read - 0.1) - Math.abs(other.index - read - 0.1));
  const open = [...page.querySelectorAll("details")].map((details, index) => [nameOf(details, index), details.open]);
  const focused = page.activeElement?.matches("[href], [id]") ? page.activeElement : null;
  return {
    marks: one.contentWindow.scrollY > 0 ? marks : [],
    open: new Map(open),
    focused: focused && (focused.id ? `#${CSS.escape(focused.id)}` : `[href="${CSS.escape(focused.getAttribute("href"))}"]`),
  };
}

export function restore(one, kept) {
  const page = one.contentDocument;
  page.querySelectorAll("details").forEach((details, index) => { details.open = kept.open.get(nameOf(details, index)) ?? false; });
  const places = new Map();
  const blocks = blocksOf(page);
  blocks.forEach((block, index) => places.set(said(block), [...(places.get(said(block)) ?? []), index]));
  const mark = kept.marks.find(({ said }) => places.has(said)) ?? kept.marks[0];
  if (mark) {
    const near = (index) => Math.abs(index - mark.index);
    const same = places.get(mark.said)?.sort((index, other) => near(index) - near(other))[0];
    const block = blocks[same ?? Math.min(mark.index, blocks.length - 1)];
    const shift = block.getBoundingClientRect().top - mark.top;
    one.contentWindow.scrollBy({ top: shift, behavior: "instant" });
  }
  if (kept.focused) page.querySelector(kept.focused)?.focus({ preventScroll: true });
}

// What an edit has changed.

const COUNTED = ".footnote-ref, a.reference, .number, .label"; // numbers that follow from blocks before

// What a block says and shows. Drawings count only where the design is the same: else all differ.
function content(block, drawn) {
  const copy = block.cloneNode(true);
  copy.querySelectorAll(".side-note").forEach((note) => note.remove()); // it stands in the list of notes too
  copy.querySelectorAll(COUNTED).forEach((number) => number.replaceWith("#"));
  const drawings = drawn ? [...copy.querySelectorAll("svg, img")].map((one) => one.outerHTML) : [];
  return [block.tagName, copy.textContent, ...drawings].join(" ");
}

// The innermost blocks of the page that were not in the old one; where text only went, what stands there now.
export function changes(old, page) {
  const design = [old, page].map((one) => [...one.querySelectorAll("style")].map((style) => style.textContent).join());
  const drawn = design[0] === design[1];
  const [before, blocks] = [old, page].map((one) => blocksOf(one).filter((block) => block.checkVisibility()));
  const [former, contents] = [before, blocks].map((some) => some.map((block) => content(block, drawn)));
  const known = new Set(former);
  const changed = blocks.filter((_, index) => !known.has(contents[index]));
  if (changed.length) return changed.filter((block) => !changed.some((other) => other !== block && block.contains(other)));
  const moved = contents.findIndex((one, index) => one !== former[index]);
  if (moved < 0 && former.length === contents.length) return [];
  return blocks.slice(moved).slice(0, 1);
}

function go(one, changed) {
  const { innerHeight: height } = one.contentWindow;
  const seen = changed.some((block) => {
    const { top, bottom } = block.getBoundingClientRect();
    return bottom > 0 && top < height * 0.9;
  });
  const top = changed[0].getBoundingClientRect().top - height / 4;
  if (!seen) one.contentWindow.scrollBy({ top, behavior: "instant" });
  const marked = { backgroundColor: "color-mix(in srgb, gold 40%, transparent)", outline: "2px solid goldenrod" };
  const fading = calm() ? [marked, marked] : [marked, { ...marked, offset: 0.6 }, {}];
  for (const block of changed) block.animate(fading, { duration: MOMENT }); // the page itself stays as it is
}

// A site that is cited, and a file that the page offers, opens in a tab of its own: the page stays.
function leave(event) {
  const link = event.target.closest?.("a[href^='http'], .offers a[href^='brief.']");
  if (!link) return;
  event.preventDefault();
  window.open(link.href, "_blank", "noopener");
}

// Show a version of the page; `shown` is called with its frame and with the blocks that changed.
export function showPage(name, shown) {
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
    const old = frame();
    const kept = old && place(old);
    const focused = old && document.activeElement === old;
    next.className = "";
    if (focused) next.focus({ preventScroll: true });
    if (kept) restore(next, kept);
    const changed = old ? changes(old.contentDocument, next.contentDocument) : [];
    if (changed.length) go(next, changed);
    next.contentDocument.addEventListener("click", leave);
    old?.remove();
    shown(next, changed);
    pane.dataset.shown = name;
  };
  pane.append(next);
}
