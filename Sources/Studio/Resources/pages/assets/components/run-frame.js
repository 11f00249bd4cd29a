import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow } from "../core/live.js";
import { address, studio } from "../core/studio.js";
import { loading } from "./loading.js";
import { stateBadge } from "./state-badge.js";

const pages = ["training", "red-pen", "draw", "explore"];

/**
 * One of the pages about a run: its name, how it stands, the tabs, and what `build(run, frame)` makes of it. Where the run is
 * broken, or the page needs networks that are not saved yet, it says so instead.
 *
 * @param build May call `frame.showState(run)` when the state changes.
 */
export function runFrame({ run, page, build, signal }) {
  const base = `/runs/${encodeURIComponent(run)}`;
  const state = h("span", { class: "run-state" });
  const frame = { showState: (value) => show(state, stateBadge(value.state)) };
  const needsWeights = page !== "training";
  const needsDiscriminator = page === "red-pen" || page === "draw";

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

  function content(value) {
    frame.showState(value);
    if (value.state === "broken") return broken(value);
    if (needsWeights && !value.hasWeights) return waiting(value);
    if (needsDiscriminator && !value.hasDiscriminator) return generatorAlone();
    return build(value, frame);
  }

  /** The page appears by itself when the first epoch has ended. */
  function waiting(value) {
    const region = h(
      "div",
      { class: "notice" },
      h("h2", {}, t("problem.no-weights-yet")),
      h("p", { class: "soft" }, t("run.waiting")),
    );
    const arrived = new AbortController();
    const done = AbortSignal.any([arrived.signal, signal]);
    follow(address.runEvents(value.name), {
      handlers: {
        run: (next) => {
          frame.showState(next);
          if (!next.hasWeights) return;
          arrived.abort();
          region.replaceWith(build({ ...value, ...next }, frame));
        },
      },
      signal: done,
    });
    return region;
  }

  return h(
    "div",
    {},
    h(
      "header",
      { class: "run-head" },
      h("p", { class: "crumb" }, h("a", { href: "/" }, t("nav.runs"))),
      h("div", { class: "run-title" }, h("h1", {}, run), state),
      h("nav", { class: "tabs", "aria-label": t("tab.label") }, pages.map(tab)),
    ),
    loading({ load: (abort) => studio.run(run, abort), build: content, skeleton: skeleton(), signal }),
  );
}

function generatorAlone() {
  return h("div", { class: "notice" }, h("p", {}, t("run.generatorAlone")));
}

function broken(run) {
  return h(
    "div",
    { class: "notice", role: "alert" },
    h("h2", {}, t("run.broken")),
    h("p", {}, run.reason),
    h("p", { class: "soft" }, t("run.brokenAbout")),
  );
}

function skeleton() {
  return h(
    "div",
    { class: "columns columns-figure" },
    h("div", { class: "skeleton skeleton-square" }),
    h("div", { class: "skeleton skeleton-block" }),
  );
}
