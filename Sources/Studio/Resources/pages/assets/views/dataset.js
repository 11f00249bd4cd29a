import { contactSheet } from "../components/contact-sheet.js";
import { inkStatistics } from "../components/ink-statistics.js";
import { loading } from "../components/loading.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { studio } from "../core/studio.js";

/** One data set: its drawings, counts and ink. In the address: `seed`, of the sheet, and `category`. */
export function datasetView({ params, query, signal }) {
  const id = params.dataset;
  const body = loading({
    load: (abort) => studio.dataset(id, abort),
    build: (dataset) => page(dataset, query),
    signal,
  });
  return { title: id, element: h("div", {}, body) };
}

function page(dataset, query) {
  return h(
    "div",
    {},
    head(dataset),
    contactSheet({
      dataset,
      seed: Number(query.get("seed") ?? 0),
      category: query.get("category") ?? "",
      onChange: ({ seed, category }) => rememberInAddress({ seed: seed || null, category }),
    }),
    h(
      "section",
      { class: "section" },
      h("h2", {}, t("data.ink")),
      h("p", { class: "note" }, t("data.inkAbout", { count: dataset.sampled })),
      h(
        "div",
        { class: "inks" },
        dataset.statistics.map((statistic) => inkStatistics(statistic, dataset)),
      ),
    ),
  );
}

function head({ id, title, count, categories }) {
  const parts = [t("data.count", { count })];
  if (categories.length > 1) parts.push(t("runs.categories", { count: categories.length }));
  return h(
    "header",
    { class: "page-head" },
    h(
      "div",
      {},
      h("p", { class: "crumb small" }, h("a", { href: "/data" }, t("nav.data"))),
      h("h1", {}, title),
      h("p", { class: "number" }, parts.join(" · ")),
    ),
    h("a", { class: "button button-primary", href: `/new?dataset=${encodeURIComponent(id)}` }, t("data.train")),
  );
}
