import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";

const explained = new Set([
  "unreachable",
  "no-such-run",
  "no-such-dataset",
  "no-weights-yet",
  "run-broken",
  "weights-broken",
  "data-missing",
  "training-already",
  "not-stoppable",
  "not-resumable",
  "cannot-start",
  "too-many",
  "busy",
  "timeout",
  "too-slow",
  "too-large",
]);

/** What went wrong, in the reader's language where the code is known, and the server's own sentence. */
export function problemNotice(problem, retry) {
  const known = explained.has(problem.code);
  return h(
    "div",
    { class: "notice", role: "alert" },
    h("h2", {}, known ? t(`problem.${problem.code}`) : t("problem.other")),
    problem.code !== "unreachable" && h("p", { class: "soft" }, problem.message),
    retry && h("button", { class: "button", type: "button", onclick: retry }, t("problem.retry")),
  );
}
