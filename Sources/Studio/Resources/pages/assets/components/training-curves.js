import { h, show } from "../core/dom.js";
import { words } from "../core/i18n.js";
import { lineChart } from "./line-chart.js";

/** The curves of a chart, in the order of the table: the discriminator's are red. */
const tones = ["tone-red", "tone-ink", "tone-red tone-dashed", "tone-ink tone-dashed"];

/**
 * The curves of a run. The first chart goes into `element.first`, the others into `element.others`; a chart of which nothing
 * was measured is left out.
 *
 * @returns `{ first, others, describe(table), update(columns) }`; `table` is the answer of /api/measures.
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
    update(columns) {
      for (const one of figures) one.update(columns);
    },
  };
}

function figure({ key, title, about, range }, measures) {
  const curves = measures
    .filter(({ chart }) => chart === key)
    .map((measure, place) => ({ key: measure.key, label: words(measure.name), tone: tones[place % tones.length] }));
  const chart = h("div");
  const element = h(
    "section",
    { class: "stack stack-tight" },
    h("h2", {}, words(title)),
    chart,
    h("p", { class: "note" }, words(about)),
  );
  let shown;

  element.update = (columns) => {
    const series = curves.filter((curve) => columns[curve.key]);
    element.hidden = series.length === 0;
    const keys = series.map((curve) => curve.key).join();
    if (keys !== shown) show(chart, lineChart({ label: words(title), series, range }));
    shown = keys;
    chart.firstChild.update(columns);
  };
  return element;
}
