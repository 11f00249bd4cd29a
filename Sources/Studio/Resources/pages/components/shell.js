import { h, show } from "../core/dom.js";
import { chooseLanguage, language, languageChoices, t } from "../core/i18n.js";

/** What stands around every page: name, navigation, language; `frame.main` holds the page. */
export function shell({ onLanguage }) {
  const main = h("main", { id: "main", tabindex: -1 });
  const head = h("header", { class: "site-head" });
  const foot = h("footer", { class: "site-foot" });
  const skip = h("a", { class: "skip-link", href: "#main" });
  document.body.replaceChildren(skip, head, main, foot);

  const sections = [
    ["/", t.bind(null, "nav.runs"), (path) => path === "/" || path.startsWith("/runs") || path === "/new"],
    ["/data", t.bind(null, "nav.data"), (path) => path.startsWith("/data")],
  ];

  function refresh() {
    document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
    show(skip, t("nav.skip"));
    const [other, name] = languageChoices().find(([tag]) => tag !== language());
    show(
      head,
      h("a", { class: "wordmark", href: "/" }, h("img", { src: "/assets/images/icon.svg", alt: "", width: 28, height: 28 }), "Atelier"),
      h(
        "nav",
        { class: "site-nav", "aria-label": t("nav.label") },
        sections.map(([href, label, isHere]) => h("a", { class: "pen-link", href, "aria-current": isHere(location.pathname) ? "true" : undefined }, label())),
      ),
      h("button", { class: "language", type: "button", lang: other === "zh" ? "zh-CN" : "en", onclick: () => (chooseLanguage(other), onLanguage()) }, name),
    );
    show(foot, h("span", {}, t("foot.local")), h("a", { href: "/api/openapi.json" }, t("foot.api")));
  }

  return { main, refresh };
}
