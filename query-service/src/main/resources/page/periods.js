// The periods of a board: the choice in the form, and the list of those that are over.

import { get, paths, query } from "./api.js";
import { el, notice, setOptions, skeleton } from "./dom.js";
import { day, integer, sentence } from "./labels.js";
import { link } from "./state.js";

const PAGE = 20;

function range(entry) {
  if (!entry.start || !entry.end) {
    return "";
  }
  // The end is exclusive: the last day is the one before.
  const [first, last] = [day(entry.start), day(Date.parse(entry.end) - 1)];
  return first === last ? first : `${first} – ${last}`;
}

/** Shows the periods of one board at a time. */
export class Periods {
  #select;
  #section;
  #list;
  #known = [];
  #run = new AbortController();

  constructor(select, section, list) {
    this.#select = select;
    this.#section = section;
    this.#list = list;
  }

  /** Starts over with a board. `wanted` is the period of the address, empty for the current one. */
  async show(game, board, wanted) {
    this.#run.abort();
    this.#run = new AbortController();
    this.#known = [];
    this.choose(wanted);
    this.#section.hidden = board.period === "all-time";
    if (!this.#section.hidden) {
      this.#list.replaceChildren(skeleton(3));
      await this.#more(`${paths.board(game, board.id)}/periods`, "", this.#run.signal);
    }
  }

  /** Shows which period is chosen. */
  choose(wanted) {
    const options = [{ value: "", label: "Current" }];
    const named = this.#known.map((entry) => entry.period);
    if (wanted && !named.includes(wanted)) {
      named.unshift(wanted);
    }
    setOptions(this.#select, options.concat(named.map((period) => ({ value: period, label: period }))), wanted);
    this.wanted = wanted;
    this.#list.querySelectorAll("a").forEach((a) => a.setAttribute("aria-current", String(a.dataset.period === wanted)));
  }

  async #more(path, cursor, signal) {
    try {
      const { body } = await get(`${path}${query({ limit: PAGE, cursor })}`, signal);
      this.#known.push(...body.items);
      this.#draw(path, body.next, signal);
      this.choose(this.wanted);
    } catch (problem) {
      if (signal.aborted) {
        return;
      }
      const again = { label: "Try again", run: () => this.#more(path, cursor, signal) };
      this.#list.replaceChildren(notice("error", "The periods cannot be read now", sentence(problem.message), again));
    }
  }

  #draw(path, next, signal) {
    const past = this.#known.filter((entry) => entry.state !== "open" && entry.state !== "upcoming");
    if (past.length === 0 && !next) {
      this.#list.replaceChildren(notice("empty", "No period is over yet", "It stays here to be looked at when it is."));
      return;
    }
    const items = past.map((entry) =>
      el(
        "li",
        {},
        el("a", { href: link({ period: entry.period }), "data-period": entry.period, onclick: () => scrollTo({ top: 0 }) }, entry.period),
        el("span", { class: "quiet" }, range(entry)),
        el("span", { class: "quiet count" }, `${integer(entry.total)} players`),
      ),
    );
    const older = next ? el("button", { type: "button", class: "secondary", onclick: () => this.#more(path, next, signal) }, "Older") : null;
    this.#list.replaceChildren(el("ul", { class: "periods" }, items), older ?? "");
  }
}
