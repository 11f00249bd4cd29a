import { closestDrawing } from "../components/closest-drawing.js";
import { generatorAddress, generatorChoice, generatorInAddress } from "../components/generator-choice.js";
import { reportProblem } from "../components/loading.js";
import { nearestDrawings } from "../components/nearest-drawings.js";
import { runFrame } from "../components/run-frame.js";
import { seenDrawing } from "../components/seen-drawing.js";
import { sketchpad } from "../components/sketchpad.js";
import { verdict } from "../components/verdict.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { latestOnly } from "../core/signals.js";
import { studio } from "../core/studio.js";

/**
 * A pad to draw on, and what the networks say about it as one draws.
 *
 * In the address: `category`, what it is to show, and `weights`, which generator comes close to it.
 */
export function drawView({ params, query, signal }) {
  const build = (run) => desk(run, query, signal);
  return {
    title: `${t("tab.draw")} · ${params.run}`,
    element: runFrame({ run: params.run, page: "draw", build, signal }),
  };
}

function desk(run, query, signal) {
  const chosen = generatorInAddress(run, query);
  let strokes = [];
  const score = verdict();
  const seen = seenDrawing();
  const nearest = nearestDrawings({ run, signal });
  const closest = closestDrawing({ run, signal });
  const answer = h("div");

  /** One request at a time, with whatever is on the pad when the one before is answered. */
  const judge = latestOnly(async (strokes) => {
    try {
      const drawing = { strokes, category: chosen.category };
      const critique = strokes.length ? await studio.critique(run.name, { drawing }, signal) : undefined;
      seen.update(critique);
      score.update(critique?.states[0]);
      show(answer);
    } catch (error) {
      reportProblem(answer, error, () => judge(strokes));
    }
  });

  const pad = sketchpad({
    onChange: judge,
    onStrokeEnd: (drawn) => {
      strokes = drawn;
      nearest.offer(strokes);
      closest.offer(strokes, chosen);
    },
  });

  function change(values) {
    Object.assign(chosen, values);
    rememberInAddress(generatorAddress(run, chosen));
    judge(strokes);
    closest.offer(strokes, chosen);
  }

  return h(
    "div",
    {},
    h("p", { class: "lead" }, t("draw.about")),
    generatorChoice({ run, chosen, onChoose: change }),
    h(
      "div",
      { class: "draw-desk" },
      h(
        "section",
        { class: "stack stack-tight" },
        padHead(pad),
        pad,
        h("p", { class: "note", id: "pad-keys" }, t("draw.keys")),
      ),
      seen,
      h("div", { class: "stack desk-verdict" }, score, answer, h("p", { class: "note" }, t("draw.seenAbout"))),
    ),
    h("div", { class: "section columns columns-even" }, nearest, closest),
  );
}

function padHead(pad) {
  const button = (key, onclick) => h("button", { class: "button button-plain", type: "button", onclick }, t(key));
  const buttons = h("div", { class: "row" }, button("draw.undo", pad.undo), button("draw.clear", pad.clear));
  return h("div", { class: "row row-apart desk-head" }, h("h2", {}, t("draw.yours")), buttons);
}
