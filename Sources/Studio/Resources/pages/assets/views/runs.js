import { runCard } from "../components/run-card.js";
import { loading } from "../components/loading.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow } from "../core/live.js";
import { address, studio } from "../core/studio.js";

/** All runs, the newest first, live. */
export function runsView({ signal }) {
  const element = h(
    "div",
    {},
    h(
      "header",
      { class: "page-head" },
      h("div", {}, h("h1", {}, t("runs.title")), h("p", {}, t("runs.about"))),
      h("a", { class: "button button-primary", href: "/new" }, t("runs.new")),
    ),
    loading({
      load: (abort) => studio.runs(abort),
      build: ({ runs }) => liveList(runs, signal),
      skeleton: skeleton(),
      signal,
    }),
  );
  return { title: t("runs.title"), element };
}

function liveList(runs, signal) {
  const region = h("div");
  const cards = new Map();

  function add(run) {
    const card = runCard(run);
    cards.get(run.name)?.replaceWith(card);
    const isNew = !cards.has(run.name);
    cards.set(run.name, card);
    return isNew;
  }

  function showAll(all) {
    cards.clear();
    all.forEach(add);
    arrange();
  }

  function arrange() {
    const sorted = [...cards].sort(([one], [other]) => other.localeCompare(one, "en", { numeric: true }));
    show(
      region,
      sorted.length
        ? h(
            "div",
            { class: "run-cards" },
            sorted.map(([, card]) => card),
          )
        : empty(),
    );
  }

  showAll(runs);
  follow(address.runsEvents, {
    handlers: {
      runs: (data) => showAll(data.runs),
      run: (run) => add(run) && arrange(),
      removed: ({ name }) => {
        cards.delete(name);
        arrange();
      },
    },
    signal,
  });
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
  return h(
    "div",
    { class: "run-cards" },
    Array.from({ length: 3 }, () => h("div", { class: "skeleton run-card-skeleton" })),
  );
}
