// How far the projections are behind the log, how fast they go, and the progress of a rebuild.

import { Problem, get, pause, paths } from "./api.js";
import { el, notice, replace, setText, skeleton } from "./dom.js";
import { duration, integer, sentence } from "./labels.js";

const POLL_MILLIS = 2_000;

/** Lags that people notice. */
const SLOW_MILLIS = 2_000;

/** Shows the status while it is started. */
export class Status {
  #facts;
  #badge;
  #content;
  #run = null;
  #before = null;

  constructor(facts, badge, content) {
    this.#facts = facts;
    this.#badge = badge;
    this.#content = content;
  }

  /** Asks and shows, until it is stopped. */
  async start() {
    if (this.#run !== null) {
      return;
    }
    this.#run = new AbortController();
    this.#before = null;
    this.#content.replaceChildren(skeleton(5));
    const { signal } = this.#run;
    while (!signal.aborted) {
      if (!document.hidden) {
        await this.#look(signal);
      }
      await pause(POLL_MILLIS, signal);
    }
  }

  stop() {
    this.#run?.abort();
    this.#run = null;
  }

  async #look(signal) {
    try {
      const { body } = await get(paths.status(), signal);
      if (!signal.aborted) {
        this.#draw(body, performance.now());
      }
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      this.#before = null;
      this.#say("bad", "Not known");
      replace(this.#content, notice("error", "The status cannot be read now", `${sentence(failure.message)} It is asked for again by itself.`));
    }
  }

  #draw(status, now) {
    const lags = status.projectors.flatMap((projector) => projector.partitions.map((partition) => partition.lagMs ?? 0));
    const worst = Math.max(0, ...lags);
    const broken = status.projectors.filter((projector) => projector.problem);
    setText(this.#facts, status.generation ? `Generation ${status.generation}` : "No generation is live");
    if (status.rebuild) {
      this.#say("warn", `Rebuilding, ${status.rebuild.percent} %`);
    } else if (broken.length > 0) {
      this.#say("bad", "Not all is known");
    } else {
      this.#say(worst > SLOW_MILLIS ? "warn" : "good", worst > SLOW_MILLIS ? "Behind" : "Up to date");
    }
    const rates = this.#rates(status, now);
    this.#content.replaceChildren(
      status.rebuild ? rebuild(status.rebuild) : "",
      ...status.projectors.map((projector) => card(projector, rates.get(projector.name))),
    );
  }

  #say(kind, text) {
    this.#badge.dataset.kind = kind;
    setText(this.#badge, text);
  }

  /** By projector, how many records a second were written and applied since the last look. */
  #rates(status, now) {
    const sums = new Map(status.projectors.map((projector) => [projector.name, sum(projector)]));
    const rates = new Map();
    if (this.#before !== null && this.#before.generation === status.generation) {
      const seconds = (now - this.#before.at) / 1000;
      for (const [name, { written, applied }] of sums) {
        const before = this.#before.sums.get(name);
        if (before) {
          rates.set(name, { written: (written - before.written) / seconds, applied: (applied - before.applied) / seconds });
        }
      }
    }
    this.#before = { at: now, sums, generation: status.generation };
    return rates;
  }
}

function sum(projector) {
  let written = 0;
  let applied = 0;
  for (const partition of projector.partitions) {
    written += partition.end ?? 0;
    applied += partition.position === undefined ? 0 : partition.position + 1;
  }
  return { written, applied };
}

function rebuild({ generation, applied, total, percent }) {
  return el(
    "section",
    { class: "card", "aria-labelledby": "rebuild-title" },
    el("h2", { id: "rebuild-title" }, `Rebuilding ${generation}`),
    el("progress", { value: applied, max: Math.max(1, total), "aria-labelledby": "rebuild-title" }),
    el("p", { class: "quiet" }, `${integer(applied)} of ${integer(total)} records, ${percent} %`),
  );
}

function card(projector, rate) {
  const id = `projector-${projector.name}`;
  const lag = projector.partitions.reduce((all, partition) => all + (partition.lagRecords ?? 0), 0);
  const slowest = Math.max(0, ...projector.partitions.map((partition) => partition.lagMs ?? 0));
  const perSecond = (value) => (value === undefined ? "…" : `${integer(Math.max(0, Math.round(value)))}/s`);
  const content = projector.problem
    ? [notice("warn", "How far it is, is not known", sentence(projector.problem))]
    : [
        el(
          "dl",
          { class: "figures" },
          figure("Behind", duration(slowest)),
          figure("Records to apply", integer(lag)),
          figure("Written", perSecond(rate?.written)),
          figure("Applied", perSecond(rate?.applied)),
        ),
        partitions(projector.partitions),
      ];
  return el("section", { class: "card", "aria-labelledby": id }, el("h2", { id }, projector.name), content);
}

function figure(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

function partitions(all) {
  const known = (value) => (value === undefined || value === null ? "–" : integer(value));
  const rows = all.map((partition) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, String(partition.partition)),
      el("td", {}, known(partition.position)),
      el("td", {}, known(partition.end)),
      el("td", {}, known(partition.lagRecords)),
      el("td", {}, duration(partition.lagMs)),
    ),
  );
  const head = ["Partition", "Position", "End", "Behind", "Lag"].map((label) => el("th", { scope: "col" }, label));
  return el("table", { class: "numbers small" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
}
