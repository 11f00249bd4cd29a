import { h, show } from "../core/dom.js";
import { ago, number, percent, t, words } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { reportProblem } from "./loading.js";

/** Whether a finding is good news. */
const levels = { good: "good", improving: "good", settled: "info", toldApart: "watch", worse: "watch" };

/**
 * How good the drawings of a run are: the verdict of those that were judged last, its figures and pictures, and a button that
 * has them judged.
 *
 * `element.update(run)` shows what is new.
 */
export function judgement({ run: name, signal }) {
  const found = h("div", { class: "stack stack-tight", "aria-live": "polite" });
  const answer = h("div");
  const button = h("button", { class: "button", type: "button", onclick: judge });
  const status = h("p", { class: "small soft", role: "status" });
  const element = h(
    "section",
    { class: "stack stack-tight judgement" },
    h("div", { class: "row row-apart desk-head" }, h("h2", {}, t("judged.title")), button),
    status,
    answer,
    found,
  );
  let run = {};
  let shown;
  let isJudging = false;

  function showButton() {
    show(button, t(shown === undefined ? "judged.judge" : "judged.again"));
    button.disabled = isJudging || !run.hasWeights;
    show(status, isJudging && t("judged.judging"));
  }

  function showFound(judged) {
    shown = judged.time;
    show(found, verdict(judged), figures(judged.evaluation), pictures(judged.pictures));
    showButton();
  }

  async function judge() {
    isJudging = true;
    showButton();
    try {
      showFound(await studio.evaluate(name, signal));
      show(answer);
    } catch (error) {
      reportProblem(answer, error, judge);
    } finally {
      isJudging = false;
      showButton();
    }
  }

  async function fetchFound() {
    try {
      showFound(await studio.evaluation(name, signal));
      show(answer);
    } catch (error) {
      reportProblem(answer, error, fetchFound);
    }
  }

  element.update = (next) => {
    const isNew = next.evaluated !== undefined && next.evaluated !== run.evaluated && next.evaluated !== shown;
    run = next;
    if (isNew && !isJudging) fetchFound();
    else if (shown === undefined) show(found, h("p", { class: "note" }, t("judged.none")));
    showButton();
  };
  return element;
}

function verdict({ time, isOutdated, evaluation }) {
  const { count, heldOutCount, trainingCount, opinions, verdict: findings } = evaluation;
  const beside =
    heldOutCount > 0
      ? t("judged.besideHeldOut", { count, real: heldOutCount })
      : t("judged.besideTraining", { count, real: trainingCount });
  return [
    findings.map(({ kind, sentence }) =>
      h("p", { class: `reading reading-${levels[kind] ?? "bad"}` }, words(sentence)),
    ),
    h("p", { class: "note" }, `${beside} ${t("judged.by", { judge: opinions[0].judge, time: ago(time) })}`),
    isOutdated && h("p", { class: "note" }, t("judged.outdated")),
  ];
}

/** What each sentence rests on, beside what real drawings come to. */
function figures({ opinions, variety, copies }) {
  const [first] = opinions;
  const estimate = ({ value, standardError }) => `${short(value)} ± ${short(standardError)}`;
  const rows = [
    ...opinions.map(({ judge, frechetDistance: { estimate: found, real } }) => [
      t("judged.distance", { judge }),
      estimate(found),
      short(real),
    ]),
    [t("judged.kernelDistance"), estimate(first.kernelDistance.estimate), short(first.kernelDistance.real)],
    [t("judged.accuracy"), percent(first.accuracy.value), percent(0.5)],
    ...["density", "coverage", "precision", "recall"].map((key) => [
      t(`judged.${key}`),
      short(first.scores[key]),
      short(first.realScores[key]),
    ]),
    first.outliers && [t("judged.outliers"), percent(first.outliers.fake), percent(first.outliers.real)],
    ...first.categories
      .slice(0, 4)
      .map(({ name, shares }) => [t("judged.takenFor", { name }), percent(shares.fake), percent(shares.real)]),
    [t("judged.kinds"), short(variety.kinds), short(variety.realKinds)],
    [t("judged.twins"), percent(variety.duplicates.share), percent(variety.duplicates.expected)],
    [t("judged.nearOne"), percent(copies.nearOne.share), percent(copies.nearOne.expected)],
    copies.nearerToTraining && [
      t("judged.nearerToTraining"),
      percent(copies.nearerToTraining.share),
      percent(copies.nearerToTraining.expected),
    ],
  ].filter(Boolean);
  const head = ["judged.figure", "judged.generated", "judged.real"];
  return h(
    "details",
    {},
    h("summary", {}, t("judged.figures")),
    h(
      "table",
      { class: "table" },
      h("thead", {}, h("tr", {}, head.map((key) => h("th", { scope: "col" }, t(key))))),
      h(
        "tbody",
        {},
        rows.map(([title, ...values]) =>
          h("tr", {}, h("th", { scope: "row" }, title), values.map((value) => h("td", { class: "number" }, value))),
        ),
      ),
    ),
  );
}

/** Fetched when they are asked for. */
function pictures({ nearest, convincing }) {
  const figure = (src, key) =>
    src &&
    h(
      "figure",
      { class: "stack stack-tight" },
      h("div", { class: "sheet" }, h("img", { src, alt: t(`${key}Alt`), loading: "lazy" })),
      h("figcaption", { class: "note" }, t(key)),
    );
  const content = h("div", { class: "stack" });
  const details = h("details", {}, h("summary", {}, t("judged.pictures")), content);
  details.addEventListener("toggle", () => {
    if (details.open) show(content, figure(convincing, "judged.convincing"), figure(nearest, "judged.nearest"));
  });
  return (nearest || convincing) && details;
}

/** Three digits or so. */
export function short(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  return number(value, size < 0.01 ? 4 : size < 10 ? 2 : 1);
}
