import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { address } from "../core/studio.js";

const rows = 8;
const columns = matchMedia("(max-width: 40rem)").matches ? 6 : 12;
const count = rows * columns;

/**
 * Drawings of a data set, chosen by chance; of one category if wished, and others on request.
 *
 * @param onChange Called with the `{ seed, category }` that is shown.
 */
export function contactSheet({ dataset, seed, category, onChange }) {
  const { id, title, categories } = dataset;
  const sheet = h("div", { class: "sheet" });
  const select = h(
    "select",
    { id: "category", class: "input input-fit", onchange: showSheet },
    h("option", { value: "" }, t("data.allCategories")),
    categories.map(({ name }) => h("option", { value: name }, name)),
  );
  select.value = category;

  function showSheet() {
    const of = select.value;
    const src = address.datasetSheet(id, { seed, count, columns, category: of || undefined });
    show(
      sheet,
      h("img", {
        src,
        alt: t("data.sheetAlt", { count, title: of || title }),
        width: columns * 58 + 2,
        height: rows * 58 + 2,
      }),
    );
    onChange({ seed, category: of });
  }

  function showOthers() {
    seed += 1;
    showSheet();
  }

  showSheet();
  return h(
    "section",
    {},
    h(
      "div",
      { class: "row row-apart sheet-head" },
      h("h2", {}, t("data.sheet")),
      h(
        "div",
        { class: "row" },
        categories.length > 1 && [
          h("label", { class: "visually-hidden", for: "category" }, t("data.category")),
          select,
        ],
        h("button", { class: "button", type: "button", onclick: showOthers }, t("data.others")),
      ),
    ),
    sheet,
  );
}
