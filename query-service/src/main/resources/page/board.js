// The live table: one row for each entry, kept while its user is shown, so that a move can be seen and the focus stays.

import { el, notice, replace, setText } from "./dom.js";
import { integer, playerName, score } from "./labels.js";
import { Movement } from "./movement.js";
import { link } from "./state.js";

const GLIDE_MILLIS = 350;
const MARKS_CHECK_MILLIS = 2_000;
const ARROWS = { up: "▲", down: "▼", new: "●" };

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Only what the policy of the page lets through; anything else is shown by its first letter. */
const isPicture = (url) => typeof url === "string" && /^https:\/\//i.test(url);

/** A picture or a letter; says nothing to a screen reader, the name stands beside it. */
export function avatar(entry) {
  const first = [...playerName(entry)][0] ?? "?";
  const letter = () => el("span", { class: "avatar", "aria-hidden": "true" }, first.toUpperCase());
  if (!isPicture(entry.avatarUrl)) {
    return letter();
  }
  const picture = el("img", {
    class: "avatar",
    alt: "",
    width: 32,
    height: 32,
    loading: "lazy",
    referrerpolicy: "no-referrer",
    src: entry.avatarUrl,
  });
  picture.addEventListener("error", () => picture.replaceWith(letter()));
  return picture;
}

function words(mark) {
  if (mark.kind === "new") {
    return "new";
  }
  return `${mark.kind} ${mark.by}`;
}

class Row {
  constructor(userId) {
    this.picture = el("span", { class: "picture" });
    this.rank = el("td", { class: "rank" });
    this.move = el("td", { class: "move" });
    this.name = el("a", { class: "name", dir: "auto" });
    this.more = el("span", { class: "id quiet" });
    this.score = el("td", { class: "score" });
    const who = el("span", { class: "who" }, this.name, this.more);
    this.element = el("tr", {}, this.rank, this.move, el("th", { scope: "row" }, el("span", { class: "player" }, this.picture, who)), this.score);
    this.userId = userId;
  }

  show(entry, mark, decimals, selected) {
    const name = playerName(entry);
    setText(this.rank, integer(entry.rank));
    this.rank.dataset.place = entry.rank <= 3 ? entry.rank : "";
    setText(this.name, name);
    // Apart from each other: an id may turn the direction of what follows it.
    const more = JSON.stringify([entry.displayName ? entry.userId : "", entry.country ?? ""]);
    if (this.more.dataset.says !== more) {
      this.more.dataset.says = more;
      const id = entry.displayName ? el("bdi", {}, entry.userId) : null;
      this.more.replaceChildren(...[id, id && entry.country ? " · " : null, entry.country].filter(Boolean));
    }
    setText(this.score, score(entry.score, decimals));
    const target = link({ player: this.userId });
    if (this.name.getAttribute("href") !== target) {
      this.name.setAttribute("href", target);
    }
    const looks = `${entry.avatarUrl ?? ""} ${name}`;
    if (this.looks !== looks) {
      this.looks = looks;
      this.picture.replaceChildren(avatar(entry));
    }
    this.element.toggleAttribute("data-selected", selected);
    this.name.setAttribute("aria-current", String(selected));
    this.#mark(mark);
  }

  #mark(mark) {
    const text = mark ? words(mark) : "";
    if (this.move.dataset.words === text) {
      return;
    }
    this.move.dataset.words = text;
    this.move.dataset.kind = mark?.kind ?? "";
    this.move.replaceChildren();
    if (mark) {
      const shown = mark.kind === "new" ? `${ARROWS.new} new` : `${ARROWS[mark.kind]} ${mark.by}`;
      this.move.append(el("span", { "aria-hidden": "true" }, shown), el("span", { class: "only-heard" }, text));
    }
  }
}

/** Shows entries in a table; `live` tables mark who moved. */
export class Standings {
  #place;
  #rows = new Map();
  #movement = new Movement();
  #page = null;
  #look = { decimals: 0, selected: "", caption: "" };
  #timer = null;
  #drawn = 0;

  constructor(place) {
    this.#place = place;
    this.body = el("tbody");
    this.caption = el("caption", { class: "only-heard" });
    const head = ["Rank", "Move", "Player", "Score"].map((label, i) =>
      el("th", { scope: "col", class: ["rank", "move", "", "score"][i] }, label === "Move" ? el("span", { class: "only-heard" }, label) : label),
    );
    this.table = el("table", { class: "standings" }, this.caption, el("thead", {}, el("tr", {}, head)), this.body);
  }

  /** The entries that are shown. */
  get entries() {
    return this.#page?.items ?? [];
  }

  /** Shows a page at the browser's next frame; of several that come before it, the last. */
  show(page, look) {
    this.#page = page;
    this.#look = look;
    if (!this.#drawn) {
      this.#drawn = requestAnimationFrame(() => {
        this.#drawn = 0;
        this.#draw();
      });
    }
  }

  /** Forgets what is shown. */
  clear(instead) {
    cancelAnimationFrame(this.#drawn);
    this.#drawn = 0;
    clearTimeout(this.#timer);
    this.#page = null;
    this.#movement.reset();
    this.#rows.clear();
    this.body.replaceChildren();
    replace(this.#place, instead);
  }

  /** Shows the same page for another selection. */
  select(selected) {
    if (this.#page) {
      this.show(this.#page, { ...this.#look, selected });
    }
  }

  #draw() {
    const page = this.#page;
    if (page === null) {
      return;
    }
    if (page.items.length === 0) {
      this.#rows.clear();
      this.body.replaceChildren();
      this.#movement.next(page);
      this.#place.replaceChildren(
        notice("empty", "Nobody is on this board yet", "The first score of this period shows up here by itself."),
      );
      return;
    }
    const marks = this.#movement.next(page);
    const tops = still.matches ? new Map() : this.#tops();
    setText(this.caption, this.#look.caption);
    const order = page.items.map((entry) => {
      const row = this.#rows.get(entry.userId) ?? new Row(entry.userId);
      row.show(entry, marks.get(entry.userId), this.#look.decimals, entry.userId === this.#look.selected);
      return row;
    });
    this.#rows = new Map(order.map((row) => [row.userId, row]));
    this.#arrange(order.map((row) => row.element));
    if (this.table.parentNode !== this.#place) {
      this.#place.replaceChildren(this.table);
    }
    this.#glide(tops);
    clearTimeout(this.#timer);
    if (marks.size > 0) {
      this.#timer = setTimeout(() => this.#draw(), MARKS_CHECK_MILLIS);
    }
  }

  /** Moves as few elements as possible: one that leaves the document loses the focus. */
  #arrange(elements) {
    const kept = new Set(elements);
    [...this.body.children].filter((child) => !kept.has(child)).forEach((child) => child.remove());
    const focused = elements.findIndex((element) => element.contains(document.activeElement));
    if (focused >= 0 && elements[focused].isConnected) {
      elements.slice(0, focused).forEach((element) => this.body.insertBefore(element, elements[focused]));
      elements.slice(focused + 1).forEach((element) => this.body.append(element));
      return;
    }
    elements.forEach((element, i) => {
      if (this.body.children[i] !== element) {
        this.body.insertBefore(element, this.body.children[i] ?? null);
      }
    });
  }

  #tops() {
    return new Map([...this.#rows].map(([user, row]) => [user, row.element.offsetTop]));
  }

  #glide(tops) {
    for (const [user, row] of this.#rows) {
      const before = tops.get(user);
      const by = before === undefined ? 0 : before - row.element.offsetTop;
      if (by !== 0) {
        row.element.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: GLIDE_MILLIS, easing: "ease-out" });
      }
    }
  }
}
