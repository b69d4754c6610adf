// Joins the address, the form, the live table and the player.

import { Problem, games as readGames } from "./api.js";
import { Standings } from "./board.js";
import { byId, notice, setOptions, setText, skeleton } from "./dom.js";
import { History } from "./history.js";
import { duration, integer, moment, playerName, sentence, title } from "./labels.js";
import { watch } from "./live.js";
import { Periods } from "./periods.js";
import { Player } from "./player.js";
import { ROWS, go, link, onChange, read, settle } from "./state.js";
import { Status } from "./status.js";

const GAMES_AGAIN_MILLIS = 30_000;
const ANNOUNCE_MILLIS = 5_000;

/** A lag that people notice. */
const NOTICED_MILLIS = 1_000;

const oneColumn = matchMedia("(max-width: 61.99rem)");

const LIVENESS = {
  live: ["good", "Live"],
  polling: ["good", "Live, every second"],
  old: ["warn", "Not up to date"],
  waiting: ["warn", "Reconnecting"],
  paused: ["", "Paused"],
  upcoming: ["", "Not begun"],
  ended: ["", "Ended"],
  final: ["", "Final"],
};

/** What is said in place of how live the table is, of a period that is not on. */
const RESTING = { upcoming: "upcoming", ended: "ended", closed: "final", archived: "final" };

const standings = new Standings(byId("standings"));
const periods = new Periods(byId("period"), byId("archives"), byId("archives-list"));
const player = new Player(byId("player-result"));
const history = new History(byId("player-history"));
const status = new Status(byId("status-facts"), byId("status-badge"), byId("status-content"));

let games = [];
let stop = () => {};
let shown = { board: "", watched: "", player: "" };
let leader = { of: "", name: "", at: 0 };
let facts = { page: null, lag: null };

const game = (state) => games.find((each) => each.gameId === state.game);
const board = (state) => game(state)?.boards.find((each) => each.id === state.board);

function liveness(name) {
  const [kind, text] = LIVENESS[name];
  byId("liveness").dataset.kind = kind;
  setText(byId("liveness"), text);
}

/** Completes the state with a game and a board that exist; says so where a named one does not. */
function settled() {
  const state = read();
  if (state.view === "board" && games.length > 0) {
    const chosen = game(state) ?? (state.game ? null : games[0]);
    if (chosen) {
      const known = chosen.boards.some((each) => each.id === state.board);
      const changes = { game: chosen.gameId, board: known || state.board ? state.board : chosen.boards[0].id };
      if (changes.game !== state.game || changes.board !== state.board) {
        settle(changes);
      }
      return { ...state, ...changes };
    }
  }
  return state;
}

function form(state) {
  const label = (each) => each.name || each.gameId;
  setOptions(byId("game"), games.map((each) => ({ value: each.gameId, label: label(each) })), state.game);
  const boards = game(state)?.boards ?? [];
  setOptions(byId("board"), boards.map((each) => ({ value: each.id, label: title(each.id) })), state.board);
  if (boards.length === 0) {
    setOptions(byId("period"), [{ value: "", label: "Current" }], "");
  }
  setOptions(byId("rows"), ROWS.map((value) => ({ value, label: value })), state.rows);
}

function announce(page) {
  const first = page.items[0];
  const of = `${page.gameId}/${page.boardId}/${page.period}`;
  const name = first ? playerName(first) : "";
  const now = performance.now();
  if (leader.of === of && leader.name !== name && name && now - leader.at > ANNOUNCE_MILLIS) {
    setText(byId("announcer"), `${name} leads`);
    leader.at = now;
  }
  leader = { ...leader, of, name };
}

/** What is known of the board beside its entries: of the page, of how far it is behind, or of both. */
function showFacts(changes) {
  facts = { ...facts, ...changes };
  const { page, lag } = facts;
  const state = (of) => (of.start ? `starts ${moment(of.start)}` : of.state === "open" ? "" : of.state);
  const said = page === null ? [] : [page.period, `${integer(page.total)} players`, state(page)];
  if (said.length > 0 && lag !== null && lag > NOTICED_MILLIS) {
    said.push(`${duration(lag)} behind`);
  }
  setText(byId("board-facts"), said.filter(Boolean).join(" · "));
}

function showPage(page) {
  const state = read();
  showFacts({ page });
  const heading = byId("board-title").textContent;
  standings.show(page, { decimals: game(state)?.decimals ?? 0, selected: state.player, caption: `${heading}, ${page.period}` });
  const named = page.items.map((entry) => ({ value: entry.userId, label: playerName(entry) }));
  const list = byId("shown-players");
  const now = JSON.stringify(named);
  if (list.dataset.shown !== now) {
    list.dataset.shown = now;
    list.replaceChildren(...named.map(({ value, label }) => Object.assign(document.createElement("option"), { value, label })));
  }
  announce(page);
  player.changed();
}

function showProblem(problem, isFinal) {
  liveness("waiting");
  if (isFinal) {
    setText(byId("liveness"), "Not there");
    standings.clear(notice("error", "This board cannot be shown", sentence(problem.message)));
  } else if (standings.entries.length === 0) {
    const share = problem.body.progress?.percent;
    const filling = problem.name === "rebuilding" || problem.name === "board-filling";
    const heading = filling ? "The boards are being filled" : "The board cannot be read now";
    const detail = share === undefined ? sentence(problem.message) : `${share} % of the log is applied.`;
    standings.clear(notice(filling ? "empty" : "error", heading, `${detail} It shows up here by itself.`));
  }
}

