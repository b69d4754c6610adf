// Speaks with the read API of the service that this page came from.

const PATIENCE_MILLIS = 10_000;
const MOST_GAMES = 5_000;

/** An answer that is not 200, or none at all (`status` 0). */
export class Problem extends Error {
  constructor(status, name, detail, body = {}, retryAfter = 1) {
    super(detail);
    this.status = status;
    this.name = name;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may be answered later. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/**
 * The JSON of a path; how far it is behind the log in milliseconds (null when that is not known); and whether it is an old
 * one, because what the service reads from is away.
 */
export async function get(path, signal) {
  const limits = [AbortSignal.timeout(PATIENCE_MILLIS)];
  if (signal) {
    limits.push(signal);
  }
  let response;
  let body;
  try {
    // A kept page is asked for again by its tag, so that the table is never older than the answer.
    response = await fetch(new URL(path, document.baseURI), { signal: AbortSignal.any(limits), cache: "no-cache" });
    body = await response.json();
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Problem(response && !response.ok ? response.status : 0, "unreachable", "The service does not answer.");
  }
  if (!response.ok) {
    const name = String(body.type ?? "").replace("urn:leaderboard:problem:", "");
    const wait = Number(response.headers.get("Retry-After")) || 1;
    throw new Problem(response.status, name, body.detail || body.title || `HTTP ${response.status}`, body, wait);
  }
  const lag = response.headers.get("Leaderboard-Lag-Ms");
  return { body, lag: lag === null ? null : Number(lag), isOld: response.headers.get("Leaderboard-Stale") === "true" };
}

const segment = encodeURIComponent;

/** Paths of the API. */
export const paths = {
  game: (game) => `v1/games/${segment(game)}`,
  board: (game, board) => `v1/games/${segment(game)}/boards/${segment(board)}`,
  status: () => "v1/status",
};

/** The parameters that are not empty, as a query. */
export function query(parameters) {
  const present = Object.entries(parameters).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return present.length === 0 ? "" : `?${new URLSearchParams(present)}`;
}

/** All games that take scores or took them, up to a bound. */
export async function games(signal) {
  const all = [];
  let cursor = "";
  do {
    const { body } = await get(`v1/games${query({ limit: 1000, cursor })}`, signal);
    all.push(...body.items);
    cursor = body.next ?? "";
  } while (cursor && all.length < MOST_GAMES);
  return all;
}

/** Waits, and wakes up early when the signal says so. */
export function pause(millis, signal) {
  return new Promise((wake) => {
    const timer = setTimeout(wake, millis);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      wake();
    });
  });
}
