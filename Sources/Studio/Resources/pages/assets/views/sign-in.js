import { problemNotice } from "../components/problem-notice.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { studio } from "../core/studio.js";

/** Asks for the token of a studio that is served to other machines. */
export function signInView({ onSignedIn }) {
  const title = t("signIn.title");
  const token = h("input", {
    id: "token",
    class: "input",
    type: "password",
    autocomplete: "current-password",
    required: true,
  });
  const answer = h("div");

  async function signIn(event) {
    event.preventDefault();
    try {
      await studio.signIn(token.value);
      onSignedIn();
    } catch (problem) {
      show(
        answer,
        problem.code === "unauthorized"
          ? h("p", { class: "notice", role: "alert" }, t("signIn.wrong"))
          : problemNotice(problem),
      );
    }
  }

  return {
    title,
    element: h(
      "form",
      { class: "stack narrow", onsubmit: signIn },
      h("div", {}, h("h1", {}, title), h("p", { class: "soft" }, t("signIn.text"))),
      h("div", { class: "field" }, h("label", { for: "token" }, t("signIn.token")), token),
      h("div", {}, h("button", { class: "button button-primary" }, t("signIn.enter"))),
      answer,
    ),
  };
}