function watchBoard(state) {
  const watched = JSON.stringify([state.game, state.board, state.period, state.rows]);
  if (shown.watched === watched) {
    return;
  }
  shown.watched = watched;
  stop();
  standings.clear(skeleton(Number(state.rows)));
  showFacts({ page: null, lag: null });
  liveness("waiting");
  setText(byId("liveness"), "Connecting");
  let resting;
  let told = "waiting";
  const tell = () => liveness(resting && told !== "waiting" ? resting : told);
  stop = watch(state, {
    page: (page) => {
      resting = RESTING[page.state];
      showPage(page);
      tell();
    },
    lag: (lag) => {
      showFacts({ lag });
      // Who stands below what is shown moves without a word of the stream.
      player.changed();
    },
    state: (name) => {
      told = name;
      tell();
    },
    problem: showProblem,
  });
}

function showBoard(state) {
  form(state);
  const chosen = board(state);
  if (!chosen) {
    stop();
    shown = { board: "", watched: "", player: "" };
    showFacts({ page: null, lag: null });
    setText(byId("board-title"), "Leaderboard");
    document.title = "Leaderboard";
    byId("archives").hidden = true;
    player.show({ player: "" });
    history.show({ player: "" });
    const what = game(state) ? `The game has no board “${state.board}”.` : `There is no game “${state.game}”.`;
    setText(byId("liveness"), "");
    standings.clear(notice("error", "This board is not there", `${what} Choose another one above.`));
    return;
  }
  const heading = `${game(state).name || state.game}: ${title(chosen.id)}`;
  setText(byId("board-title"), heading);
  document.title = `${heading} · Leaderboard`;
  const ofBoard = JSON.stringify([state.game, state.board]);
  if (shown.board !== ofBoard) {
    shown.board = ofBoard;
    periods.show(state.game, chosen, state.period);
  } else {
    periods.choose(state.period);
  }
  watchBoard(state);
  showPlayer(state);
}

function showPlayer(state) {
  const ofPlayer = JSON.stringify([state.game, state.board, state.period, state.player]);
  if (shown.player === ofPlayer) {
    return;
  }
  shown.player = ofPlayer;
  byId("player").value = state.player;
  const where = { ...state, decimals: game(state).decimals };
  standings.select(state.player);
  player.show(where);
  history.show(where);
}

function leaveBoard() {
  stop();
  stop = () => {};
  shown = { board: "", watched: "", player: "" };
}

function show() {
  const state = settled();
  const isStatus = state.view === "status";
  byId("status-view").hidden = !isStatus;
  byId("board-view").hidden = isStatus;
  byId("to-board").setAttribute("aria-current", isStatus ? "false" : "page");
  byId("to-status").setAttribute("aria-current", isStatus ? "page" : "false");
  byId("to-board").setAttribute("href", link({ view: "board" }));
  byId("to-status").setAttribute("href", link({ view: "status" }));
  if (isStatus) {
    document.title = "Status · Leaderboard";
    leaveBoard();
    status.start();
    return;
  }
  status.stop();
  if (games.length > 0) {
    showBoard(state);
  }
}

async function loadGames() {
  try {
    games = await readGames();
    if (games.length === 0) {
      form(read());
      setText(byId("liveness"), "");
      standings.clear(notice("empty", "No game yet", "Define a game, or submit a score to one: it shows up here by itself."));
    }
    show();
  } catch (failure) {
    if (!(failure instanceof Problem)) {
      throw failure;
    }
    if (games.length === 0) {
      setText(byId("liveness"), "");
      standings.clear(notice("error", "The games cannot be read now", `${sentence(failure.message)} They are asked for again by themselves.`));
    }
  }
  setTimeout(loadGames, games.length === 0 ? 2_000 : GAMES_AGAIN_MILLIS);
}

/** A name that the table shows stands for its player; anything else is taken for an id. */
function search(text) {
  const entry = standings.entries.find((each) => each.userId === text) ?? standings.entries.find((each) => each.displayName === text);
  go({ player: entry?.userId ?? text });
}

byId("game").addEventListener("change", (event) => go({ game: event.target.value, board: "", period: "" }));
byId("board").addEventListener("change", (event) => go({ board: event.target.value, period: "" }));
byId("period").addEventListener("change", (event) => go({ period: event.target.value }));
byId("rows").addEventListener("change", (event) => go({ rows: event.target.value }));
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  search(byId("player").value);
});
document.querySelector(".pickers").addEventListener("submit", (event) => event.preventDefault());

/** Where the player stands below the table, a choice in the table would seem to do nothing. */
function bringPlayerIntoView(before) {
  const { player: chosen } = read();
  if (chosen && chosen !== before && oneColumn.matches) {
    byId("player-title").scrollIntoView({ block: "start" });
  }
}

form(read());
standings.clear(skeleton(Number(read().rows)));
let lastPlayer = read().player;
onChange(() => {
  show();
  bringPlayerIntoView(lastPlayer);
  lastPlayer = read().player;
});
show();
loadGames();
