import { alongChoice } from "../components/along-choice.js";
import { critiqueFigure } from "../components/critique.js";
import { drawingChoice } from "../components/drawing-choice.js";
import { generatorAddress, generatorChoice, generatorInAddress } from "../components/generator-choice.js";
import { reportProblem } from "../components/loading.js";
import { runFrame } from "../components/run-frame.js";
import { h, show } from "../core/dom.js";
import { drawingSource, drawingTitle, isReal, nameOfLatent } from "../core/drawing-name.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { replacing } from "../core/signals.js";
import { studio } from "../core/studio.js";

const steps = 12;
const stepLength = 0.75;

/**
 * The discriminator's score of a drawing, and where it wants ink: D′(x), and D′(G(z))·G′(z).
 *
 * In the address: `of`, the drawing's name; `seed`, of the drawings to choose from; `along`, what is corrected; `step`, how
 * often; `category` and `weights`, what is to choose from, drawn by which generator.
 */
export function redPenView({ params, query, signal }) {
  const build = (run) => marking(run, query, signal);
  return {
    title: `${t("tab.red-pen")} · ${params.run}`,
    element: runFrame({ run: params.run, page: "red-pen", build, signal }),
  };
}

function marking(run, query, signal) {
  const chosen = generatorInAddress(run, query);
  const shown = {
    ...chosen,
    of: query.get("of") ?? nameOfLatent("0:0", chosen.category),
    seed: Number(query.get("seed") ?? 0),
    along: query.get("along") === "latent" ? "latent" : "pixels",
    step: Number(query.get("step") ?? 0),
  };
  const nextRequest = replacing(signal);
  const answer = h("div");
  const along = alongChoice({ onChoose: (value) => change({ along: value, step: 0 }) });
  const figure = critiqueFigure({
    choice: along,
    onStep: (step) => {
      shown.step = step;
      remember();
    },
  });
  const choice = drawingChoice({
    run,
    shown,
    onChoose: (name) => change({ of: name, step: 0 }),
    onSeed: (seed) => {
      shown.seed = seed;
      remember();
    },
    signal,
  });

  function remember() {
    const { of, seed, step } = shown;
    rememberInAddress({
      of,
      seed: seed || null,
      along: shown.along === "latent" ? "latent" : null,
      step: step || null,
      ...generatorAddress(run, shown),
    });
  }

  function changeGenerator(values) {
    change(values);
    choice.showOf(shown);
  }

  function change(values) {
    Object.assign(shown, values);
    remember();
    choice.select(shown.of);
    critique();
  }

  async function critique() {
    const hasLatent = !isReal(shown.of);
    along.update(shown.along, hasLatent);
    const { of, weights } = shown;
    const body = { drawing: drawingSource(of), steps, stepLength, weights, along: hasLatent ? shown.along : "pixels" };
    figure.ariaBusy = "true";
    try {
      const result = await studio.critique(run.name, body, nextRequest());
      show(answer);
      figure.hidden = false;
      figure.update(result, drawingTitle(shown.of), shown.step);
    } catch (error) {
      if (error.name === "AbortError") return; // Another one is on its way.
      figure.hidden = true;
      reportProblem(answer, error, critique);
    }
    figure.ariaBusy = "false";
  }

  critique();
  return h(
    "div",
    {},
    h("p", { class: "lead" }, t("pen.about")),
    generatorChoice({ run, chosen: shown, onChoose: changeGenerator }),
    h("div", { class: "columns columns-picker" }, choice, h("div", { class: "stack" }, answer, figure)),
    h("section", { class: "section" }, h("h2", {}, t("pen.whyTitle")), h("p", { class: "note" }, t("pen.why"))),
  );
}
