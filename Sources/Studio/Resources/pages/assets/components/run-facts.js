import { h } from "../core/dom.js";
import { bytes, duration, number, t } from "../core/i18n.js";
import { address } from "../core/studio.js";
import { facts } from "./facts.js";

/** How far a run is and how fast; `latest` is its newest measurement, if any. */
export function progressFacts(run, latest) {
  const of = (value, total) => total !== undefined && t("run.of", { value, total });
  const left = run.secondsLeft === undefined ? "–" : duration(run.secondsLeft);
  return facts([
    [t("run.epoch"), of(run.epoch, run.totalEpochs)],
    [t("run.step"), of(run.step, run.totalSteps)],
    [t("run.timeLeft"), run.state === "running" && left],
    [t("run.speed"), latest && t("run.imagesPerSecond", { n: Math.round(latest.imagesPerSecond) })],
    [t("run.imagesSeen"), latest && number(latest.imagesSeen)],
    [t("run.memory"), latest && bytes(latest.residentBytes)],
  ]);
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
