import { h } from "../core/dom.js";

/** Names and values: `[["Speed", "1,840 images/s"], …]`; those without a value are left out. */
export function facts(pairs, style = "facts") {
  return h(
    "dl",
    { class: style },
    pairs
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
