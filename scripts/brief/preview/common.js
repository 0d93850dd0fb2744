// What the parts of the preview's page share.

export const find = (selector, root = document) => root.querySelector(selector);

export const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};

export const frame = () => find("iframe:not(.next)");

// A change is marked for a moment: the mark fades, or goes at once for readers who want no motion.
export const MOMENT = 3000; // milliseconds
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
