import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { drawingSheet } from "./drawing.js";
import { penLegend, penMarks, penSwitch } from "./pen-marks.js";

/** A drawing as the discriminator sees it, with its red pen; `element.update(critique)`, or nothing. */
export function seenDrawing() {
  const marks = penMarks();
  const holder = h("div");
  const element = h(
    "section",
    { class: "stack stack-tight" },
    h("div", { class: "row row-apart desk-head" }, h("h2", {}, t("draw.seen")), penSwitch(marks)),
    holder,
    penLegend(),
  );
  let sheet;

  function clear() {
    sheet = undefined;
    show(holder, h("div", { class: "sheet-blank sheet-empty" }, t("draw.seenEmpty")));
  }

  element.update = (critique) => {
    if (!critique) return clear();
    const { imageSize, channels, states } = critique;
    if (!sheet) {
      sheet = drawingSheet({ imageSize, channels, label: t("draw.seen") });
      sheet.append(marks);
      show(holder, sheet);
    }
    sheet.paint(states[0].pixels);
    return marks.mark(states[0], imageSize, channels);
  };
  clear();
  return element;
}
