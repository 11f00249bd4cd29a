import { loading } from "../components/loading.js";
import { runCard } from "../components/run-card.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow } from "../core/live.js";
import { address, studio } from "../core/studio.js";

/** All runs, the newest first, live. */
export function runsView({ signal }) {
  const title = t("runs.title");
  const head = h(
    "header",
    { class: "page-head" },
    h("div", {}, h("h1", {}, title), h("p", {}, t("runs.about"))),
    h(
      "div",
      { class: "row" },
      h("a", { class: "button", href: "compare" }, t("runs.compare")),
      h("a", { class: "button button-primary", href: "/new" }, t("runs.new")),
    ),
  );
  const build = ({ runs }) => liveList(runs, signal);
  return { title, element: h("div", {}, head, loading({ load: studio.runs, build, skeleton: skeleton(), signal })) };
}

function liveList(runs, signal) {
  const region = h("div");
  const cards = new Map();

  function arrange() {
    const sorted = [...cards.keys()].sort((one, other) => other.localeCompare(one, "en", { numeric: true }));
    const list = () =>
      h(
        "div",
        { class: "run-cards" },
        sorted.map((name) => cards.get(name)),
      );
    show(region, sorted.length ? list() : empty());
  }

  function showRun(run) {
    const isNew = !cards.has(run.name);
    if (isNew) cards.set(run.name, runCard(run.name));
    cards.get(run.name).update(run);
    if (isNew) arrange();
  }

  function remove({ name }) {
    cards.delete(name);
    arrange();
  }

  function showAll({ runs: all }) {
    const names = new Set(all.map(({ name }) => name));
    for (const name of cards.keys()) if (!names.has(name)) cards.delete(name);
    all.forEach(showRun);
    arrange();
  }

  showAll({ runs });
  follow(address.runsEvents, { handlers: { runs: showAll, run: showRun, removed: remove }, signal });
  return region;
}

function empty() {
  return h(
    "div",
    { class: "empty" },
    h("div", { class: "sheet sheet-square empty-sheet", "aria-hidden": "true" }),
    h(
      "div",
      {},
      h("h2", {}, t("runs.emptyTitle")),
      h("p", { class: "soft" }, t("runs.emptyText")),
      h("a", { class: "button button-primary", href: "/new" }, t("runs.new")),
    ),
  );
}

function skeleton() {
  const card = () => h("div", { class: "skeleton run-card-skeleton" });
  return h("div", { class: "run-cards" }, Array.from({ length: 3 }, card));
}
