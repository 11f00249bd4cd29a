import { h, svg, show } from "../core/dom.js";
import { number, t } from "../core/i18n.js";

const height = 200;
const margin = { left: 40, right: 12, top: 10, bottom: 26 };

/**
 * Curves over training steps. Pointing at it, or the arrow keys, show the values at one step.
 *
 * @param series `[{ key, label, tone }]`; `tone` is "red" or "ink".
 * @param range `[least, most]` of the vertical axis, or undefined for that of the values.
 * @returns The element; `element.update({ step: […], [key]: […] })` shows values.
 */
export function lineChart({ label, series, range, digits = 2 }) {
  const plot = svg("g");
  const marks = svg("g", { class: "chart-marks" });
  const picture = svg(
    "svg",
    { class: "chart-picture", height, role: "img", tabindex: 0, "aria-label": label },
    plot,
    marks,
  );
  const readout = h("output", { class: "chart-readout number", "aria-live": "polite" });
  const legend = h("ul", { class: "chart-legend" });
  const element = h("div", { class: "chart" }, h("div", { class: "chart-head" }, legend, readout), picture);

  let columns = { step: [] };
  let width = 560;
  let scale;
  let chosen = null;

  function legendItem({ label: text, tone }, value) {
    return h("li", { class: `tone-${tone}` }, text, h("b", { class: "number" }, value === undefined ? "" : number(value, digits)));
  }

  function describe() {
    const count = columns.step.length;
    const at = chosen ?? count - 1;
    show(legend, series.map((one) => legendItem(one, columns[one.key]?.[at])));
    show(readout, count ? t("chart.atStep", { step: columns.step[at] }) : "");
    show(marks);
    if (chosen === null || !count) return;
    const x = scale.x(columns.step[chosen]);
    marks.append(
      svg("line", { x1: x, x2: x, y1: margin.top, y2: height - margin.bottom, class: "chart-cursor" }),
      ...series.map(({ key, tone }) => svg("circle", { cx: x, cy: scale.y(columns[key][chosen]), r: 4, class: `tone-${tone}` })),
    );
  }

  function choose(place) {
    chosen = place;
    describe();
  }

  picture.addEventListener("pointermove", (event) => {
    if (!columns.step.length) return;
    const box = picture.getBoundingClientRect();
    choose(nearest(columns.step, scale.step(event.clientX - box.left)));
  });
  picture.addEventListener("pointerleave", () => choose(null));
  picture.addEventListener("blur", () => choose(null));
  picture.addEventListener("keydown", (event) => {
    const last = columns.step.length - 1;
    const from = chosen ?? last;
    const stride = event.shiftKey ? 10 : 1;
    const target = { ArrowLeft: from - stride, ArrowRight: from + stride, Home: 0, End: last }[event.key];
    if (target === undefined || last < 0) return;
    event.preventDefault();
    choose(Math.min(last, Math.max(0, target)));
  });

  function draw() {
    scale = scales(columns, series, range, width);
    show(plot, axes(scale), series.map((one) => curve(columns, one, scale)));
    if (chosen !== null) chosen = Math.min(chosen, columns.step.length - 1);
    describe();
  }

  new ResizeObserver(([{ contentRect }]) => {
    width = Math.round(contentRect.width);
    draw();
  }).observe(picture);
  element.update = (values) => {
    columns = values;
    draw();
  };
  draw();
  return element;
}

function scales(columns, series, range, width) {
  const steps = columns.step;
  const first = steps[0] ?? 0;
  const last = Math.max(steps.at(-1) ?? 1, first + 1);
  const values = series.flatMap(({ key }) => columns[key] ?? []);
  const top = range?.[1] ?? niceCeiling(Math.max(1, ...values));
  const bottom = range?.[0] ?? 0;
  const across = width - margin.left - margin.right;
  const down = height - margin.top - margin.bottom;
  return {
    width,
    first,
    last,
    top,
    bottom,
    x: (step) => margin.left + ((step - first) / (last - first)) * across,
    y: (value) => margin.top + (1 - (Math.min(Math.max(value, bottom), top) - bottom) / (top - bottom)) * down,
    step: (x) => first + ((x - margin.left) / across) * (last - first),
  };
}

function niceCeiling(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((factor) => factor * unit).find((candidate) => candidate >= value);
}

function axes(scale) {
  const lines = [0, 0.5, 1].map((part) => {
    const value = scale.bottom + part * (scale.top - scale.bottom);
    const y = scale.y(value);
    return [
      svg("line", { x1: margin.left, x2: scale.width - margin.right, y1: y, y2: y, class: "chart-grid" }),
      svg("text", { x: margin.left - 8, y: y + 4, class: "chart-tick", "text-anchor": "end" }, number(value, Number.isInteger(value) ? 0 : 1)),
    ];
  });
  const ends = [
    svg("text", { x: margin.left, y: height - 6, class: "chart-tick" }, number(scale.first)),
    svg("text", { x: scale.width - margin.right, y: height - 6, class: "chart-tick", "text-anchor": "end" }, t("chart.step", { step: scale.last })),
  ];
  return [lines, ends];
}

function curve(columns, { key, tone }, scale) {
  const points = columns.step.map((step, place) => `${scale.x(step).toFixed(1)},${scale.y(columns[key][place]).toFixed(1)}`);
  return svg("polyline", { points: points.join(" "), class: `chart-curve tone-${tone}` });
}

function nearest(steps, wanted) {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low > 0 && wanted - steps[low - 1] < steps[low] - wanted ? low - 1 : low;
}
