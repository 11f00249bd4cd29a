import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { segments } from "./segments.js";

/**
 * Whether the red pen corrects the pixels or, of a generated drawing, its latent.
 *
 * `element.update(along, hasLatent)` shows the choice and what it means.
 */
export function alongChoice({ onChoose }) {
  const element = h("div", { class: "stack stack-tight" });
  const choices = [
    ["pixels", t("pen.alongPixels")],
    ["latent", t("pen.alongLatent")],
  ];
  element.update = (along, hasLatent) => {
    if (!hasLatent) return show(element, h("p", { class: "note" }, t("pen.alongReal")));
    const about = t(along === "latent" ? "pen.alongLatentAbout" : "pen.alongPixelsAbout");
    return show(element, segments(t("pen.along"), choices, along, onChoose), h("p", { class: "note" }, about));
  };
  return element;
}
