import { h, show } from "../core/dom.js";
import { duration, number, t } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { short } from "./judgement.js";
import { reportProblem } from "./loading.js";

/** How soon each run was how near to real drawings, and the settings that differ: the answer of /api/comparison. */
export function toldComparison({ runs, milestones, settings }) {
  const reached = (one) => (one ? t("compare.reached", { epoch: one.epoch, time: duration(one.seconds) }) : "–");
  return h(
    "div",
    {},
    h(
      "section",
      { class: "section stack stack-tight" },
      h("h2", {}, t("compare.milestones")),
      milestones.length
        ? table(
            [t("compare.distance"), ...runs],
            milestones.map((one) => [number(one.distance, Number.isInteger(one.distance) ? 0 : 1), ...one.reached.map(reached)]),
          )
        : h("p", { class: "note" }, t("compare.noMilestones")),
      milestones.length > 0 && h("p", { class: "note" }, t("compare.milestonesAbout")),
    ),
    h(
      "section",
      { class: "section stack stack-tight" },
      h("h2", {}, t("compare.settings")),
      settings.length
        ? table(
            [t("compare.setting"), ...runs],
            settings.map(({ setting, values }) => [setting, ...values]),
          )
        : h("p", { class: "note" }, t("compare.sameSettings")),
    ),
  );
}

/** What is found of drawings of each run, beside the same real ones; judged on request, for it takes seconds. */
export function judgedComparison({ names, signal }) {
  const region = h("div", { class: "stack stack-tight", "aria-live": "polite" });
  const button = h("button", { class: "button", type: "button", onclick: judge }, t("compare.judge"));

  async function judge() {
    button.disabled = true;
    show(region, h("p", { class: "small soft", role: "status" }, t("judged.judging")));
    try {
      show(region, metrics(await studio.compare(names, signal)));
    } catch (error) {
      reportProblem(region, error, judge);
    } finally {
      button.disabled = false;
    }
  }

  return h(
    "section",
    { class: "stack stack-tight" },
    h("div", { class: "row row-apart desk-head" }, h("h2", {}, t("compare.judged")), button),
    h("p", { class: "note" }, t("compare.judgedAbout")),
    region,
  );
}

function metrics({ runs, judge, count, metrics: rows }) {
  const cell = ({ values, best, differs }, place) => {
    const { value, standardError } = values[place];
    const remark = place === best ? "compare.best" : differs[place] ? undefined : "compare.noDifference";
    return [`${short(value)} ± ${short(standardError)}`, remark && h("small", { class: "soft" }, ` ${t(remark)}`)];
  };
  return [
    table(
      [t("judged.figure"), ...runs],
      rows.map((row) => [t(`compare.metric.${row.metric}`), ...runs.map((_, place) => cell(row, place))]),
    ),
    h("p", { class: "note" }, t("compare.judgedBy", { judge, count })),
  ];
}

function table([corner, ...heads], rows) {
  return h(
    "div",
    { class: "table-scroll" },
    h(
      "table",
      { class: "table" },
      h(
        "thead",
        {},
        h("tr", {}, h("th", { scope: "col" }, corner), heads.map((head) => h("th", { scope: "col" }, head))),
      ),
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
