import { h, show } from "../core/dom.js";
import { t, words } from "../core/i18n.js";
import { lineChart } from "./line-chart.js";

/** The curves of a chart, in the order of the table: the discriminator's are red. */
const tones = ["tone-red", "tone-ink", "tone-red tone-dashed", "tone-ink tone-dashed"];

/** How far off a measure may be, where that is measured too: its standard error. */
const errors = { distance: "distanceError" };

/**
 * The curves of a run. The first chart goes into `element.first`, the others into `element.others`; a chart of which nothing
 * was measured is left out. What only whole epochs have is drawn over these.
 *
 * @returns `{ first, others, describe(table), update(columns, best) }`; `table` is the answer of /api/measures, `best` the
 *   epoch that is marked, if any.
 */
export function trainingCurves() {
  const first = h("div");
  const others = h("div", { class: "stack" });
  let figures = [];
  return {
    first,
    others,
    describe({ charts, measures }) {
      figures = charts.map((chart) => figure(chart, measures));
      show(first, figures[0]);
      show(others, figures.slice(1));
    },
    update(columns, best) {
      const epochs = columnsOf(columns.epochs);
      const step = columns.epochs.find(({ epoch }) => epoch === best?.epoch)?.step;
      const mark = step === undefined ? undefined : { step, label: t("chart.best", { epoch: best.epoch }) };
      for (const one of figures) one.update(columns, epochs, mark);
    },
  };
}

/** `{ step: […], distance: […] }` of the epochs that were judged. */
function columnsOf(epochs) {
  const judged = epochs.filter(({ distance }) => distance !== undefined);
  const keys = new Set(judged.flatMap(Object.keys));
  return {
    step: judged.map(({ step }) => step),
    ...Object.fromEntries([...keys].map((key) => [key, judged.map((one) => one[key] ?? null)])),
  };
}

function figure({ key, title, about, range, isLogarithmic }, measures) {
  const curves = measures
    .filter(({ chart }) => chart === key)
    .map((measure, place) => ({
      key: measure.key,
      label: words(measure.name),
      tone: tones[place % tones.length],
      error: errors[measure.key],
    }));
  const chart = h("div");
  const element = h(
    "section",
    { class: "stack stack-tight", hidden: true },
    h("h2", {}, words(title)),
    chart,
    h("p", { class: "note" }, words(about)),
  );
  let shown;

  element.update = (steps, epochs, mark) => {
    const columns = curves.some((curve) => steps[curve.key]) ? steps : epochs;
    const series = curves.filter((curve) => columns[curve.key]);
    element.hidden = series.length === 0;
    const keys = series.map((curve) => curve.key).join();
    if (keys !== shown) show(chart, lineChart({ label: words(title), series, range, isLogarithmic }));
    shown = keys;
    chart.firstChild.update(columns, mark);
  };
  return element;
}
