import { loading } from "../components/loading.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { address, studio } from "../core/studio.js";

/** The data sets on this machine. */
export function dataView({ signal }) {
  const title = t("data.title");
  const list = loading({ load: studio.datasets, build: datasetList, skeleton: skeleton(), signal });
  return { title, element: h("div", {}, h("header", { class: "page-head" }, h("div", {}, h("h1", {}, title), h("p", {}, t("data.about")))), list) };
}

function datasetList({ datasets, downloadable }) {
  const more = downloadable.length > 0 && h("section", { class: "section" }, h("h2", {}, t("data.moreTitle")), h("p", { class: "note" }, t("data.more", { count: downloadable.length })), h("p", {}, h("code", {}, `atelier data fetch ${downloadable[0]}`)));
  const cards = datasets.length
    ? h("div", { class: "run-cards" }, datasets.map(card))
    : h("div", { class: "notice" }, h("h2", {}, t("data.emptyTitle")), h("p", {}, t("data.emptyText")));
  return h("div", {}, cards, more);
}

function card(dataset) {
  const { id, title, count, reason, categories, imageSize, kind } = dataset;
  const href = `/data/${encodeURIComponent(id)}`;
  const picture = reason
    ? h("div", { class: "sheet-blank sheet-empty" }, t("data.unusable"))
    : h("div", { class: "sheet sheet-square" }, h("img", { src: address.datasetSheet(id, { count: 36, columns: 6 }), alt: "", width: 458, height: 458, loading: "lazy" }));
  return h(
    "article",
    { class: "run-card" },
    reason ? picture : h("a", { class: "run-card-picture", href, tabindex: -1, "aria-hidden": "true" }, picture),
    h(
      "div",
      { class: "run-card-text" },
      h("span", { class: "small soft" }, t(`data.kind.${kind}`)),
      h("h2", {}, reason ? title : h("a", { href }, title)),
      h("p", { class: "small soft number" }, reason ?? [t("data.count", { count }), categories.length > 1 && t("runs.categories", { count: categories.length }), `${imageSize}×${imageSize}`].filter(Boolean).join(" · ")),
    ),
  );
}

function skeleton() {
  return h("div", { class: "run-cards" }, Array.from({ length: 3 }, () => h("div", { class: "skeleton run-card-skeleton" })));
}
