import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { address } from "../core/studio.js";

/**
 * The drawings that a new run learns from: a data set, some of its categories, and a look at it.
 *
 * `fields` and `picture` are elements; `value()` is `{ dataset, categories }`, `categories` undefined for all of them.
 */
export function datasetChoice(datasets, wanted) {
  const picture = h("div", { class: "sheet sheet-square" });
  const categories = h("fieldset", { class: "field" });
  const select = h("select", { id: "dataset", class: "input", onchange: showDataset }, datasets.map(option));
  if (datasets.some(({ id }) => id === wanted)) select.value = wanted;

  function showDataset() {
    const { id, title, categories: all } = datasets.find((one) => one.id === select.value);
    const src = address.datasetSheet(id, { count: 16, columns: 4 });
    show(picture, h("img", { src, alt: t("new.sheetAlt", { title }), width: 458, height: 458 }));
    categories.hidden = all.length < 2;
    show(categories, h("legend", {}, t("new.categories")), h("div", { class: "row" }, all.map(checkbox)));
  }

  function value() {
    const boxes = [...categories.querySelectorAll("input")];
    const checked = boxes.filter((box) => box.checked).map((box) => box.value);
    return { dataset: select.value, categories: checked.length < boxes.length ? checked : undefined };
  }

  showDataset();
  const label = h("label", { for: "dataset" }, t("new.dataset"));
  const hint = h("p", { class: "hint" }, t("new.datasetHint"));
  return { fields: [h("div", { class: "field" }, label, select, hint), categories], picture, value };
}

function option({ id, title, count }) {
  return h("option", { value: id }, t("new.datasetOption", { title, count }));
}

function checkbox({ name }) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", value: name, checked: true }), name);
}
