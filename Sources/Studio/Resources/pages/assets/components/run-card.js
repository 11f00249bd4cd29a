import { h } from "../core/dom.js";
import { ago, duration, number, t } from "../core/i18n.js";
import { stateBadge } from "./state-badge.js";

/** One run among others: its newest drawings, how it stands, how far it is. */
export function runCard(run) {
  const href = `/runs/${encodeURIComponent(run.name)}`;
  return h(
    "article",
    { class: "run-card" },
    h("a", { class: "run-card-picture", href, tabindex: -1, "aria-hidden": "true" }, thumbnail(run)),
    h(
      "div",
      { class: "run-card-text" },
      h("div", { class: "row row-apart" }, stateBadge(run.state), h("span", { class: "small soft" }, ago(run.updated))),
      h("h2", {}, h("a", { href }, run.name)),
      h("p", { class: "small soft number" }, run.state === "broken" ? run.reason : summary(run)),
      run.totalSteps > 0 && progress(run),
    ),
  );
}

function thumbnail(run) {
  if (!run.thumbnail)
    return h(
      "div",
      { class: "sheet-blank sheet-empty" },
      t(run.state === "broken" ? "runs.noPicture" : "runs.noPictureYet"),
    );
  return h("div", { class: "sheet sheet-square" }, h("img", { src: run.thumbnail, alt: "", width: 458, height: 458 }));
}

function summary(run) {
  return [
    what(run),
    run.totalEpochs !== undefined && t("runs.epochOf", { epoch: run.epoch, total: run.totalEpochs }),
    run.state === "running" && run.secondsLeft !== undefined && t("runs.left", { time: duration(run.secondsLeft) }),
  ]
    .filter(Boolean)
    .join(" · ");
}

function what({ categories, images }) {
  const names = categories.length > 3 ? t("runs.categories", { count: categories.length }) : categories.join(", ");
  return images === undefined ? names : t("runs.drawingsOf", { count: images, names: names || t("runs.unnamed") });
}

function progress({ step, totalSteps, state }) {
  const bar = h("span");
  bar.style.width = `${(100 * step) / totalSteps}%`;
  return h(
    "div",
    {
      class: `progress progress-${state}`,
      role: "img",
      "aria-label": t("runs.stepOf", { step: number(step), total: number(totalSteps) }),
    },
    bar,
  );
}
