import { h, show } from "../core/dom.js";
import { t, words } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { lineChart } from "./line-chart.js";
import { loading } from "./loading.js";

const tones = [
  "tone-ink",
  "tone-red",
  "tone-ink tone-dashed",
  "tone-red tone-dashed",
  "tone-soft",
  "tone-soft tone-dashed",
];

/** A measure of several runs over their epochs, curves over one another, and a choice of the measure. */
export function comparedCurves({ names, signal }) {
  const load = async (abort) => {
    const [table, ...columns] = await Promise.all([
      studio.measures(abort),
      ...names.map((name) => studio.measurements(name, abort)),
    ]);
    return { table, epochs: columns.map((one) => one.epochs) };
  };
  const build = ({ table, epochs }) => chooser(names, table, epochs);
  return h(
    "section",
    { class: "stack stack-tight" },
    h("h2", {}, t("compare.curves")),
    loading({ load, build, signal }),
  );
}

function chooser(names, { measures, charts }, epochs) {
  const measured = measures.filter(
    ({ key, chart }) => chart && epochs.some((one) => one.some((epoch) => epoch[key] !== undefined)),
  );
  if (!measured.length) return h("p", { class: "note" }, t("reading.none"));
  const region = h("div");

  function showMeasure(key) {
    const measure = measured.find((one) => one.key === key);
    const { range, isLogarithmic } = charts.find((chart) => chart.key === measure.chart);
    const series = names.map((name, place) => ({ key: name, label: name, tone: tones[place], bridges: true }));
    const placeText = (epoch) => t("chart.epoch", { epoch });
    const chart = lineChart({ label: words(measure.name), series, range, isLogarithmic, placeText });
    chart.update(columnsOf(names, epochs, key));
    show(region, chart);
  }

  const [first] = [...measured.filter(({ key }) => key === "distance"), ...measured];
  const select = h(
    "select",
    { class: "input input-fit", "aria-label": t("compare.measure"), onchange: () => showMeasure(select.value) },
    measured.map(({ key, name }) => h("option", { value: key, selected: key === first.key }, words(name))),
  );
  showMeasure(first.key);
  return h("div", { class: "stack stack-tight" }, select, region, h("p", { class: "note" }, t("compare.curvesAbout")));
}

/** `{ step: epochs, [name]: values }`; null where a run did not measure it then. */
function columnsOf(names, runs, key) {
  const step = [...new Set(runs.flat().map(({ epoch }) => epoch))].sort((one, other) => one - other);
  const values = runs.map((epochs) => {
    const found = new Map(epochs.map((epoch) => [epoch.epoch, epoch[key]]));
    return step.map((epoch) => found.get(epoch) ?? null);
  });
  return { step, ...Object.fromEntries(names.map((name, place) => [name, values[place]])) };
}
