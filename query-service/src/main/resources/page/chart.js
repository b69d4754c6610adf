// A chart in the colours of the page. The library is loaded when the first chart is drawn.

let library = null;

/** The browser bundle puts itself on the window. */
async function charts() {
  library ??= import("./lib/chart.js").then(() => globalThis.Chart);
  return library;
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  return { line: of("--pico-primary"), text: of("--pico-muted-color"), grid: of("--pico-muted-border-color") };
}

const DAY_MILLIS = 86_400_000;

/** From the first point to the last; a moment stands in the middle of two days. */
function extent(points) {
  const [min, max] = [points[0].x, points[points.length - 1].x];
  return min === max ? { min: min - DAY_MILLIS, max: max + DAY_MILLIS } : { min, max };
}

/** Marks along an axis; none says the same as the one before. */
function ticks(limit, text) {
  const callback = (value, i, all) => (i > 0 && text(all[i - 1].value) === text(value) ? null : text(value));
  return { maxTicksLimit: limit, maxRotation: 0, callback };
}

/**
 * Draws `{x, y}` points, oldest first, as a line; `y` has at most `decimals`. `label.x` and `label.y` make texts of the values.
 * Returns a function that takes the chart away.
 */
export async function line(canvas, points, decimals, label) {
  const Chart = await charts();
  const chart = new Chart(canvas, {
    type: "line",
    data: { datasets: [{ data: points, borderWidth: 2, pointRadius: points.length > 60 ? 0 : 3, pointHitRadius: 12, tension: 0 }] },
    options: {
      animation: still.matches ? false : { duration: 300 },
      maintainAspectRatio: false,
      parsing: false,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: { type: "linear", ...extent(points), ticks: ticks(4, label.x) },
        y: { ticks: { ...ticks(5, label.y), precision: decimals } },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          displayColors: false,
          callbacks: { title: (items) => label.x(items[0].parsed.x), label: (item) => label.y(item.parsed.y) },
        },
      },
    },
  });
  const paint = () => {
    const { line: stroke, text, grid } = colours();
    Object.assign(chart.data.datasets[0], { borderColor: stroke, pointBackgroundColor: stroke });
    for (const scale of Object.values(chart.options.scales)) {
      scale.ticks.color = text;
      scale.grid = { color: grid };
    }
    chart.update("none");
  };
  paint();
  dark.addEventListener("change", paint);
  return () => {
    dark.removeEventListener("change", paint);
    chart.destroy();
  };
}
