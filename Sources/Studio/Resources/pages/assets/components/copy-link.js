import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";

/** Copies the page's address, which reproduces what is shown; of a run in training, until its next weights are saved. */
export function copyLink({ isTraining }) {
  const status = h("span", { class: "small soft", role: "status" });
  const field = h("input", {
    class: "input",
    readonly: true,
    hidden: true,
    "aria-label": t("link.address"),
    onfocus: () => field.select(),
  });

  async function copy() {
    try {
      await navigator.clipboard.writeText(location.href);
      show(status, t(isTraining ? "link.copiedInTraining" : "link.copied"));
    } catch {
      // No clipboard here (plain http on another machine): the address is shown to copy by hand.
      field.value = location.href;
      field.hidden = false;
      field.focus();
    }
  }

  return h(
    "div",
    { class: "row" },
    h("button", { class: "button", type: "button", onclick: copy }, t("link.copy")),
    status,
    field,
  );
}
