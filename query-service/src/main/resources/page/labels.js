// Numbers and times as people read them, in the browser's language.

const integers = new Intl.NumberFormat();
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export const integer = (value) => integers.format(value);

/** A score with all the decimals of its game. */
export const score = (value, decimals) =>
  new Intl.NumberFormat(undefined, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);

/** A score with the decimals that it has. */
export const exact = (value) => new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 }).format(value);

export const percent = (value) => `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(value)} %`;

export const day = (time) => days.format(new Date(time));

export const moment = (time) => moments.format(new Date(time));

/** A duration; null is what nobody knows. */
export function duration(millis) {
  if (millis === null || millis === undefined) {
    return "unknown";
  }
  if (millis < 1000) {
    return `${integer(Math.round(millis))} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  return seconds < 3600 ? `${integer(Math.round(seconds / 60))} min` : `${integer(Math.round(seconds / 3600))} h`;
}

/** What to call a player. */
export const playerName = (entry) => entry.displayName || entry.userId;

/** The names of a list, such as `all-time`, as a heading has them. */
export function title(id) {
  const words = id.replace(/[-_]+/g, " ").trim();
  return words ? words[0].toUpperCase() + words.slice(1) : id;
}

/** What a service says, as a sentence that others can follow. */
export function sentence(text) {
  const said = text.trim();
  return said ? `${said[0].toUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? "" : "."}` : "";
}
