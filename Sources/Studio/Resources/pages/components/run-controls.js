import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { reportProblem } from "./loading.js";

/** Stop, resume, or train on for more epochs; `element.update(run)`. */
export function runControls() {
  const actions = h("div", { class: "row" });
  const answer = h("div");
  const element = h("div", { class: "stack stack-tight" }, actions, answer);
  let kind;

  function button(label, style, act) {
    return h("button", { class: `button ${style}`, type: "button", onclick: (event) => attempt(event.currentTarget, act) }, label);
  }

  /** The button stays down until the run's state changes. */
  async function attempt(pressed, act) {
    pressed.disabled = true;
    show(answer);
    try {
      await act();
    } catch (error) {
      pressed.disabled = false;
      reportProblem(answer, error);
    }
  }

  function trainOn(run) {
    const epochs = h("input", { id: "more-epochs", class: "input input-short", type: "number", min: run.epoch + 1, step: 1, value: run.epoch + 10, required: true });
    return h(
      "form",
      { class: "row", onsubmit: (event) => (event.preventDefault(), attempt(event.submitter, () => studio.resumeRun(run.name, { epochs: Number(epochs.value) }))) },
      h("button", { class: "button" }, t("run.trainOn")),
      h("label", { for: "more-epochs" }, t("run.upTo")),
      epochs,
      h("span", {}, t("run.epochs")),
    );
  }

  element.update = (run) => {
    const wanted = [run.state, run.canStop, run.canResume].join();
    if (wanted === kind) return; // Keeps the focus and what was typed.
    kind = wanted;
    show(answer);
    if (run.canStop) show(actions, button(t("run.stop"), "", () => studio.stopRun(run.name)));
    else if (run.canResume && run.state === "interrupted") show(actions, button(t("run.resume"), "button-primary", () => studio.resumeRun(run.name, {})));
    else if (run.canResume && run.state === "finished") show(actions, trainOn(run));
    else show(actions, run.state === "running" && h("p", { class: "note" }, t("run.elsewhere")));
  };
  return element;
}
