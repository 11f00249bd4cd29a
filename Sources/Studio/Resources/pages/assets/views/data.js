import { loading } from "../components/loading.js";
import { noDatasets } from "../components/no-datasets.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { address, studio } from "../core/studio.js";

/** The data sets on this machine. */
export function dataView({ signal }) {
  const title = t("data.title");
  const list = loading({ load: studio.datasets, build: datasetList, skeleton: skeleton(), signal });
  const head = h("header", { class: "page-head" }, h("div", {}, h("h1", {}, title), h("p", {}, t("data.about"))));
  return { title, element: h("div", {}, head, list) };
}

function datasetList({ datasets, downloadable }) {
  const cards = datasets.length ? h("div", { class: "run-cards" }, datasets.map(card)) : noDatasets();
  return h("div", {}, cards, datasets.length > 0 && downloadable.length > 0 && more(downloadable));
}

function more(downloadable) {
  const example = downloadable.find((name) => !name.includes(" "));
  return h(
    "section",
    { class: "section" },
    h("h2", {}, t("data.moreTitle")),
    h("p", { class: "note" }, t("data.more", { count: downloadable.length })),
    h("p", {}, h("code", {}, `atelier data fetch ${example}`)),
  );
}

function card(dataset) {
  const { id, title, reason, kind } = dataset;
  const href = `/data/${encodeURIComponent(id)}`;
  return h(
    "article",
    { class: "run-card" },
    reason
      ? h("div", { class: "sheet-blank sheet-empty" }, t("data.unusable"))
      : h("a", { class: "run-card-picture", href, tabindex: -1, "aria-hidden": "true" }, sheet(id)),
    h(
      "div",
      { class: "run-card-text" },
      h("span", { class: "small soft" }, t(`data.kind.${kind}`)),
      h("h2", {}, reason ? title : h("a", { href }, title)),
      h("p", { class: "small soft number" }, reason ?? summary(dataset)),
    ),
  );
}

function sheet(id) {
  const src = address.datasetSheet(id, { count: 36, columns: 6 });
  return h(
    "div",
    { class: "sheet sheet-square" },
    h("img", { src, alt: "", width: 458, height: 458, loading: "lazy" }),
  );
}

function summary({ count, categories, imageSize }) {
  const parts = [t("data.count", { count })];
  if (categories.length > 1) parts.push(t("runs.categories", { count: categories.length }));
  return [...parts, `${imageSize}×${imageSize}`].join(" · ");
}

function skeleton() {
  const card = () => h("div", { class: "skeleton run-card-skeleton" });
  return h("div", { class: "run-cards" }, Array.from({ length: 3 }, card));
}
