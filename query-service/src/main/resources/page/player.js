// One player: rank, percentile, neighbours, and the other boards of the game.

import { Problem, get, paths, query } from "./api.js";
import { avatar } from "./board.js";
import { el, notice, skeleton } from "./dom.js";
import { integer, percent, playerName, score, sentence, title } from "./labels.js";
import { link } from "./state.js";

const NEIGHBOURS = 3;
const REFRESH_MILLIS = 2_000;

const read = async (path, signal) => (await get(path, signal)).body;

/** Shows where a player stands, and looks again when told that this may have changed. */
export class Player {
  #place;
  #shown = null;
  #run = new AbortController();
  #timer = null;
  #drawn = "";

  constructor(place) {
    this.#place = place;
  }

  /** Shows a player of a board, or nobody when `player` is empty. `decimals` are those of the game. */
  show(where) {
    this.#run.abort();
    this.#run = new AbortController();
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#drawn = "";
    this.#shown = where.player ? where : null;
    if (this.#shown === null) {
      this.#place.replaceChildren();
      return;
    }
    this.#place.replaceChildren(skeleton(3));
    this.#read();
  }

  /** The board may have changed: looks again, at most every two seconds. */
  changed() {
    if (this.#shown !== null && this.#timer === null) {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#read();
      }, REFRESH_MILLIS);
    }
  }

  async #read() {
    const where = this.#shown;
    const { signal } = this.#run;
    const user = encodeURIComponent(where.player);
    const board = paths.board(where.game, where.board);
    const period = query({ period: where.period });
    try {
      const [standing, around, all] = await Promise.all([
        read(`${board}/users/${user}${period}`, signal),
        read(`${board}/users/${user}/around${query({ radius: NEIGHBOURS, period: where.period })}`, signal),
        read(`${paths.game(where.game)}/users/${user}`, signal),
      ]);
      this.#draw(where, standing, around, all);
    } catch (failure) {
      if (!signal.aborted) {
        this.#refuse(where, failure);
      }
    }
  }

  #refuse(where, failure) {
    if (!(failure instanceof Problem)) {
      throw failure;
    }
    this.#drawn = "";
    if (failure.name === "not-ranked") {
      this.#place.replaceChildren(
        notice("empty", ["“", el("bdi", {}, where.player), "” is not on this board"], "Without a score in this period, or the id is spelt differently."),
      );
      return;
    }
    const again = failure.isPassing ? { label: "Try again", run: () => this.show(where) } : null;
    this.#place.replaceChildren(notice("error", "The player cannot be read now", sentence(failure.message), again));
  }

  /** What says the same is not drawn again, so that a screen reader does not say it again either. */
  #draw(where, standing, around, all) {
    const now = JSON.stringify([standing, around, all]);
    if (now === this.#drawn) {
      return;
    }
    this.#drawn = now;
    const name = playerName(standing);
    const others = all.boards.filter((entry) => entry.boardId !== where.board);
    this.#place.replaceChildren(
      el(
        "div",
        { class: "profile" },
        avatar(standing),
        el("div", { class: "who" }, el("strong", { dir: "auto", id: "player-name" }, name), el("span", { class: "quiet id", dir: "auto" }, standing.displayName ? standing.userId : "")),
        el("a", { href: link({ player: "" }), class: "close" }, "Close"),
      ),
      el(
        "dl",
        { class: "figures" },
        figure("Rank", integer(standing.rank), `of ${integer(standing.total)}`),
        figure("Score", score(standing.score, where.decimals)),
        standing.percentile === undefined ? null : figure("Percentile", percent(standing.percentile)),
      ),
      neighbours(around, where),
      others.length > 0 ? elsewhere(others, where) : "",
    );
  }
}

function figure(label, value, more) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value, more ? el("small", {}, ` ${more}`) : null));
}

function neighbours(around, where) {
  const rows = around.items.map((entry) => {
    const self = entry.userId === where.player;
    const name = playerName(entry);
    return el(
      "tr",
      { "data-selected": self },
      el("td", { class: "rank" }, integer(entry.rank)),
      el("th", { scope: "row" }, self ? el("span", { class: "name", dir: "auto" }, name) : el("a", { class: "name", dir: "auto", href: link({ player: entry.userId }) }, name)),
      el("td", { class: "score" }, score(entry.score, where.decimals)),
    );
  });
  const head = el("tr", {}, el("th", { scope: "col", class: "rank" }, "Rank"), el("th", { scope: "col" }, "Neighbours"), el("th", { scope: "col", class: "score" }, "Score"));
  return el("table", { class: "standings small", id: "neighbours" }, el("caption", { class: "only-heard" }, "Who stands around"), el("thead", {}, head), el("tbody", {}, rows));
}

function elsewhere(boards, where) {
  const items = boards.map((entry) =>
    el("li", {}, el("a", { href: link({ board: entry.boardId, period: "", player: where.player }) }, title(entry.boardId)), el("span", { class: "quiet count" }, `rank ${integer(entry.rank)}`)),
  );
  return el("div", {}, el("h3", {}, "On other boards"), el("ul", { class: "periods" }, items));
}
