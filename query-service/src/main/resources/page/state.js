// What the page shows, kept in the fragment of its address: a copied link shows the same.

const KEYS = ["view", "game", "board", "period", "rows", "player"];
export const ROWS = ["10", "25", "50", "100"];

/** The state that the address names; what it does not name is empty. */
export function read() {
  const named = new URLSearchParams(location.hash.slice(1));
  const state = Object.fromEntries(KEYS.map((key) => [key, named.get(key) ?? ""]));
  state.view = state.view === "status" ? "status" : "board";
  state.rows = ROWS.includes(state.rows) ? state.rows : ROWS[0];
  return state;
}

/** The fragment that names the present state with changes. */
export function link(changes) {
  const state = { ...read(), ...changes };
  const named = new URLSearchParams();
  for (const key of KEYS) {
    const usual = key === "rows" ? state[key] === ROWS[0] : key === "view" && state[key] === "board";
    if (state[key] && !usual) {
      named.set(key, state[key]);
    }
  }
  return `#${named}`;
}

/** Changes the state, as a step that the back button undoes. */
export function go(changes) {
  const next = link(changes);
  if (next !== location.hash) {
    location.hash = next;
  }
}

/** Completes the state without a step of its own. */
export function settle(changes) {
  history.replaceState(null, "", link(changes));
}

export function onChange(listener) {
  addEventListener("hashchange", listener);
}
