import { h, show } from "../core/dom.js";
import { redPenAddress } from "../core/drawing-name.js";
import { number, percent, t } from "../core/i18n.js";
import { Problem } from "../core/http.js";
import { studio } from "../core/studio.js";
import { drawingSheet } from "./drawing.js";
import { reportProblem } from "./loading.js";

const iterations = 300;

/**
 * The generator's closest drawing to one's own, as the search for its latent converges;
 * `element.offer(strokes, { category, weights })`.
 */
export function closestDrawing({ run, signal }) {
  const { imageSize, channels } = run;
  const holder = h("div");
  const bar = h("span");
  const text = h("p", { class: "small soft number", role: "status" });
  const link = h("p", { class: "small" });
  const answer = h("div");
  const button = h("button", {
    class: "button",
    type: "button",
    onclick: () => (searching ? searching.abort() : search()),
  });
  const element = h(
    "section",
    { class: "stack stack-tight" },
    h("div", { class: "row row-apart desk-head" }, h("h2", {}, t("draw.closest")), button),
    h(
      "div",
      { class: "closest" },
      h("div", { class: "stack stack-tight" }, holder, h("div", { class: "progress" }, bar)),
      h("div", { class: "stack stack-tight" }, text, link, answer, h("p", { class: "note" }, t("draw.closestAbout"))),
    ),
  );
  let strokes = [];
  let generator = {};
  let searching;

  function showButton() {
    show(button, t(searching ? "draw.cancel" : "draw.search"));
    button.disabled = !searching && !strokes.length;
  }

  function clear() {
    bar.style.width = "0";
    show(link);
    show(answer);
    show(text, t("draw.closestIdle"));
    show(holder, h("div", { class: "sheet-blank" }));
  }

  function progress({ iteration, distance, pixels }) {
    holder.firstChild.paint(pixels);
    bar.style.width = `${(100 * iteration) / iterations}%`;
    show(text, t("draw.searching", { iteration, iterations, distance: number(distance, 3) }));
  }

  function done(result) {
    progress(result);
    show(text, t("draw.found", { distance: number(result.distance, 3), share: percent(result.probability) }));
    const href = redPenAddress(run.name, result.latent, generator.weights);
    show(link, h("a", { href }, t("draw.questionIt")));
  }

  const handlers = {
    progress,
    done,
    problem: (problem) => {
      throw new Problem(problem);
    },
  };

  async function search() {
    searching = new AbortController();
    showButton();
    clear();
    show(text, t("draw.searchStarts"));
    show(holder, drawingSheet({ imageSize, channels, label: t("draw.closest") }));
    try {
      const { category, weights } = generator;
      const body = { drawing: { strokes, category }, weights, iterations };
      const events = studio.search(run.name, body, AbortSignal.any([searching.signal, signal]));
      for await (const { event, data } of events) handlers[event]?.(data);
    } catch (error) {
      if (error.name === "AbortError" && strokes.length) show(text, t("draw.cancelled"));
      reportProblem(answer, error);
    } finally {
      searching = undefined;
      showButton();
    }
  }

  element.offer = (next, by) => {
    const wasEmpty = !strokes.length;
    strokes = next;
    generator = by;
    if (!strokes.length) {
      searching?.abort();
      clear();
    } else if (wasEmpty) show(text, t("draw.closestReady"));
    showButton();
  };
  clear();
  showButton();
  return element;
}
