import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { address } from "../core/studio.js";

/**
 * The drawings that a new run learns from: a data set, some of its categories, and a look at it.
 *
 * `fields` and `picture` are elements; `value()` is `{ dataset, categories }`, `categories` undefined for all of them. None
 * ticked means all, so that one of many is one click away.
 */
export function datasetChoice(datasets, wanted) {
  const picture = h("div", { class: "sheet sheet-square" });
  const categories = h("fieldset", { class: "field" });
  const select = h("select", { id: "dataset", class: "input", onchange: showDataset }, datasets.map(option));
  if (datasets.some(({ id }) => id === wanted)) select.value = wanted;

  function ticked() {
    return [...categories.querySelectorAll("input:checked")].map((box) => box.value);
  }

  function chosen() {
    return datasets.find(({ id }) => id === select.value);
  }

  function showDataset() {
    const { categories: all } = chosen();
    const hint = h("p", { class: "hint" }, t("new.categoriesHint"));
    const boxes = h(
      "div",
      { class: "row" },
      all.map((one) => checkbox(one, showSheet)),
    );
    categories.hidden = all.length < 2;
    show(categories, h("legend", {}, t("new.categories")), boxes, hint);
    showSheet();
  }

  function showSheet() {
    const [category, ...others] = ticked();
    const only = others.length ? undefined : category;
    const src = address.datasetSheet(select.value, { count: 16, columns: 4, category: only });
    const alt = t("new.sheetAlt", { title: only ?? chosen().title });
    show(picture, h("img", { src, alt, width: 458, height: 458 }));
  }

  function value() {
    const wantedCategories = ticked();
    return { dataset: select.value, categories: wantedCategories.length ? wantedCategories : undefined };
  }

  showDataset();
  const label = h("label", { for: "dataset" }, t("new.dataset"));
  const hint = h("p", { class: "hint" }, t("new.datasetHint"));
  return { fields: [h("div", { class: "field" }, label, select, hint), categories], picture, value };
}

function option({ id, title, count }) {
  return h("option", { value: id }, t("new.datasetOption", { title, count }));
}

function checkbox({ name }, onchange) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", value: name, onchange }), name);
}
