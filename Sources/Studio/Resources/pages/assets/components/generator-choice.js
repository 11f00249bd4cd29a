import { h } from "../core/dom.js";
import { number, t } from "../core/i18n.js";
import { segments } from "./segments.js";

/**
 * Which generator draws, and what: the best epoch's weights or the newest, and one of the categories. Of a run that has only
 * one of each, nothing.
 *
 * @param chosen `{ weights, category }`
 * @param onChoose Called with `{ weights }` or `{ category }`.
 */
export function generatorChoice({ run, chosen, onChoose }) {
  const { best, classes } = run;
  const categories = () =>
    h(
      "label",
      { class: "row" },
      t("generator.category"),
      h(
        "select",
        { class: "input input-fit", onchange: ({ target }) => onChoose({ category: target.value }) },
        classes.map((name) => h("option", { value: name, selected: name === chosen.category }, name)),
      ),
    );
  const weights = () => {
    const kinds = [
      ["best", t("generator.best", { epoch: best.epoch })],
      ["newest", t("generator.newest")],
    ];
    const title = t("generator.bestAbout", { distance: number(best.distance.value, 1) });
    return h(
      "div",
      { class: "row", title },
      segments(t("generator.weights"), kinds, chosen.weights, (value) => onChoose({ weights: value })),
    );
  };
  const choices = [classes.length > 0 && categories(), best && weights()];
  return choices.some(Boolean) && h("div", { class: "row generator-choice" }, choices);
}

/** What an address says of the generator: `{ weights, category }`. */
export function generatorInAddress(run, query) {
  const category = query.get("category");
  return {
    weights: query.get("weights") === "newest" ? "newest" : "best",
    category: run.classes.includes(category) ? category : run.classes[0],
  };
}

/** The same as an address has it; what goes without saying is null. */
export function generatorAddress(run, { weights, category }) {
  return {
    weights: weights === "newest" ? weights : null,
    category: category === run.classes[0] ? null : category,
  };
}
