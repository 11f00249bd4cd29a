import { h, show } from "../core/dom.js";
import { number, percent, t } from "../core/i18n.js";

/** What the discriminator thinks of one drawing; `element.update({ probability, logit })`, or nothing while unknown. */
export function verdict() {
  const value = h("p", { class: "verdict-value" });
  const mark = h("span", { class: "verdict-mark" });
  const sentence = h("p", { class: "note" });
  const element = h(
    "div",
    { class: "verdict" },
    h("h2", {}, t("verdict.title")),
    h("div", { "aria-live": "polite" }, value, sentence),
    h("div", { class: "verdict-scale", "aria-hidden": "true" }, mark),
    h(
      "div",
      { class: "scale-ends", "aria-hidden": "true" },
      h("span", {}, t("verdict.generated")),
      h("span", {}, t("verdict.real")),
    ),
  );
  element.update = (score) => {
    mark.hidden = !score;
    value.classList.toggle("verdict-unknown", !score);
    show(value, score ? percent(score.probability) : "–");
    show(
      sentence,
      score
        ? t("verdict.sentence", { share: percent(score.probability), logit: number(score.logit, 2) })
        : t("verdict.none"),
    );
    if (score) mark.style.left = `${score.probability * 100}%`;
  };
  element.update();
  return element;
}
