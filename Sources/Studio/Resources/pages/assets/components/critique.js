import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { drawingSheet } from "./drawing.js";
import { penLegend, penMarks, penSwitch } from "./pen-marks.js";
import { verdict } from "./verdict.js";

/**
 * A drawing under the red pen, what the discriminator thinks of it, and a slider that follows the pen.
 *
 * `element.update(critique, label, step)` shows another one.
 * @param choice What stands below the slider.
 * @param onStep Called with the step that was chosen.
 */
export function critiqueFigure({ choice, onStep }) {
  const score = verdict();
  const marks = penMarks();
  const holder = h("div", {}, h("div", { class: "skeleton skeleton-square" }));
  const stepText = h("output", { class: "number small soft", for: "pen-step" });
  const slider = h("input", {
    id: "pen-step",
    type: "range",
    min: 0,
    value: 0,
    oninput: showState,
    onchange: () => onStep(Number(slider.value)),
  });
  let critique;
  let sheet;

  function showState() {
    const step = Number(slider.value);
    const state = critique.states[step];
    sheet.paint(state.pixels);
    marks.mark(state, critique.imageSize, critique.channels);
    score.update(state);
    const text = step === 0 ? t("pen.asDrawn") : t("pen.afterSteps", { count: step });
    show(stepText, text);
    slider.setAttribute("aria-valuetext", text);
  }

  const label = h("label", { class: "field-label", for: "pen-step" }, t("pen.slider"));
  const follow = h(
    "div",
    { class: "field" },
    h("div", { class: "row row-apart" }, label, stepText),
    slider,
    h("p", { class: "note" }, t("pen.sliderAbout")),
  );
  const element = h(
    "div",
    { class: "columns columns-even critique" },
    h("figure", { class: "stack stack-tight" }, holder, penLegend(), penSwitch(marks)),
    h("div", { class: "stack" }, score, follow, choice),
  );

  element.update = (next, title, step) => {
    critique = next;
    sheet = drawingSheet({ imageSize: critique.imageSize, channels: critique.channels, label: title });
    sheet.append(marks);
    show(holder, sheet);
    slider.max = critique.states.length - 1;
    slider.value = Math.min(step, critique.states.length - 1);
    showState();
  };
  return element;
}
