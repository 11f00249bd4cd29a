import { h, svg } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { gradientOf } from "../core/pixels.js";

/** Marks fainter than this share of the strongest one are left out. */
const faintest = 0.12;

/**
 * The red pen over a drawing: a dot where ink would make it look more real, a cross where paper would. The larger the
 * mark, the more the discriminator cares.
 *
 * @returns A canvas; `element.mark(state, imageSize, channels)` shows the gradient of one state of a critique.
 */
export function penMarks() {
  const element = h("canvas", { class: "pen-marks", "aria-hidden": "true" });
  let latest;

  function redraw() {
    const box = element.getBoundingClientRect();
    if (!latest || !box.width) return;
    const side = Math.round(box.width * devicePixelRatio);
    element.width = side;
    element.height = side;
    const context = element.getContext("2d");
    const cell = side / latest.imageSize;
    context.strokeStyle = context.fillStyle = penColour;
    context.lineCap = "round";
    latest.gradient.forEach((value, place) => {
      const strength = Math.abs(value) / latest.strongest;
      if (strength < faintest) return;
      const x = ((place % latest.imageSize) + 0.5) * cell;
      const y = (Math.floor(place / latest.imageSize) + 0.5) * cell;
      const reach = Math.sqrt(strength) * cell * 0.42;
      if (value > 0) dot(context, x, y, reach);
      else cross(context, x, y, reach * 0.85, cell * 0.14);
    });
  }

  new ResizeObserver(redraw).observe(element);
  element.mark = (state, imageSize, channels) => {
    const gradient = gradientOf(state.gradient, channels);
    const strongest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
    latest = { gradient, strongest, imageSize };
    redraw();
  };
  element.clear = () => {
    latest = undefined;
    element.getContext("2d").clearRect(0, 0, element.width, element.height);
  };
  return element;
}

/** The pen writes on paper, which is light in both themes. */
const penColour = "#d0281a";

function dot(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function cross(context, x, y, reach, width) {
  context.lineWidth = width;
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
