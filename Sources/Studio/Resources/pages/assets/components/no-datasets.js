import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";

/** For a machine on which there is nothing to learn from. */
export function noDatasets() {
  return h(
    "div",
    { class: "notice" },
    h("h2", {}, t("data.emptyTitle")),
    h("p", {}, t("data.emptyText")),
    h("p", {}, h("code", {}, "atelier data fetch cat")),
  );
}
