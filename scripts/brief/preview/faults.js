// What is wrong: a line for each fault, grouped by file, folded beyond the first ten.
import { find, make } from "./common.js";

const SHOWN = 10;

let opened = ""; // the fault that is open, by its file and problem
let unfolded = false;

const nameOf = (fault) => `${fault.path} ${fault.problem}`;

function body(fault) {
  const parts = make("div", "body", "");
  const [before, marked, after] = fault.text;
  if (fault.text.join("").trim()) {
    const line = make("pre", "", before);
    line.append(make("mark", "", marked), after);
    parts.append(line);
  }
  if (fault.opens) {
    const link = make("a", "", `Open ${fault.path} at line ${fault.line}`);
    link.href = fault.opens;
    parts.append(link);
  }
  return parts;
}

function entry(fault) {
  const item = make("li", fault.warning ? "warning" : "fault", "");
  const details = item.appendChild(make("details", "", ""));
  details.name = "fault"; // one is open at a time
  details.open = nameOf(fault) === opened;
  details.ontoggle = () => { if (details.open) opened = nameOf(fault); };
  const sentence = details.appendChild(make("summary", "", ""));
  sentence.append(
    make("span", "place", `${fault.line}:${fault.column}`), " ",
    make("span", "problem", (fault.warning ? "warning: " : "") + fault.problem), " ",
    make("span", "remedy", fault.remedy),
  );
  details.append(body(fault));
  return item;
}

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

function tally(faulty, warned) {
  const parts = [[faulty, "fault"], [warned, "warning"]];
  return parts.filter(([number]) => number).map(([number, word]) => count(number, word)).join(" and ");
}

function groups(faults) {
  const files = new Map();
  for (const fault of faults) files.set(fault.path, [...(files.get(fault.path) ?? []), fault]);
  return [...files].flatMap(([path, own]) => {
    const list = make("ol", "", "");
    list.append(...own.map(entry));
    return [make("h3", "path", path), list];
  });
}

function fold(faults, unsent) {
  const details = make("details", "more", "");
  details.open = unfolded;
  details.ontoggle = () => { unfolded = details.open; };
  details.append(make("summary", "", `${faults.length + unsent} more`), ...groups(faults));
  if (unsent) details.append(make("p", "", `… and ${unsent} that make check lists`));
  return details;
}

export function showFaults({ faults, faulty, warned }) {
  find("#faults").hidden = faults.length === 0;
  const title = tally(faulty, warned);
  if (find("#tally").textContent !== title) find("#tally").textContent = title; // else it would be read out again
  if (!faults.some((fault) => nameOf(fault) === opened)) opened = faults.length ? nameOf(faults[0]) : "";
  const rest = faults.slice(SHOWN);
  const more = rest.length ? [fold(rest, faulty + warned - faults.length)] : [];
  find("#list").replaceChildren(...groups(faults.slice(0, SHOWN)), ...more);
}

// Open the next fault, or the one before, and go to it.
export function nextFault(step) {
  const all = [...document.querySelectorAll("#list li > details")];
  if (!all.length) return;
  const now = all.findIndex((details) => details.open && details.contains(document.activeElement));
  const next = all[now < 0 ? (step > 0 ? 0 : all.length - 1) : (now + step + all.length) % all.length];
  const folded = next.closest(".more");
  if (folded) folded.open = true;
  next.open = true;
  find("summary", next).focus();
  next.scrollIntoView({ block: "nearest" });
}
