import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";

/** running, finished, interrupted, failed or broken. */
export function stateBadge(state) {
  return h("span", { class: `state state-${state}` }, t(`state.${state}`));
}
