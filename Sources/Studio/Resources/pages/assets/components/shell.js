import { inward } from "../core/base.js";
import { h, show } from "../core/dom.js";
import { chooseLanguage, language, languageChoices, t } from "../core/i18n.js";

const sections = [
  { href: "/", label: "nav.runs", holds: (path) => path === "/" || path === "/new" || path.startsWith("/runs/") },
  { href: "/data", label: "nav.data", holds: (path) => path.startsWith("/data") },
];

/** What stands around every page: name, navigation, language. `main` holds the page; `refresh()` follows the address. */
export function shell({ onLanguage }) {
  const main = h("main", { id: "main", tabindex: -1 });
  const head = h("header", { class: "site-head" });
  const foot = h("footer", { class: "site-foot" });
  const skip = h("a", { class: "skip-link", href: "#main" });
  document.body.replaceChildren(skip, head, main, foot);

  function refresh() {
    document.documentElement.lang = language();
    show(skip, t("nav.skip"));
    show(head, wordmark(), navigation(), languageSwitch(onLanguage));
    show(foot, h("span", {}, t("foot.local")), h("a", { href: "/api/openapi.json" }, t("foot.api")));
  }

  const focusLanguage = () => head.querySelector(".language").focus();
  return { main, refresh, focusLanguage };
}

function wordmark() {
  const picture = h("img", { src: "/assets/images/icon.svg", alt: "", width: 28, height: 28 });
  return h("a", { class: "wordmark", href: "/" }, picture, "Atelier");
}

function navigation() {
  const link = ({ href, label, holds }) => {
    const current = holds(inward(location.pathname) ?? "") ? "true" : undefined;
    return h("a", { class: "pen-link", href, "aria-current": current }, t(label));
  };
  return h("nav", { class: "site-nav", "aria-label": t("nav.label") }, sections.map(link));
}

function languageSwitch(onLanguage) {
  const [other, name] = languageChoices().find(([tag]) => tag !== language());
  function onclick() {
    chooseLanguage(other);
    onLanguage();
  }
  return h("button", { class: "language", type: "button", lang: other, onclick }, name);
}
