import { h } from "../core/dom.js";

let groups = 0;

/** A choice between a few: `segments("Drawings", [["generated", "Generated"], …], "generated", (value) => …)`. */
export function segments(label, choices, chosen, onChoose) {
  groups += 1;
  const name = `segments-${groups}`;
  return h(
    "div",
    { class: "segments", role: "radiogroup", "aria-label": label },
    choices.map(([value, text]) =>
      h(
        "label",
        {},
        h("input", {
          type: "radio",
          name,
          value,
          checked: value === chosen,
          onchange: () => onChoose(value),
        }),
        text,
      ),
    ),
  );
}
