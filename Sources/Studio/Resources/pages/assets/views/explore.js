import { generatorAddress, generatorChoice, generatorInAddress } from "../components/generator-choice.js";
import { reportProblem } from "../components/loading.js";
import { morphFrames, morphPlayer } from "../components/morph-player.js";
import { runFrame } from "../components/run-frame.js";
import { seedDrawings } from "../components/seed-drawings.js";
import { walk } from "../components/walk.js";
import { h, show } from "../core/dom.js";
import { nameOfLatent } from "../core/drawing-name.js";
import { t } from "../core/i18n.js";
import { rememberInAddress } from "../core/router.js";
import { replacing } from "../core/signals.js";
import { studio } from "../core/studio.js";

/** Of a new seed's drawings these are A and B until others are chosen. */
const firstPlaces = { from: 0, to: 7 };

/**
 * What the generator can draw: latents by seed, and the way between two of them.
 *
 * In the address: `seed`; `from` and `to`, the names of two latents; `at`, the frame between them; `category` and `weights`,
 * what is drawn by which generator.
 */
export function exploreView({ params, query, signal }) {
  const build = (run) => exploring(run, query, signal);
  return {
    title: `${t("tab.explore")} · ${params.run}`,
    element: runFrame({ run: params.run, page: "explore", build, signal }),
  };
}

function exploring(run, query, signal) {
  const chosen = generatorInAddress(run, query);
  const first = ofSeed(Number(query.get("seed") ?? 0), chosen.category);
  const shown = {
    ...first,
    ...chosen,
    from: query.get("from") ?? first.from,
    to: query.get("to") ?? first.to,
    at: Number(query.get("at") ?? 0),
  };
  const nextRequest = replacing(signal);
  const answer = h("div");
  const drawings = seedDrawings({
    run,
    onChoose: choose,
    onSeed: (value) => change(ofSeed(value, shown.category)),
    signal,
  });
  const film = walk({ run: run.name });
  const player = morphPlayer({
    run: run.name,
    onMove: (at) => {
      shown.at = at;
      remember();
    },
    signal,
  });

  function remember() {
    const { seed, from, to, at } = shown;
    rememberInAddress({ seed, from, to, at: at || null, ...generatorAddress(run, shown) });
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
    film.update(shown);
    morph();
  }

  async function morph() {
    const { from, to, at, weights } = shown;
    player.ariaBusy = "true";
    try {
      const way = await studio.morph(run.name, { from, to, weights, frames: morphFrames }, nextRequest());
      show(answer);
      player.hidden = false;
      player.update({ from, to, way, at, weights });
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
    generatorChoice({ run, chosen: shown, onChoose: change }),
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

function ofSeed(seed, category) {
  const name = (place) => nameOfLatent(`${seed}:${place}`, category);
  return { seed, from: name(firstPlaces.from), to: name(firstPlaces.to), at: 0, next: "from" };
}
