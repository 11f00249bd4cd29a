import { h, show } from "../core/dom.js";
import { duration, number, percent, t } from "../core/i18n.js";

/** The sentence that reads the curves; `element.update(reading)`. */
export function readingSentence() {
  const element = h("p", { class: "reading", "aria-live": "polite" });
  element.update = (reading) => {
    element.className = `reading reading-${reading?.level ?? "info"}`;
    if (!reading) return show(element, t("reading.none"));
    const { realProbability, fakeProbability, variety, seconds, before, now, step, needed } = reading.numbers;
    const { bestEpoch, bestDistance, bestError, epoch, distance, error } = reading.numbers;
    const values = {
      real: realProbability === undefined ? "" : percent(realProbability),
      fake: fakeProbability === undefined ? "" : percent(fakeProbability),
      variety: variety === undefined ? "" : percent(variety),
      time: seconds === undefined ? "" : duration(seconds),
      before: before === undefined ? "" : number(before, 2),
      now: now === undefined ? "" : number(now, 2),
      step,
      needed,
      bestEpoch,
      epoch,
      best: bestDistance === undefined ? "" : `${number(bestDistance, 1)} ± ${number(bestError, 1)}`,
      distance: distance === undefined ? "" : `${number(distance, 1)} ± ${number(error, 1)}`,
    };
    return show(element, t(`reading.${reading.key}`, values), h("small", {}, t(`advice.${reading.key}`, values)));
  };
  element.update();
  return element;
}
