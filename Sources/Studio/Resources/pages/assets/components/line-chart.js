import { h, show, svg } from "../core/dom.js";
import { number, t } from "../core/i18n.js";
import { chartHeight, chartMargin, chartScale, nearestPlace } from "./chart-scale.js";

const keyStride = 10;

/**
 * Curves over training steps. Pointing at it, or the arrow keys, show the values at one step. A value that is not a number
 * (null) is a gap.
 *
 * @param series `[{ key, label, tone, error, bridges }]`; `tone` names the classes of its colour, `error` the column of
 *   standard errors, of which two are drawn to each side, and one that `bridges` has no gaps.
 * @param range `[least, most]` of the vertical axis, or undefined for that of the values.
 * @param placeText What a step is called.
 * @returns The element; `element.update({ step: […], [key]: […] }, { step, label })` shows values, and marks a step.
 */
export function lineChart({ label, series, range, isLogarithmic, placeText = (step) => t("chart.step", { step }) }) {
  const plot = svg("g");
  const marks = svg("g", { class: "chart-marks" });
  const attributes = { class: "chart-picture", height: chartHeight, role: "img", tabindex: 0, "aria-label": label };
  const picture = svg("svg", attributes, plot, marks);
  const legend = h("ul", { class: "chart-legend" });
  const place = h("span", { class: "chart-place number" });
  const spoken = h("output", { class: "visually-hidden" });
  const element = h("div", { class: "chart" }, h("div", { class: "chart-head" }, legend, place), picture, spoken);
  let columns = { step: [] };
  let marked;
  let width = 560;
  let scale;
  let chosen;

  function draw() {
    scale = chartScale(columns, series, { range, isLogarithmic }, width);
    show(
      plot,
      axes(scale, placeText),
      marked && best(marked, scale),
      series.map((one) => [curve(columns, one, scale), one.error && whiskers(columns, one, scale)]),
    );
    if (chosen !== undefined) chosen = Math.min(chosen, columns.step.length - 1);
    describe();
  }

  /** Shows the values at the chosen step, or the newest. */
  function describe() {
    const at = chosen ?? columns.step.length - 1;
    const values = series.map(({ key }) => shortNumber(columns[key]?.[at]));
    const step = at >= 0 ? placeText(columns.step[at]) : "";
    show(place, step);
    show(
      legend,
      series.map((one, index) =>
        h("li", { class: one.tone }, one.label, h("b", { class: "number" }, values[index])),
      ),
    );
    show(marks, chosen >= 0 && cursor(columns.step[chosen]));
    show(spoken, chosen >= 0 && [step, ...series.map((one, index) => `${one.label} ${values[index]}`)].join(", "));
  }

  function cursor(step) {
    const x = scale.x(step);
    const ends = { y1: chartMargin.top, y2: chartHeight - chartMargin.bottom };
    const known = series.filter(({ key }) => Number.isFinite(columns[key][chosen]));
    const dot = ({ key, tone }) =>
      svg("circle", { cx: x, cy: scale.y(columns[key][chosen]), r: 4, class: tone });
    return [svg("line", { x1: x, x2: x, ...ends, class: "chart-cursor" }), known.map(dot)];
  }

  function choose(index) {
    chosen = index;
    describe();
  }

  function onPointer(event) {
    if (!columns.step.length) return;
    const x = event.clientX - picture.getBoundingClientRect().left;
    choose(nearestPlace(columns.step, scale.step(x)));
  }

  function onKey(event) {
    const last = columns.step.length - 1;
    const from = chosen ?? last;
    const stride = event.shiftKey ? keyStride : 1;
    const target = { ArrowLeft: from - stride, ArrowRight: from + stride, Home: 0, End: last }[event.key];
    if (target === undefined || last < 0) return;
    event.preventDefault();
    choose(Math.min(last, Math.max(0, target)));
  }

  for (const name of ["pointermove", "pointerdown"]) picture.addEventListener(name, onPointer);
  for (const name of ["pointerleave", "blur"]) picture.addEventListener(name, () => choose(undefined));
  picture.addEventListener("keydown", onKey);
  new ResizeObserver(([{ contentRect }]) => {
    width = Math.round(contentRect.width);
    draw();
  }).observe(picture);

  element.update = (values, mark) => {
    columns = values;
    marked = mark;
    draw();
  };
  draw();
  return element;
}

function shortNumber(value) {
  return Number.isFinite(value) ? number(value, 2) : "–";
}

function axes({ first, last, bottom, middle, top, width, x, y }, placeText) {
  const right = width - chartMargin.right;
  const lines = [bottom, middle, top].map((value) => [
    svg("line", { x1: chartMargin.left, x2: right, y1: y(value), y2: y(value), class: "chart-grid" }),
    tick(chartMargin.left - 8, y(value) + 4, number(value, Number.isInteger(value) ? 0 : 1), "end"),
  ]);
  const below = chartHeight - 6;
  return [
    lines,
    tick(x(first), below, number(first), "start"),
    tick(right, below, placeText(last), "end"),
  ];
}

function tick(x, y, text, anchor) {
  return svg("text", { x, y, class: "chart-tick", "text-anchor": anchor }, text);
}

/** A step that is marked, and what it is called. */
function best({ step, label }, { first, last, width, x }) {
  const place = Math.min(Math.max(step, first), last);
  const ends = { y1: chartMargin.top, y2: chartHeight - chartMargin.bottom };
  const isRight = x(place) > width / 2;
  return [
    svg("line", { x1: x(place), x2: x(place), ...ends, class: "chart-best" }),
    tick(x(place) + (isRight ? -6 : 6), chartMargin.top + 10, label, isRight ? "end" : "start"),
  ];
}

/** The values, and two standard errors to each side of them. */
function whiskers(columns, { key, error, tone }, { x, y }) {
  const path = columns.step.map((step, index) => {
    const [value, reach] = [columns[key][index], 2 * columns[error]?.[index]];
    if (!Number.isFinite(value) || !Number.isFinite(reach)) return "";
    return `M${x(step).toFixed(1)},${y(value - reach).toFixed(1)}V${y(value + reach).toFixed(1)}`;
  });
  const dots = columns.step
    .map((step, index) => [step, columns[key][index]])
    .filter(([, value]) => Number.isFinite(value))
    .map(([step, value]) => svg("circle", { cx: x(step), cy: y(value), r: 2.5, class: `chart-dot ${tone}` }));
  return [svg("path", { d: path.join(""), class: `chart-whiskers ${tone}` }), dots];
}

function curve(columns, { key, tone, bridges }, scale) {
  let path = "";
  let pen = "M";
  for (const [index, step] of columns.step.entries()) {
    const value = columns[key][index];
    const known = Number.isFinite(value);
    if (known) path += `${pen}${scale.x(step).toFixed(1)},${scale.y(value).toFixed(1)}`;
    if (known) pen = "L";
    else if (!bridges) pen = "M";
  }
  return svg("path", { d: path, class: `chart-curve ${tone}` });
}
