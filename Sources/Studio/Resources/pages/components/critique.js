import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { drawingSheet } from "./drawing.js";
import { penLegend, penMarks } from "./pen-marks.js";
import { verdict } from "./verdict.js";

/**
 * A drawing under the red pen, what the discriminator thinks of it, and a slider that takes it along the gradient.
 *
 * `element.update(critique, name)` shows another one.
 * @param choice What stands below the slider.
 */
export function critiqueFigure({ onStep, choice }) {
  const score = verdict();
  const marks = penMarks();
  const holder = h("div", { class: "critique-drawing" });
  const slider = h("input", { id: "pen-step", type: "range", min: 0, value: 0, oninput: () => (onStep(Number(slider.value)), showState()) });
  const stepText = h("output", { class: "number small soft", for: "pen-step" });
  const penOn = h("input", { type: "checkbox", checked: true, onchange: () => (marks.hidden = !penOn.checked) });
  let critique;
  let sheet;

  function showState() {
    const place = Number(slider.value);
    const state = critique.states[place];
    sheet.paint(state.pixels);
    marks.mark(state, critique.imageSize, critique.channels);
    score.update(state);
    const text = place === 0 ? t("pen.asDrawn") : t("pen.afterSteps", { count: place });
    show(stepText, text);
    slider.setAttribute("aria-valuetext", text);
  }

  const element = h(
    "div",
    { class: "columns columns-even critique" },
    h("figure", { class: "stack stack-tight" }, holder, penLegend(), h("label", { class: "check small" }, penOn, t("pen.show"))),
    h(
      "div",
      { class: "stack" },
      score,
      h(
        "div",
        { class: "field" },
        h("div", { class: "row row-apart" }, h("label", { class: "field-label", for: "pen-step" }, t("pen.slider")), stepText),
        slider,
        h("p", { class: "note" }, t("pen.sliderAbout")),
      ),
      choice,
    ),
  );

  element.update = (next, label, step = 0) => {
    critique = next;
    sheet = drawingSheet({ ...critique, label });
    sheet.append(marks);
    show(holder, sheet);
    slider.max = critique.states.length - 1;
    slider.value = Math.min(step, critique.states.length - 1);
    showState();
  };
  return element;
}
