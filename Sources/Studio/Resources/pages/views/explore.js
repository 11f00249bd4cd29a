import { copyLink } from "../components/copy-link.js";
import { drawingPicker } from "../components/drawing-picker.js";
import { loading, reportProblem } from "../components/loading.js";
import { morphFrames, morphPlayer } from "../components/morph-player.js";
import { runFrame } from "../components/run-frame.js";
import { walk } from "../components/walk.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { address, studio } from "../core/studio.js";

const count = 24;

/**
 * What the generator can draw: latents by seed, and the way between two of them.
 *
 * In the address: `seed`; `from` and `to`, the names of two latents; `at`, the frame between them.
 */
export function exploreView({ params, query, signal }) {
  const build = () => latents(params.run, query, signal);
  return { title: `${t("tab.explore")} · ${params.run}`, element: runFrame({ run: params.run, page: "explore", build, signal }) };
}

function latents(run, query, signal) {
  const seed = Number(query.get("seed") ?? 0);
  const shown = {
    seed,
    from: query.get("from") ?? `${seed}:0`,
    to: query.get("to") ?? `${seed}:7`,
    at: Number(query.get("at") ?? 0),
  };
  let next = "from";
  let picker;
  let asking = new AbortController();

  const seedField = h("input", { id: "seed", class: "input input-short", type: "number", min: 0, max: Number.MAX_SAFE_INTEGER, step: 1, value: seed, onchange: () => seedField.checkValidity() && chooseSeed(Number(seedField.value)) });
  const tiles = h("div", { class: "picker-region" });
  const sheetLink = h("span");
  const answer = h("div");
  const hint = h("p", { class: "note", role: "status" });
  const player = morphPlayer({ run, signal, onMove: (at) => ((shown.at = at), rememberInAddress({ at: at || null })) });
  const film = walk({ run });

  function remember() {
    rememberInAddress({ seed: shown.seed, from: shown.from, to: shown.to, at: shown.at || null });
  }

  async function morph() {
    asking.abort();
    asking = new AbortController();
    const { from, to } = shown;
    try {
      const result = await studio.morph(run, { from, to, frames: morphFrames }, AbortSignal.any([asking.signal, signal]));
      show(answer);
      player.hidden = false;
      player.update({ from, to, answer: result, at: shown.at });
    } catch (error) {
      if (error.name !== "AbortError") player.hidden = true;
      reportProblem(answer, error, morph);
    }
  }

  function choose({ id }) {
    shown[next] = id;
    shown.at = 0;
    next = next === "from" ? "to" : "from";
    showChoice();
    remember();
    morph();
  }

  function showChoice() {
    picker?.select(shown.from === shown.to ? { [shown.from]: "A" } : { [shown.from]: "A", [shown.to]: "B" });
    show(hint, t(next === "from" ? "explore.chooseFirst" : "explore.chooseSecond"));
  }

  function chooseSeed(value) {
    Object.assign(shown, { seed: value, from: `${value}:0`, to: `${value}:7`, at: 0 });
    next = "from";
    seedField.value = value;
    remember();
    showSeed();
    morph();
  }

  function showSeed() {
    show(
      tiles,
      loading({
        load: (abort) => studio.drawings(run, { seed: shown.seed, count }, abort),
        build: ({ imageSize, channels, drawings }) => {
          const items = drawings.map(({ latent, pixels }) => ({ id: latent, pixels, label: t("drawing.generated", { latent }) }));
          picker = drawingPicker({ items, imageSize, channels, label: t("explore.drawings"), onChoose: choose });
          showChoice();
          return picker;
        },
        skeleton: h("div", { class: "skeleton skeleton-explore" }),
        signal,
      }),
    );
    show(sheetLink, h("a", { class: "button", href: address.drawingsPicture(run, { seed: shown.seed, count, columns: 6 }), download: "" }, t("explore.sheetPng")));
    film.update(shown.seed);
    showChoice();
  }

  showSeed();
  morph();
  return h(
    "div",
    {},
    h("p", { class: "lead" }, t("explore.about")),
    h(
      "div",
      { class: "columns columns-explore" },
      h(
        "section",
        { class: "stack stack-tight" },
        h("h2", {}, t("explore.latents")),
        h(
          "div",
          { class: "row" },
          h("label", { for: "seed" }, t("explore.seed")),
          seedField,
          h("button", { class: "button", type: "button", onclick: () => chooseSeed(Math.floor(Math.random() * 1e6)) }, t("explore.another")),
        ),
        hint,
        tiles,
        h("div", { class: "row" }, sheetLink, copyLink()),
      ),
      h("section", { class: "stack stack-tight" }, h("h2", {}, t("explore.morph")), h("p", { class: "note" }, t("explore.morphAbout")), answer, player),
      film,
    ),
  );
}
