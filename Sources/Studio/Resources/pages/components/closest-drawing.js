import { h, show } from "../core/dom.js";
import { number, percent, t } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { drawingSheet } from "./drawing.js";
import { reportProblem } from "./loading.js";

const iterations = 300;

/**
 * The generator's closest drawing to one's own, shown while the search for its latent converges.
 *
 * `element.offer(strokes, shape)` says what to search for, or that there is nothing.
 */
export function closestDrawing({ run, signal }) {
  const holder = h("div", { class: "closest-drawing" });
  const text = h("p", { class: "small soft number", role: "status" }, t("draw.closestIdle"));
  const bar = h("span");
  const link = h("p", { class: "small" });
  const answer = h("div");
  const button = h("button", { class: "button", type: "button", disabled: true, onclick: () => (searching ? searching.abort() : search()) });
  const element = h(
    "section",
    { class: "stack stack-tight" },
    h("div", { class: "row row-apart desk-head" }, h("h2", {}, t("draw.closest")), button),
    holder,
    h("div", { class: "progress" }, bar),
    text,
    link,
    answer,
    h("p", { class: "note" }, t("draw.closestAbout")),
  );
  let wanted;
  let searching;

  function showButton() {
    show(button, t(searching ? "draw.cancel" : "draw.search"));
    button.disabled = !searching && !wanted;
  }

  function progress({ iteration, distance, pixels }) {
    holder.firstChild.paint(pixels);
    bar.style.width = `${(100 * iteration) / iterations}%`;
    show(text, t("draw.searching", { iteration, iterations, distance: number(distance, 3) }));
  }

  function done(result) {
    progress(result);
    show(text, t("draw.found", { distance: number(result.distance, 3), share: percent(result.probability) }));
    show(link, h("a", { href: `/runs/${encodeURIComponent(run)}/red-pen?of=${result.latent}` }, t("draw.questionIt")));
  }

  async function search() {
    searching = new AbortController();
    showButton();
    show(answer);
    show(link);
    show(holder, drawingSheet({ ...wanted.shape, label: t("draw.closest") }));
    try {
      const events = studio.search(run, { drawing: { strokes: wanted.strokes }, iterations }, AbortSignal.any([searching.signal, signal]));
      for await (const { event, data } of events) {
        if (event === "progress") progress(data);
        else if (event === "done") done(data);
        else if (event === "problem") reportProblem(answer, Object.assign(new Error(data.detail), data));
      }
    } catch (error) {
      if (error.name === "AbortError" && !signal.aborted) show(text, t("draw.cancelled"));
      reportProblem(answer, error);
    } finally {
      searching = undefined;
      showButton();
    }
  }

  function reset() {
    bar.style.width = "0";
    show(link);
    show(text, t("draw.closestIdle"));
    show(holder, h("div", { class: "sheet-blank" }));
  }

  element.offer = (next) => {
    wanted = next;
    if (!wanted) {
      searching?.abort();
      reset();
    }
    showButton();
  };
  reset();
  showButton();
  return element;
}
