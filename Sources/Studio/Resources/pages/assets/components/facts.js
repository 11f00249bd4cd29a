import { h } from "../core/dom.js";

/** Names and values: `[["Speed", "1,840 images/s"], …]`; those without a value are left out. */
export function facts(pairs, style = "facts") {
  const present = pairs.filter(([, value]) => value !== undefined && value !== false);
  return h(
    "dl",
    { class: style },
    present.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
