import { penColour } from "../core/colours.js";
import { h, svg } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { gradientOf, inkOf } from "../core/pixels.js";

/** Marks fainter than this share of the strongest one are left out. */
const faintest = 0.15;

/**
 * The red pen over a drawing: a dot where ink would make it look more real, a cross where paper would. The size is the
 * gradient's, times what can still be changed: no ink can be taken from white paper, and none be added to black.
 *
 * @returns A canvas; `element.mark(state, imageSize, channels)` marks one state of a critique.
 */
export function penMarks() {
  const element = h("canvas", { class: "pen-marks", "aria-hidden": "true" });
  let marks;

  function redraw() {
    const side = Math.round(element.getBoundingClientRect().width * devicePixelRatio);
    if (!marks || !side) return;
    element.width = side;
    element.height = side;
    drawMarks(element.getContext("2d"), marks, side);
  }

  new ResizeObserver(redraw).observe(element);
  element.mark = ({ gradient, pixels }, imageSize, channels) => {
    marks = { imageSize, strengths: strengthsOf(gradientOf(gradient, channels), inkOf(pixels, channels)) };
    redraw();
  };
  return element;
}

/** −1 to 1 for each pixel: below 0 to take ink away, above 0 to add some. */
function strengthsOf(gradient, ink) {
  const strengths = gradient.map((value, place) => value * (value > 0 ? 1 - ink[place] : ink[place]));
  const strongest = strengths.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  return strengths.map((value) => value / strongest);
}

function drawMarks(context, { imageSize, strengths }, side) {
  const cell = side / imageSize;
  context.strokeStyle = penColour;
  context.fillStyle = penColour;
  context.lineCap = "round";
  context.lineWidth = cell * 0.14;
  for (const [place, strength] of strengths.entries()) {
    if (Math.abs(strength) < faintest) continue;
    const x = ((place % imageSize) + 0.5) * cell;
    const y = (Math.floor(place / imageSize) + 0.5) * cell;
    const reach = Math.sqrt(Math.abs(strength)) * cell * 0.42;
    if (strength > 0) drawDot(context, x, y, reach);
    else drawCross(context, x, y, reach * 0.85);
  }
}

function drawDot(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function drawCross(context, x, y, reach) {
  context.beginPath();
  context.moveTo(x - reach, y - reach);
  context.lineTo(x + reach, y + reach);
  context.moveTo(x + reach, y - reach);
  context.lineTo(x - reach, y + reach);
  context.stroke();
}

/** Whether the red pen is to be seen. */
export function penSwitch(marks) {
  const box = h("input", { type: "checkbox", checked: true, onchange: follow });
  function follow() {
    marks.hidden = !box.checked;
  }
  return h("label", { class: "check small" }, box, t("pen.show"));
}

export function penLegend() {
  const picture = (shape) => svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, shape);
  return h(
    "ul",
    { class: "pen-legend" },
    h("li", {}, picture(svg("circle", { cx: 6, cy: 6, r: 4.5 })), t("pen.addInk")),
    h("li", {}, picture(svg("path", { d: "M2 2l8 8M10 2l-8 8", "stroke-width": 2.2 })), t("pen.takeInk")),
  );
}
