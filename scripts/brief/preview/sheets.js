// The sheets of the PDF: only those that changed are loaded anew. Over each drawing lie its words, to be found and selected.
import { find, make } from "./common.js";

const SPACE = "http://www.w3.org/2000/svg";

function draw(tag, attributes, text = "") {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

let wanted; // the names of the sheets that were asked for last

export async function showSheets(names) {
  wanted = names;
  const list = find("#sheets ol");
  const loaded = await Promise.all(names.map(async (name, index) => {
    const old = find("img", list.children[index] ?? list);
    if (old?.dataset.name === name && old.parentElement === list.children[index]) return old;
    const image = new Image();
    image.src = `/sheets/${name}.svg`;
    image.dataset.name = name;
    await image.decode().catch(() => {});
    return image;
  }));
  if (names !== wanted) return;
  loaded.forEach((image, index) => {
    const item = list.children[index] ?? list.appendChild(make("li", "", ""));
    image.alt = `Page ${index + 1} of ${names.length}`;
    if (image.parentElement !== item) item.replaceChildren(image);
  });
  while (list.children.length > names.length) list.lastChild.remove();
  list.dataset.shown = names.join(" ");
}

// One text for the upright words of a sheet, so that a search crosses its lines, and one for each turned word.
function layer({ size, words }) {
  const drawing = draw("svg", { viewBox: `0 0 ${size.join(" ")}` });
  const text = drawing.appendChild(draw("text", {}));
  for (const [x, y, width, height, angle, word] of words) {
    const shown = { "font-size": height, textLength: width, lengthAdjust: "spacingAndGlyphs" };
    if (angle) drawing.append(draw("text", { ...shown, transform: `translate(${x} ${y}) rotate(${angle})` }, word));
    else text.append(draw("tspan", { ...shown, x, y }, word.trimEnd()));
    if (!angle && word.endsWith(" ")) text.append(draw("tspan", { "font-size": height }, " "));
  }
  return drawing;
}

const known = new Map(); // texts by their names

async function textOf(name) {
  const { size, words } = await (await fetch(`/sheets/${name}.json`)).json();
  return { name, size, words };
}

// Lay the words over the sheets. Returns the texts, or null where newer ones were asked for meanwhile.
export async function showTexts(names) {
  if (!names.length) return null;
  const sheets = wanted;
  const texts = await Promise.all(names.map((name) => known.get(name) ?? textOf(name))).catch(() => []);
  if (texts.length !== sheets.length || wanted !== sheets) return null;
  known.clear();
  texts.forEach((text, index) => {
    known.set(text.name, text);
    const item = find("#sheets ol").children[index];
    if (!item || find("svg", item)?.dataset.name === text.name) return;
    find("svg", item)?.remove();
    const drawing = layer(text);
    drawing.dataset.name = text.name;
    item.append(drawing);
  });
  find("#sheets ol").dataset.texts = names.join(" ");
  return texts;
}

// Mark words of a sheet for a moment, each line with one box.
export function markWords(index, words) {
  const lines = [];
  for (const [x, y, width, size] of words) {
    const line = lines.at(-1);
    if (line && Math.abs(line.y - y) < size / 2 && x >= line.x) line.right = x + width;
    else lines.push({ x, y, size, right: x + width });
  }
  const drawing = find("svg", find("#sheets ol").children[index]);
  for (const { x, y, size, right } of lines) {
    const box = { class: "changed", x: x - 2, y: y - size, width: right - x + 4, height: size * 1.3 };
    const mark = drawing.insertBefore(draw("rect", box), drawing.firstChild);
    mark.onanimationend = () => mark.remove();
  }
}
