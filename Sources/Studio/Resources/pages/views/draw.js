import { closestDrawing } from "../components/closest-drawing.js";
import { drawingSheet } from "../components/drawing.js";
import { reportProblem } from "../components/loading.js";
import { nearestDrawings } from "../components/nearest-drawings.js";
import { penLegend, penMarks } from "../components/pen-marks.js";
import { runFrame } from "../components/run-frame.js";
import { sketchpad } from "../components/sketchpad.js";
import { verdict } from "../components/verdict.js";
import { debounced, h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { latestOnly } from "../core/latest-only.js";
import { studio } from "../core/studio.js";

const nearestPauseMilliseconds = 350;

/** A pad to draw on, and what the networks say about it as one draws. */
export function drawView({ params, signal }) {
  const build = () => desk(params.run, signal);
  return { title: `${t("tab.draw")} · ${params.run}`, element: runFrame({ run: params.run, page: "draw", build, signal }) };
}

function desk(run, signal) {
  const score = verdict();
  const marks = penMarks();
  const seen = h("div", { class: "seen-drawing" });
  const answer = h("div");
  const nearest = nearestDrawings({ run });
  const closest = closestDrawing({ run, signal });
  const penOn = h("input", { type: "checkbox", checked: true, onchange: () => (marks.hidden = !penOn.checked) });
  let sheet;

  function showNothing() {
    sheet = undefined;
    marks.clear();
    show(seen, h("div", { class: "sheet-blank sheet-empty" }, t("draw.seenEmpty")));
    score.update();
    nearest.update();
    closest.offer();
  }

  /** One request at a time, with whatever is on the pad when the one before is answered. */
  const judge = latestOnly(async (strokes) => {
    if (!strokes.length) return showNothing();
    try {
      const critique = await studio.critique(run, { drawing: { strokes } }, signal);
      const [state] = critique.states;
      if (!sheet) {
        sheet = drawingSheet({ ...critique, label: t("draw.seen") });
        sheet.append(marks);
        show(seen, sheet);
      }
      sheet.paint(state.pixels);
      marks.mark(state, critique.imageSize, critique.channels);
      score.update(state);
      closest.offer({ strokes, shape: { imageSize: critique.imageSize, channels: critique.channels } });
      return show(answer);
    } catch (error) {
      return reportProblem(answer, error, () => judge(strokes));
    }
  });

  const findNearest = debounced(nearestPauseMilliseconds, signal, async (strokes) => {
    if (!strokes.length) return;
    try {
      nearest.update(await studio.nearest(run, { drawing: { strokes }, count: nearestDrawings.count }, signal));
    } catch (error) {
      reportProblem(answer, error, () => findNearest(strokes));
    }
  });

  const pad = sketchpad({ onChange: judge, onStrokeEnd: findNearest });
  showNothing();
  return h(
    "div",
    {},
    h("p", { class: "lead" }, t("draw.about")),
    h(
      "div",
      { class: "draw-desk" },
      h(
        "section",
        { class: "stack stack-tight" },
        h("div", { class: "row row-apart desk-head" }, h("h2", {}, t("draw.yours")), h("div", { class: "row" }, padButton("draw.undo", () => pad.undo()), padButton("draw.clear", () => pad.clear()))),
        pad,
        h("p", { class: "note", id: "pad-keys" }, t("draw.keys")),
      ),
      h(
        "section",
        { class: "stack stack-tight" },
        h("div", { class: "row row-apart desk-head" }, h("h2", {}, t("draw.seen")), h("label", { class: "check small" }, penOn, t("pen.show"))),
        seen,
        penLegend(),
      ),
      h("div", { class: "stack desk-verdict" }, score, answer, h("p", { class: "note" }, t("draw.seenAbout"))),
    ),
    h("div", { class: "section columns columns-even" }, nearest, closest),
  );
}

function padButton(key, onclick) {
  return h("button", { class: "button button-plain", type: "button", onclick }, t(key));
}
