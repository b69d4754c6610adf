// The top of a board as it changes: from the stream of the service, or asked for again and again where there is none.

import { Problem, get, pause, paths, query } from "./api.js";

const POLL_MILLIS = 1_000;
const STREAM_AGAIN_MILLIS = 30_000;
const FRESHNESS_MILLIS = 10_000;

/**
 * Watches a board until the returned function is called. The listeners: `page(page)`; `lag(millis)`, null when it is not
 * known; `state(name)` with `live`, `polling`, `old`, `waiting` or `paused`; `problem(problem, isFinal)`.
 * A page in the background holds no stream: browsers allow six connections to a host, for all its tabs together.
 */
export function watch({ game, board, period, rows }, listeners) {
  const path = paths.board(game, board);
  const parameters = query({ limit: rows, period });
  const over = new AbortController();
  let run = new AbortController();

  const isOver = (signal) => signal.aborted || over.signal.aborted;

  /** Resolves when the stream has ended for good. A stream that broke is opened again by the browser. */
  function stream(signal) {
    return new Promise((ended) => {
      const source = new EventSource(new URL(`${path}/stream${parameters}`, document.baseURI));
      const close = () => {
        source.close();
        ended();
      };
      signal.addEventListener("abort", close);
      source.addEventListener("open", () => listeners.state("live"));
      source.addEventListener("open", () => attend(source, signal), { once: true });
      source.addEventListener("top", (event) => {
        listeners.state("live");
        listeners.page(JSON.parse(event.data));
      });
      source.addEventListener("error", () => {
        if (source.readyState === EventSource.CLOSED) {
          close();
        } else {
          listeners.state("waiting");
        }
      });
    });
  }

  /** A stream tells what changes. That nothing does may also mean that nothing arrives: asked for beside it, now and then. */
  async function attend(source, signal) {
    while (!isOver(signal) && source.readyState !== EventSource.CLOSED) {
      let found;
      try {
        found = await get(`${path}/top${query({ limit: 1, period })}`, signal);
      } catch (failure) {
        if (!isOver(signal) && !(failure instanceof Problem)) {
          throw failure;
        }
      }
      if (!isOver(signal) && source.readyState === EventSource.OPEN) {
        listeners.state(found ? (found.isOld ? "old" : "live") : "waiting");
        listeners.lag(found ? found.lag : null);
      }
      await pause(FRESHNESS_MILLIS, signal);
    }
  }

  /** Asks for the page until it is time to try the stream again. The browser tells no reason for a refused stream; this does. */
  async function poll(signal) {
    const streamAgain = performance.now() + STREAM_AGAIN_MILLIS;
    while (!isOver(signal) && performance.now() < streamAgain) {
      const { body, lag, isOld } = await get(`${path}/top${parameters}`, signal);
      if (isOver(signal)) {
        return;
      }
      listeners.state(isOld ? "old" : "polling");
      listeners.lag(lag);
      listeners.page(body);
      await pause(POLL_MILLIS, signal);
    }
  }

  async function follow(signal) {
    while (!isOver(signal)) {
      await stream(signal);
      try {
        await poll(signal);
      } catch (failure) {
        if (isOver(signal)) {
          return;
        }
        if (!(failure instanceof Problem)) {
          throw failure;
        }
        listeners.problem(failure, !failure.isPassing);
        if (!failure.isPassing) {
          return;
        }
        await pause(failure.retryAfter * 1000, signal);
      }
    }
  }

  function visibility() {
    run.abort();
    if (document.hidden) {
      listeners.state("paused");
    } else {
      run = new AbortController();
      follow(run.signal);
    }
  }

  document.addEventListener("visibilitychange", visibility, { signal: over.signal });
  visibility();
  return () => {
    over.abort();
    run.abort();
  };
}
