// How the entries of a table have moved since the one before.

const SHOWN_MILLIS = 10_000;

/** Compares every page with the one before it. A mark stays for some seconds, so that a quick change can be seen. */
export class Movement {
  #shown = "";
  #ranks = null;
  #marks = new Map();

  /** By user id, `{kind: "up" | "down" | "new", by}` of everyone whose rank changed a moment ago. */
  next(page, now = performance.now()) {
    const shown = JSON.stringify([page.gameId, page.boardId, page.period]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#ranks = null;
      this.#marks.clear();
    }
    const ranks = new Map(page.items.map((entry) => [entry.userId, entry.rank]));
    if (this.#ranks !== null) {
      this.#compare(ranks, now);
    }
    this.#ranks = ranks;
    for (const [user, mark] of this.#marks) {
      if (mark.until <= now || !ranks.has(user)) {
        this.#marks.delete(user);
      }
    }
    return this.#marks;
  }

  /** Forgets the page before: the next one is shown without marks. */
  reset() {
    this.#shown = "";
  }

  #compare(ranks, now) {
    for (const [user, rank] of ranks) {
      const before = this.#ranks.get(user);
      const until = now + SHOWN_MILLIS;
      if (before === undefined) {
        this.#marks.set(user, { kind: "new", by: 0, until });
      } else if (before !== rank) {
        this.#marks.set(user, { kind: rank < before ? "up" : "down", by: Math.abs(before - rank), until });
      }
    }
  }
}
