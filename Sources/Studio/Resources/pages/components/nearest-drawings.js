import { h, show } from "../core/dom.js";
import { number, t } from "../core/i18n.js";
import { drawingSheet } from "./drawing.js";

const count = 6;

/** The training drawings that are nearest to one's own; `element.update(answer)`, or nothing. */
export function nearestDrawings({ run }) {
  const list = h("ol", { class: "tiles nearest" });
  const about = h("p", { class: "note number" });
  const element = h("section", { class: "stack stack-tight" }, h("div", { class: "desk-head row" }, h("h2", {}, t("draw.nearest"))), list, about);

  function item({ real, category, distance, pixels }, shape) {
    const name = t("drawing.real", { index: real });
    return h(
      "li",
      {},
      h("a", { href: `/runs/${encodeURIComponent(run)}/red-pen?of=real:${real}`, title: t("samples.question") }, drawingSheet({ ...shape, pixels, label: `${name}, ${category}` })),
      h("span", { class: "small soft number" }, number(distance, 2)),
    );
  }

  element.update = (answer) => {
    show(
      list,
      answer
        ? answer.drawings.map((one) => item(one, answer))
        : Array.from({ length: count }, () => h("li", {}, h("div", { class: "sheet-blank" }), h("span", { class: "small" }, "\u00a0"))),
    );
    show(about, answer ? t("draw.nearestAbout", { count: answer.searched }) : t("draw.nearestIdle"));
  };
  element.update();
  return element;
}

nearestDrawings.count = count;
