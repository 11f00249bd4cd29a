import { h, show } from "../core/dom.js";
import { drawingTitle, nameOfReal, redPenAddress } from "../core/drawing-name.js";
import { number, t } from "../core/i18n.js";
import { debounced } from "../core/signals.js";
import { studio } from "../core/studio.js";
import { drawingSheet } from "./drawing.js";
import { reportProblem } from "./loading.js";

const count = 6;
const pauseMilliseconds = 350;

/** The training drawings that are nearest to one's own; `element.offer(strokes)` says what to look for. */
export function nearestDrawings({ run, signal }) {
  const list = h("ol", { class: "tiles nearest" });
  const about = h("p", { class: "note number" });
  const answer = h("div");
  const head = h("div", { class: "row desk-head" }, h("h2", {}, t("draw.nearest")));
  const element = h("section", { class: "stack stack-tight" }, head, list, about, answer);
  let wanted = [];

  function item({ real, category, distance, pixels }, { imageSize, channels }) {
    const name = nameOfReal(real);
    const label = `${drawingTitle(name)}, ${category}`;
    const sheet = drawingSheet({ imageSize, channels, pixels, label });
    return h(
      "li",
      {},
      h("a", { href: redPenAddress(run.name, name), title: t("samples.question") }, sheet),
      h("span", { class: "small soft number" }, number(distance, 2)),
    );
  }

  function clear() {
    const blank = () => h("li", {}, h("div", { class: "sheet-blank" }), h("span", { class: "small" }, "\u00a0"));
    show(list, Array.from({ length: count }, blank));
    show(about, t("draw.nearestIdle"));
  }

  const find = debounced(pauseMilliseconds, signal, async (strokes) => {
    try {
      const found = await studio.nearest(run.name, { drawing: { strokes }, count }, signal);
      if (!wanted.length) return;
      show(answer);
      show(
        list,
        found.drawings.map((one) => item(one, found)),
      );
      show(about, t("draw.nearestAbout", { count: found.searched }));
    } catch (error) {
      reportProblem(answer, error, () => find(strokes));
    }
  });

  element.offer = (strokes) => {
    wanted = strokes;
    if (strokes.length) find(strokes);
    else clear();
  };
  clear();
  return element;
}
