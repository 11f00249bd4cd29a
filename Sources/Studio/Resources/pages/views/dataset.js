import { inkStatistics } from "../components/ink-statistics.js";
import { loading } from "../components/loading.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { address, studio } from "../core/studio.js";

const drawings = 96;
const columns = 12;

/** One data set: its drawings, counts and ink. In the address: `seed`, of the sheet, and `category`. */
export function datasetView({ params, query, signal }) {
  const id = params.dataset;
  const body = loading({ load: (abort) => studio.dataset(id, abort), build: (dataset) => page(dataset, query), signal });
  return { title: id, element: h("div", {}, body) };
}

function page(dataset, query) {
  const { id, title, count, categories, statistics } = dataset;
  const shown = { seed: Number(query.get("seed") ?? 0), category: query.get("category") ?? "" };
  const sheet = h("div", { class: "sheet contact-sheet" });

  const choice = h(
    "select",
    { id: "category", class: "input input-fit", onchange: () => ((shown.category = choice.value), showSheet()) },
    h("option", { value: "" }, t("data.allCategories")),
    categories.map(({ name }) => h("option", { value: name }, name)),
  );
  choice.value = shown.category;

  function showSheet() {
    rememberInAddress({ seed: shown.seed || null, category: shown.category });
    const src = address.datasetSheet(id, { seed: shown.seed, count: drawings, columns, category: shown.category || undefined });
    show(sheet, h("img", { src, alt: t("data.sheetAlt", { count: drawings, title: shown.category || title }), width: 698, height: 466 }));
  }

  showSheet();
  return h(
    "div",
    {},
    h(
      "header",
      { class: "page-head" },
      h("div", {}, h("p", { class: "crumb small soft" }, h("a", { href: "/data" }, t("nav.data"))), h("h1", {}, title), h("p", { class: "number" }, [t("data.count", { count }), categories.length > 1 && t("runs.categories", { count: categories.length })].filter(Boolean).join(" · "))),
      h("a", { class: "button button-primary", href: `/new?dataset=${encodeURIComponent(id)}` }, t("data.train")),
    ),
    h(
      "div",
      { class: "row row-apart sheet-head" },
      h("h2", {}, t("data.sheet")),
      h("div", { class: "row" }, categories.length > 1 && [h("label", { class: "visually-hidden", for: "category" }, t("data.category")), choice], h("button", { class: "button", type: "button", onclick: () => ((shown.seed += 1), showSheet()) }, t("data.others"))),
    ),
    sheet,
    h("section", { class: "section" }, h("h2", {}, t("data.ink")), h("p", { class: "note" }, t("data.inkAbout", { count: dataset.sampled })), h("div", { class: "inks" }, statistics.map((one) => inkStatistics(one, { ...dataset, count: categories.find(({ name }) => name === one.category)?.count ?? one.sampled })))),
  );
}
