import { h } from "../core/dom.js";
import { number, percent, t } from "../core/i18n.js";
import { drawingSheet } from "./drawing.js";

/** A category in numbers: its mean drawing, and how its drawings are spread by their share of ink. */
export function inkStatistics(statistic, { imageSize, channels, categories }) {
  const { category, sampled, meanInk, inkedFraction, meanDrawing, inkHistogram } = statistic;
  const count = categories.find(({ name }) => name === category)?.count ?? sampled;
  const facts = [
    t("data.count", { count }),
    t("data.meanInk", { share: percent(meanInk) }),
    t("data.inked", { share: percent(inkedFraction) }),
  ];
  return h(
    "article",
    { class: "ink" },
    drawingSheet({ imageSize, channels, pixels: meanDrawing, label: t("data.meanDrawing", { category }) }),
    h(
      "div",
      { class: "stack stack-tight" },
      h("div", {}, h("h3", {}, category), h("p", { class: "small soft number" }, facts.join(" · "))),
      histogram(inkHistogram, sampled),
    ),
  );
}

function histogram(bins, sampled) {
  const most = Math.max(1, ...bins);
  const limits = (place) => ({ from: percent(place / bins.length), to: percent((place + 1) / bins.length) });
  const bars = bins.map((count, place) => {
    const bar = h("span", { title: t("data.bin", { ...limits(place), count: number(count) }) });
    bar.style.height = `${(100 * count) / most}%`;
    return bar;
  });
  const summary = t("data.histogram", { count: sampled, ...limits(bins.indexOf(Math.max(...bins))) });
  return h(
    "figure",
    {},
    h("div", { class: "histogram", role: "img", "aria-label": summary }, bars),
    h(
      "div",
      { class: "scale-ends", "aria-hidden": "true" },
      h("span", {}, t("data.noInk")),
      h("span", {}, t("data.allInk")),
    ),
  );
}
