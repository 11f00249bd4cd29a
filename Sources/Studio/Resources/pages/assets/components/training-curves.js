import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { lineChart } from "./line-chart.js";

/** Both losses over the steps; `element.update(columns)`. */
export function lossCurves() {
  return figure(t("curves.losses"), t("curves.lossesAbout"), {
    series: [
      { key: "discriminatorLoss", label: t("curves.discriminator"), tone: "red" },
      { key: "generatorLoss", label: t("curves.generator"), tone: "ink" },
    ],
  });
}

/** D(x) and D(G(z)) over the steps; `element.update(columns)`. */
export function probabilityCurves() {
  return figure(t("curves.probabilities"), t("curves.probabilitiesAbout"), {
    range: [0, 1],
    series: [
      { key: "realProbability", label: "D(x)", tone: "red" },
      { key: "fakeProbability", label: "D(G(z))", tone: "ink" },
    ],
  });
}

function figure(title, about, options) {
  const chart = lineChart({ label: title, ...options });
  const element = h(
    "section",
    { class: "stack stack-tight" },
    h("h2", {}, title),
    chart,
    h("p", { class: "note" }, about),
  );
  element.update = chart.update;
  return element;
}
