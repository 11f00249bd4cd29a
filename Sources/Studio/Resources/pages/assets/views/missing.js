import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";

/** For an address that is none of the pages'. */
export function missingView() {
  const title = t("missing.title");
  return {
    title,
    element: h(
      "div",
      { class: "page-head" },
      h(
        "div",
        {},
        h("h1", {}, title),
        h("p", {}, t("missing.text")),
        h("p", {}, h("a", { href: "/" }, t("missing.back"))),
      ),
    ),
  };
}
