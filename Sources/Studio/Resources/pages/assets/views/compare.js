import { comparedCurves } from "../components/compared-curves.js";
import { judgedComparison, toldComparison } from "../components/compared-figures.js";
import { loading } from "../components/loading.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { replacing } from "../core/signals.js";
import { address, studio } from "../core/studio.js";

const most = 6;
const drawingsInARow = 12;

/**
 * Runs side by side: drawings, curves, how soon each was how good, and the settings that differ.
 *
 * In the address: `run`, the name of each.
 */
export function compareView({ query, signal }) {
  const title = t("compare.title");
  const build = ({ runs }) => comparing(runs, query.getAll("run"), signal);
  return {
    title,
    element: h(
      "div",
      {},
      h("header", { class: "page-head" }, h("div", {}, h("h1", {}, title), h("p", {}, t("compare.about")))),
      loading({ load: studio.runs, build, signal }),
    ),
  };
}

function comparing(runs, wanted, signal) {
  const known = runs.filter(({ hasWeights, state }) => hasWeights && state !== "broken");
  const chosen = new Set(wanted.filter((name) => known.some((run) => run.name === name)).slice(0, most));
  const nextRequest = replacing(signal);
  const region = h("div", { "aria-live": "polite" });

  function choose(name, isChosen) {
    if (isChosen) chosen.add(name);
    else chosen.delete(name);
    rememberInAddress({ run: [...chosen] });
    for (const box of list.querySelectorAll("input")) box.disabled = !box.checked && chosen.size === most;
    showChosen();
  }

  function showChosen() {
    const compared = known.filter(({ name }) => chosen.has(name));
    if (compared.length < 2) return show(region, h("p", { class: "note section" }, t("compare.choose")));
    return show(region, sideBySide(compared, nextRequest()));
  }

  const list = h(
    "fieldset",
    { class: "field" },
    h("legend", {}, t("compare.runs")),
    h(
      "div",
      { class: "row" },
      known.map(({ name }) => {
        const onchange = ({ target }) => choose(name, target.checked);
        return h("label", { class: "check" }, h("input", { type: "checkbox", checked: chosen.has(name), onchange }), name);
      }),
    ),
  );
  showChosen();
  return h("div", {}, known.length ? list : h("p", { class: "note" }, t("compare.none")), region);
}

function sideBySide(runs, signal) {
  const names = runs.map(({ name }) => name);
  return h(
    "div",
    {},
    h("section", { class: "section stack stack-tight" }, h("h2", {}, t("compare.drawings")), runs.map(drawings)),
    h(
      "div",
      { class: "section columns columns-even" },
      comparedCurves({ names, signal }),
      judgedComparison({ names, signal }),
    ),
    loading({ load: (abort) => studio.comparison(names, abort), build: toldComparison, signal }),
  );
}

/** A row of drawings of one run, of the same latents where these are of one size. */
function drawings({ name }) {
  const src = address.drawingsPicture(name, { count: drawingsInARow, columns: drawingsInARow });
  return h(
    "figure",
    { class: "stack stack-tight" },
    h("figcaption", { class: "small" }, h("a", { href: `/runs/${encodeURIComponent(name)}` }, name)),
    h("div", { class: "sheet" }, h("img", { src, alt: t("compare.drawingsAlt", { count: drawingsInARow, name }) })),
  );
}
