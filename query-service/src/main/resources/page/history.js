// What a player did: the scores as a chart and as a table, and the final ranks in periods that are over.

import { Problem, get, paths, query } from "./api.js";
import { line } from "./chart.js";
import { el, notice, skeleton } from "./dom.js";
import { day, exact, integer, moment, score, sentence, title } from "./labels.js";
import { link } from "./state.js";

const EVENTS = 200;
const FINISHES = 20;

/** Shows the history of one player at a time. */
export class History {
  #place;
  #run = new AbortController();
  #takeAway = () => {};

  constructor(place) {
    this.#place = place;
  }

  /** Shows the history in a game, or nothing when `player` is empty. */
  async show(where) {
    this.#run.abort();
    this.#run = new AbortController();
    this.#takeAway();
    this.#takeAway = () => {};
    this.#place.replaceChildren();
    if (!where.player) {
      return;
    }
    const { signal } = this.#run;
    const events = el("div", {}, skeleton(3));
    const finishes = el("div");
    this.#place.append(el("h3", {}, "History"), events, finishes);
    await Promise.all([this.#events(where, events, signal), this.#finishes(where, finishes, signal)]);
  }

  async #events(where, place, signal) {
    const path = `${paths.game(where.game)}/users/${encodeURIComponent(where.player)}/history${query({ limit: EVENTS })}`;
    try {
      const { body } = await get(path, signal);
      await this.#draw(body.items, where, place, signal);
    } catch (failure) {
      this.#refuse(failure, place, signal, () => this.#events(where, place, signal));
    }
  }

  #refuse(failure, place, signal, again) {
    if (signal.aborted) {
      return;
    }
    if (!(failure instanceof Problem)) {
      throw failure;
    }
    place.replaceChildren(notice("error", "The history cannot be read now", sentence(failure.message), { label: "Try again", run: again }));
  }

  async #draw(events, where, place, signal) {
    const counted = events.filter((event) => !event.duplicate);
    if (counted.length === 0) {
      place.replaceChildren(notice("empty", "No scores yet", "Every score that is submitted shows up here."));
      return;
    }
    const rows = counted.slice(0, 10).map((event) =>
      el("tr", {}, el("td", {}, moment(event.occurredAt)), el("td", { class: "score" }, shown(event, where)), el("td", {}, marks(event))),
    );
    const canvas = el("canvas", { role: "img", "aria-label": "Scores over time; the table below has the latest of them" });
    const head = ["When", "Score", ""].map((label) => (label ? el("th", { scope: "col", class: label === "Score" ? "score" : null }, label) : el("td")));
    place.replaceChildren(
      el("div", { class: "chart" }, canvas),
      el("details", {}, el("summary", {}, rows.length === 1 ? "The only score" : `The latest ${rows.length} scores`), el("table", { class: "small" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))),
    );
    const points = counted.map((event) => ({ x: Date.parse(event.occurredAt), y: event.score })).reverse();
    const takeAway = await line(canvas, points, where.decimals, { x: (time) => day(time), y: (value) => score(value, where.decimals) });
    if (signal.aborted) {
      takeAway();
    } else {
      this.#takeAway = takeAway;
    }
  }

  /** Final ranks are an extra: without them nothing is said. */
  async #finishes(where, place, signal) {
    const path = `${paths.game(where.game)}/users/${encodeURIComponent(where.player)}/finishes${query({ limit: FINISHES })}`;
    let items;
    try {
      items = (await get(path, signal)).body.items;
    } catch (failure) {
      if (signal.aborted || failure instanceof Problem) {
        return;
      }
      throw failure;
    }
    if (items.length > 0) {
      place.append(el("h3", {}, "Finishes"), el("ul", { class: "periods" }, items.map(finish)));
    }
  }
}

/** What has more decimals than the game has now is shown with them. */
const shown = (event, where) => (event.notRepresentable ? exact(event.score) : score(event.score, where.decimals));

const marks = (event) => [event.late ? "late" : "", event.notRepresentable ? "too fine for the boards" : "", event.outOfRange ? `too large for ${event.outOfRange.join(", ")}` : ""].filter(Boolean).join(", ");

function finish(entry) {
  return el(
    "li",
    {},
    el("a", { href: link({ board: entry.boardId, period: entry.period }) }, `${title(entry.boardId)} ${entry.period}`),
    el("span", { class: "quiet count" }, `${integer(entry.rank)} of ${integer(entry.total)}`),
  );
}
