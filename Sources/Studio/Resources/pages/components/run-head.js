import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { stateBadge } from "./state-badge.js";

const pages = ["training", "red-pen", "draw", "explore"];

/**
 * A run's name, and the pages about it. How it stands is fetched where `signal` is given; `element.showState(run)` shows it.
 */
export function runHead(run, page, signal) {
  const base = `/runs/${encodeURIComponent(run)}`;
  const state = h("span", { class: "run-state" });
  const tab = (name) =>
    h(
      "a",
      {
        class: "pen-link",
        href: name === "training" ? base : `${base}/${name}`,
        "aria-current": name === page ? "page" : undefined,
      },
      t(`tab.${name}`),
    );
  const element = h(
    "header",
    { class: "run-head" },
    h("p", { class: "crumb" }, h("a", { href: "/" }, t("nav.runs"))),
    h("div", { class: "run-title" }, h("h1", {}, run), state),
    h("nav", { class: "tabs", "aria-label": t("tab.label") }, pages.map(tab)),
  );
  element.showState = (value) => show(state, stateBadge(value.state));
  // What fails here fails for the page itself too, which says so.
  if (signal) studio.run(run, signal).then(element.showState, () => {});
  return element;
}
