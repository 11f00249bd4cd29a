import { reportProblem } from "../components/loading.js";
import { morphFrames, morphPlayer } from "../components/morph-player.js";
import { runFrame } from "../components/run-frame.js";
import { seedDrawings } from "../components/seed-drawings.js";
import { walk } from "../components/walk.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { replacing } from "../core/signals.js";
import { studio } from "../core/studio.js";

/** Of a new seed's drawings these are A and B until others are chosen. */
const firstPlaces = { from: 0, to: 7 };

/**
 * What the generator can draw: latents by seed, and the way between two of them.
 *
 * In the address: `seed`; `from` and `to`, the names of two latents; `at`, the frame between them.
 */
export function exploreView({ params, query, signal }) {
  const build = ({ state }) => exploring(params.run, state === "running", query, signal);
  return {
    title: `${t("tab.explore")} · ${params.run}`,
    element: runFrame({ run: params.run, page: "explore", build, signal }),
  };
}

function exploring(run, isTraining, query, signal) {
  const seed = Number(query.get("seed") ?? 0);
  const shown = {
    ...ofSeed(seed),
    from: query.get("from") ?? ofSeed(seed).from,
    to: query.get("to") ?? ofSeed(seed).to,
    at: Number(query.get("at") ?? 0),
  };
  const nextRequest = replacing(signal);
  const answer = h("div");
  const drawings = seedDrawings({ run, isTraining, onChoose: choose, onSeed: (value) => change(ofSeed(value)), signal });
  const film = walk({ run });
  const player = morphPlayer({
    run,
    onMove: (at) => {
      shown.at = at;
      remember();
    },
    signal,
  });

  function remember() {
    rememberInAddress({ seed: shown.seed, from: shown.from, to: shown.to, at: shown.at || null });
  }

  function choose(latent) {
    const other = shown.next === "from" ? "to" : "from";
    change({ [shown.next]: latent, next: other, at: 0 });
  }

  function change(values) {
    Object.assign(shown, values);
    remember();
    showAll();
  }

  function showAll() {
    drawings.update(shown);
    film.update(shown.seed);
    morph();
  }

  async function morph() {
    const { from, to, at } = shown;
    player.ariaBusy = "true";
    try {
      const way = await studio.morph(run, { from, to, frames: morphFrames }, nextRequest());
      show(answer);
      player.hidden = false;
      player.update({ from, to, way, at });
    } catch (error) {
      if (error.name === "AbortError") return; // Another one is on its way.
      player.hidden = true;
      reportProblem(answer, error, morph);
    }
    player.ariaBusy = "false";
  }

  showAll();
  return h(
    "div",
    {},
    h("p", { class: "lead" }, t("explore.about")),
    h(
      "div",
      { class: "columns columns-explore" },
      drawings,
      h(
        "section",
        { class: "stack stack-tight" },
        h("h2", {}, t("explore.morph")),
        h("p", { class: "note" }, t("explore.morphAbout")),
        answer,
        player,
      ),
      film,
    ),
  );
}

function ofSeed(seed) {
  return { seed, from: `${seed}:${firstPlaces.from}`, to: `${seed}:${firstPlaces.to}`, at: 0, next: "from" };
}
