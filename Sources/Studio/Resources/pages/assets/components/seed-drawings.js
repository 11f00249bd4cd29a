import { outward } from "../core/base.js";
import { h, show } from "../core/dom.js";
import { drawingTitle } from "../core/drawing-name.js";
import { t } from "../core/i18n.js";
import { address, studio } from "../core/studio.js";
import { copyLink } from "./copy-link.js";
import { drawingPicker } from "./drawing-picker.js";
import { loading } from "./loading.js";

const count = 24;
const mostSeed = 1e6;

/**
 * The drawings of a seed, to choose two of: A and B.
 *
 * `element.update({ seed, category, weights, from, to, next })` shows a seed's drawings and the choice; `next` is the one
 * chosen next.
 */
export function seedDrawings({ run, onChoose, onSeed, signal }) {
  const tiles = h("div", { class: "picker-region" });
  const sheetLink = h("a", { class: "button", download: "" }, t("explore.sheetPng"));
  const hint = h("p", { class: "note", role: "status" });
  const field = h("input", {
    id: "seed",
    class: "input input-short",
    type: "number",
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    step: 1,
    required: true,
    onchange: () => field.checkValidity() && onSeed(Number(field.value)),
  });
  const another = h(
    "button",
    { class: "button", type: "button", onclick: () => onSeed(Math.floor(Math.random() * mostSeed)) },
    t("explore.another"),
  );
  let shown = {};
  let picker;

  function build({ imageSize, channels, drawings }) {
    const items = drawings.map(({ latent, pixels }) => ({ id: latent, pixels, label: drawingTitle(latent) }));
    picker = drawingPicker({
      items,
      imageSize,
      channels,
      label: t("explore.drawings"),
      onChoose: ({ id }) => onChoose(id),
    });
    showChoice();
    return picker;
  }

  function showSeed() {
    const { seed, category, weights } = shown;
    field.value = seed;
    sheetLink.href = outward(address.drawingsPicture(run.name, { seed, category, weights, count, columns: 6 }));
    const load = (abort) => studio.drawings(run.name, { seed, category, weights, count }, abort);
    show(tiles, loading({ load, build, skeleton: h("div", { class: "skeleton skeleton-explore" }), signal }));
  }

  function showChoice() {
    picker?.select({ [shown.to]: "B", [shown.from]: "A" });
    show(hint, t(shown.next === "from" ? "explore.chooseFirst" : "explore.chooseSecond"));
  }

  const element = h(
    "section",
    { class: "stack stack-tight" },
    h("h2", {}, t("explore.latents")),
    h("div", { class: "row" }, h("label", { for: "seed" }, t("explore.seed")), field, another),
    hint,
    tiles,
    h("div", { class: "row" }, sheetLink, copyLink({ isTraining: run.state === "running" })),
  );
  element.update = (next) => {
    const isNew = ["seed", "category", "weights"].some((key) => next[key] !== shown[key]);
    shown = { ...next };
    if (isNew) showSeed();
    showChoice();
  };
  return element;
}
