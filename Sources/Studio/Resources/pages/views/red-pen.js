import { critiqueFigure } from "../components/critique.js";
import { drawingPicker } from "../components/drawing-picker.js";
import { loading, reportProblem } from "../components/loading.js";
import { runFrame } from "../components/run-frame.js";
import { segments } from "../components/segments.js";
import { h, show } from "../core/dom.js";
import { drawingSource, isReal } from "../core/drawing-name.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { studio } from "../core/studio.js";

const count = 16;
const steps = 12;
const stepLength = 0.75;

/**
 * The discriminator's score of a drawing, and where it wants ink: D′(x), and D′(G(z))·G′(z).
 *
 * In the address: `of`, the drawing's name; `seed`, of the drawings to choose from; `along`, what the slider moves.
 */
export function redPenView({ params, query, signal }) {
  const build = () => marking(params.run, query, signal);
  return { title: `${t("tab.red-pen")} · ${params.run}`, element: runFrame({ run: params.run, page: "red-pen", build, signal }) };
}

function marking(run, query, signal) {
  const chosen = {
    of: query.get("of") ?? "0:0",
    seed: Number(query.get("seed") ?? 0),
    along: query.get("along") === "latent" ? "latent" : "pixels",
    step: Number(query.get("step") ?? 0),
  };
  let source = isReal(chosen.of) ? "real" : "generated";
  let picker;
  let asking = new AbortController();

  const pickerRegion = h("div", { class: "picker-region" });
  const answer = h("div");
  const alongRegion = h("div");
  const figure = critiqueFigure({
    choice: alongRegion,
    onStep: (step) => {
      chosen.step = step;
      rememberInAddress({ step: step || null });
    },
  });

  function remember() {
    rememberInAddress({ of: chosen.of, seed: chosen.seed || null, along: chosen.along === "latent" ? "latent" : null, step: chosen.step || null });
  }

  async function critique() {
    asking.abort();
    asking = new AbortController();
    const along = isReal(chosen.of) ? "pixels" : chosen.along;
    try {
      const result = await studio.critique(run, { drawing: drawingSource(chosen.of), steps, stepLength, along }, AbortSignal.any([asking.signal, signal]));
      show(answer);
      figure.hidden = false;
      figure.update(result, nameOf(chosen.of), chosen.step);
    } catch (error) {
      if (error.name !== "AbortError") figure.hidden = true;
      reportProblem(answer, error, critique);
    }
  }

  function choose(name) {
    chosen.of = name;
    chosen.step = 0;
    picker?.select({ [name]: "" });
    showAlong();
    remember();
    critique();
  }

  function showAlong() {
    show(
      alongRegion,
      isReal(chosen.of)
        ? h("p", { class: "note" }, t("pen.alongReal"))
        : h(
            "div",
            { class: "stack stack-tight" },
            segments(t("pen.along"), [["pixels", t("pen.alongPixels")], ["latent", t("pen.alongLatent")]], chosen.along, (along) => {
              chosen.along = along;
              chosen.step = 0;
              showAlong();
              remember();
              critique();
            }),
            h("p", { class: "note" }, t(chosen.along === "latent" ? "pen.alongLatentAbout" : "pen.alongPixelsAbout")),
          ),
    );
  }

  function showPicker() {
    show(
      pickerRegion,
      loading({
        load: (abort) =>
          source === "real" ? studio.trainingDrawings(run, { seed: chosen.seed, count }, abort) : studio.drawings(run, { seed: chosen.seed, count }, abort),
        build: ({ imageSize, channels, drawings }) => {
          const items = drawings.map(({ latent, real, pixels }) => {
            const id = latent ?? `real:${real}`;
            return { id, pixels, label: nameOf(id) };
          });
          picker = drawingPicker({ items, imageSize, channels, label: t("pen.choose"), onChoose: ({ id }) => choose(id) });
          picker.select({ [chosen.of]: "" });
          return picker;
        },
        skeleton: h("div", { class: "skeleton skeleton-square" }),
        signal,
      }),
    );
  }

  const choice = h(
    "div",
    { class: "stack stack-tight" },
    h("h2", {}, t("pen.choose")),
    h(
      "div",
      { class: "row row-apart" },
      segments(t("pen.from"), [["generated", t("pen.generated")], ["real", t("pen.real")]], source, (value) => {
        source = value;
        showPicker();
      }),
      h("button", { class: "button button-plain", type: "button", onclick: () => ((chosen.seed += 1), remember(), showPicker()) }, t("pen.others")),
    ),
    pickerRegion,
  );

  showPicker();
  showAlong();
  critique();
  return h(
    "div",
    {},
    h("p", { class: "lead" }, t("pen.about")),
    h("div", { class: "columns columns-picker" }, choice, h("div", { class: "stack" }, answer, figure)),
    h("section", { class: "section" }, h("h2", {}, t("pen.whyTitle")), h("p", { class: "note" }, t("pen.why"))),
  );
}

function nameOf(id) {
  return isReal(id) ? t("drawing.real", { index: id.slice(5) }) : t("drawing.generated", { latent: id.startsWith("~") ? "…" : id });
}
