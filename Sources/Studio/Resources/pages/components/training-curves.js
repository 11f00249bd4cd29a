import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { lineChart } from "./line-chart.js";

/** Both losses, and D(x) with D(G(z)), over the steps; `element.update(columns)`. */
export function trainingCurves() {
  const losses = lineChart({
    label: t("curves.lossesLabel"),
    series: [
      { key: "discriminatorLoss", label: t("curves.discriminator"), tone: "red" },
      { key: "generatorLoss", label: t("curves.generator"), tone: "ink" },
    ],
  });
  const probabilities = lineChart({
    label: t("curves.probabilitiesLabel"),
    range: [0, 1],
    guide: { value: 0.5, label: t("curves.cannotTell") },
    series: [
      { key: "realProbability", label: "D(x)", tone: "red" },
      { key: "fakeProbability", label: "D(G(z))", tone: "ink" },
    ],
  });
  const element = h(
    "div",
    { class: "columns columns-even" },
    figure(t("curves.losses"), losses, t("curves.lossesAbout")),
    figure(t("curves.probabilities"), probabilities, t("curves.probabilitiesAbout")),
  );
  element.update = (columns) => {
    losses.update(columns);
    probabilities.update(columns);
  };
  return element;
}

function figure(title, chart, about) {
  return h("section", { class: "stack stack-tight" }, h("h2", {}, title), chart, h("p", { class: "note" }, about));
}
