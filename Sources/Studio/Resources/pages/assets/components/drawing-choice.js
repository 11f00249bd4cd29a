import { h, show } from "../core/dom.js";
import { drawingTitle, isReal, nameOfReal } from "../core/drawing-name.js";
import { t } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { drawingPicker } from "./drawing-picker.js";
import { loading } from "./loading.js";
import { segments } from "./segments.js";

const count = 16;

/**
 * Generated or real drawings to choose one from.
 *
 * @param shown `{ of, seed, category, weights }`: the name of the drawing chosen at first, and what there is to choose from.
 *   `element.select(name)` shows another choice, `element.showOf({ category, weights })` others to choose from.
 * @param onSeed Called when others are asked for, with their seed.
 */
export function drawingChoice({ run, shown, onChoose, onSeed, signal }) {
  const region = h("div", { class: "picker-region" });
  const kinds = [
    ["generated", t("pen.generated")],
    ["real", t("pen.real")],
  ];
  let { of: name, seed, category, weights } = shown;
  let kind = isReal(name) ? "real" : "generated";
  let picker;

  function build({ imageSize, channels, drawings }) {
    const items = drawings.map(({ latent, real, pixels }) => {
      const id = latent ?? nameOfReal(real);
      return { id, pixels, label: drawingTitle(id) };
    });
    picker = drawingPicker({ items, imageSize, channels, label: t("pen.choose"), onChoose: ({ id }) => onChoose(id) });
    picker.select({ [name]: "" });
    return picker;
  }

  function showDrawings() {
    const load = (abort) =>
      kind === "real"
        ? studio.trainingDrawings(run.name, { seed, count, category }, abort)
        : studio.drawings(run.name, { seed, count, category, weights }, abort);
    show(region, loading({ load, build, skeleton: h("div", { class: "skeleton skeleton-square" }), signal }));
  }

  function showKind(value) {
    kind = value;
    showDrawings();
  }

  function showOthers() {
    seed += 1;
    onSeed(seed);
    showDrawings();
  }

  const others = h("button", { class: "button button-plain", type: "button", onclick: showOthers }, t("pen.others"));
  const element = h(
    "div",
    { class: "stack stack-tight" },
    h("h2", {}, t("pen.choose")),
    h("div", { class: "row row-apart" }, segments(t("pen.from"), kinds, kind, showKind), others),
    region,
  );
  element.select = (value) => {
    name = value;
    picker?.select({ [name]: "" });
  };
  element.showOf = (next) => {
    ({ category, weights } = next);
    showDrawings();
  };
  showDrawings();
  return element;
}
