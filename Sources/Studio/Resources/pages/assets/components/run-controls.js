import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { reportProblem } from "./loading.js";

/** Stop, resume, or train on for more epochs; `element.update(run)`. */
export function runControls() {
  const actions = h("div", { class: "row" });
  const answer = h("div");
  const element = h("div", { class: "stack stack-tight" }, actions, answer);
  let offered;

  /** The button stays down until the run's state changes. */
  async function attempt(button, act) {
    button.disabled = true;
    show(answer);
    try {
      await act();
    } catch (error) {
      button.disabled = false;
      reportProblem(answer, error);
    }
  }

  function stop(run) {
    const onclick = (event) => attempt(event.currentTarget, () => studio.stopRun(run.name));
    return h("button", { class: "button", type: "button", onclick }, t("run.stop"));
  }

  function resume(run) {
    const onclick = (event) => attempt(event.currentTarget, () => studio.resumeRun(run.name, {}));
    return h("button", { class: "button button-primary", type: "button", onclick }, t("run.resume"));
  }

  function trainOn(run) {
    const epochs = h("input", {
      id: "more-epochs",
      class: "input input-short",
      type: "number",
      min: run.epoch + 1,
      step: 1,
      value: run.epoch + 10,
      required: true,
    });
    function onsubmit(event) {
      event.preventDefault();
      attempt(event.submitter, () => studio.resumeRun(run.name, { epochs: Number(epochs.value) }));
    }
    return h(
      "form",
      { class: "row", onsubmit },
      h("button", { class: "button" }, t("run.trainOn")),
      h("label", { for: "more-epochs" }, t("run.upTo")),
      epochs,
      h("span", {}, t("run.epochs")),
    );
  }

  function action(run) {
    if (run.canStop) return stop(run);
    if (run.state === "running") return h("p", { class: "note" }, t("run.elsewhere"));
    if (!run.canResume) return undefined;
    return run.state === "finished" ? trainOn(run) : resume(run);
  }

  element.update = (run) => {
    const wanted = [run.state, run.canStop, run.canResume].join();
    if (wanted === offered) return; // Keeps the focus, and what was typed.
    offered = wanted;
    show(answer);
    show(actions, action(run));
  };
  return element;
}
