import { h, show } from "../core/dom.js";
import { ago, duration, number, t } from "../core/i18n.js";
import { stateBadge } from "./state-badge.js";

/** One run among others: its newest drawings, how it stands, how far it is; `element.update(run)`. */
export function runCard(name) {
  const href = `/runs/${encodeURIComponent(name)}`;
  const picture = h("a", { class: "run-card-picture", href, tabindex: -1, "aria-hidden": "true" });
  const state = h("div", { class: "row row-apart" });
  const about = h("p", { class: "small soft number" });
  const progress = h("div");
  const title = h("h2", {}, h("a", { href }, name));
  const element = h(
    "article",
    { class: "run-card" },
    picture,
    h("div", { class: "run-card-text" }, state, title, about, progress),
  );
  let shown;

  element.update = (run) => {
    show(state, stateBadge(run.state), h("span", { class: "small soft" }, ago(run.updated)));
    show(about, run.state === "broken" ? run.reason : summary(run));
    show(progress, run.totalSteps > 0 && progressBar(run));
    // A picture that stays is left alone, so that it does not flicker.
    const wanted = run.thumbnail ?? run.state;
    if (wanted !== shown) show(picture, thumbnail(run));
    shown = wanted;
  };
  return element;
}

function thumbnail({ thumbnail: src, state }) {
  if (src) return h("div", { class: "sheet sheet-square" }, h("img", { src, alt: "", width: 458, height: 458 }));
  const text = t(state === "broken" ? "runs.noPicture" : "runs.noPictureYet");
  return h("div", { class: "sheet-blank sheet-empty" }, text);
}

function summary(run) {
  const parts = [what(run)];
  if (run.totalEpochs !== undefined) parts.push(t("runs.epochOf", { epoch: run.epoch, total: run.totalEpochs }));
  if (run.state === "running" && run.secondsLeft !== undefined)
    parts.push(t("runs.left", { time: duration(run.secondsLeft) }));
  return parts.filter(Boolean).join(" · ");
}

function what({ categories, images }) {
  const names = categories.length > 3 ? t("runs.categories", { count: categories.length }) : categories.join(", ");
  return images === undefined ? names : t("runs.drawingsOf", { count: images, names: names || t("runs.unnamed") });
}

function progressBar({ step, totalSteps, state }) {
  const bar = h("span");
  bar.style.width = `${(100 * step) / totalSteps}%`;
  const label = t("runs.stepOf", { step: number(step), total: number(totalSteps) });
  return h("div", { class: `progress progress-${state}`, role: "img", "aria-label": label }, bar);
}
