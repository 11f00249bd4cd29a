import { h } from "../core/dom.js";
import { bytes, duration, number, percent, t, words } from "../core/i18n.js";
import { address } from "../core/studio.js";
import { facts } from "./facts.js";

/** Numbers as their unit asks for; see /api/measures. */
const texts = {
  number: (value) => number(value, 2),
  share: percent,
  imagesPerSecond: (value) => number(Math.round(value)),
  bytes,
};

/**
 * How far a run is, and what no chart shows of it.
 *
 * @param latest The newest measurement, if any.
 * @param measures The table of what runs measure.
 */
export function progressFacts(run, latest, measures) {
  const of = (value, total) => total !== undefined && t("run.of", { value, total });
  const left = run.secondsLeft === undefined ? "–" : duration(run.secondsLeft);
  return facts([
    [t("run.epoch"), of(run.epoch, run.totalEpochs)],
    [t("run.step"), of(run.step, run.totalSteps)],
    [t("run.timeLeft"), run.state === "running" && left],
    [t("run.imagesSeen"), latest && number(latest.imagesSeen)],
    ...measures.filter(({ chart, key }) => !chart && latest?.[key] !== undefined).map(fact),
  ]);

  function fact({ key, name, unit }) {
    return [capitalised(words(name)), texts[unit](latest[key])];
  }
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** All settings of a run, folded away. */
export function configurationDetails(configuration) {
  const text = (value) => (Array.isArray(value) ? value.join(", ") || "–" : String(value));
  const pairs = Object.entries(configuration).map(([key, value]) => [key, text(value)]);
  return h("details", {}, h("summary", {}, t("run.configuration")), facts(pairs, "settings"));
}

/** What can be taken away from a run: its numbers, its configuration, its film. */
export function downloadLinks(run) {
  const links = [
    [address.measurements(run.name), t("run.numbers")],
    [address.configuration(run.name), t("run.configurationFile")],
    [run.film, t("run.film")],
  ];
  const present = links.filter(([href]) => href);
  return present.map(([href, text]) => h("li", {}, h("a", { class: "button", href, download: "" }, text)));
}
