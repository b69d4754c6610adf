// Builds elements. Text becomes text nodes: nothing that a player chose is ever read as HTML.

/**
 * An element with attributes and children. `on...` keys are listeners; null, undefined and false leave an attribute out;
 * children are nodes or texts, in any nesting of arrays, and null leaves one out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** The element of the document with this id. */
export const byId = (id) => document.getElementById(id);

/** Sets a text, and touches the document only when it is another one. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Fills a select; the options are `{value, label}`. Keeps the focus and what is open when nothing changed. */
export function setOptions(select, options, selected) {
  const now = JSON.stringify(options);
  if (select.dataset.options !== now) {
    select.dataset.options = now;
    select.replaceChildren(...options.map(({ value, label }) => el("option", { value }, label)));
  }
  if (select.value !== selected) {
    select.value = selected;
  }
  select.disabled = options.length === 0;
}

/** Puts one node in a place, unless it shows just that: a screen reader would say it again. */
export function replace(place, node) {
  if (place.childNodes.length !== 1 || !place.firstChild.isEqualNode(node)) {
    place.replaceChildren(node);
  }
}

/** A box that says what is wrong or missing. `action` is `{label, run}`, if anything can be done. */
export function notice(kind, title, detail, action) {
  return el(
    "div",
    { class: `notice ${kind}`, role: kind === "error" ? "alert" : null },
    el("p", { class: "notice-title" }, title),
    detail ? el("p", { class: "quiet" }, detail) : null,
    action ? el("button", { type: "button", class: "secondary", onclick: action.run }, action.label) : null,
  );
}

/** Grey bars where a table is going to be. */
export function skeleton(lines) {
  return el(
    "div",
    { class: "skeleton", "aria-busy": "true", role: "status" },
    el("span", { class: "only-heard" }, "Loading"),
    Array.from({ length: lines }, () => el("span", { class: "bone" })),
  );
}
