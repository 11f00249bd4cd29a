import { h, show } from "../core/dom.js";
import { t, words } from "../core/i18n.js";
import { studio } from "../core/studio.js";
import { datasetChoice } from "./dataset-choice.js";
import { reportProblem } from "./loading.js";

const presetNames = ["quick", "fine", "best", "tutorial"];

/**
 * The form that starts a run.
 *
 * @param presets `[{ name, settings }]`, for what a setting is when its field stays empty.
 * @param settings The table of /api/settings.
 * @param wanted The id of the data set chosen at first.
 */
export function newRunForm({ datasets, presets, settings, wanted, onStarted }) {
  const drawings = datasetChoice(datasets, wanted);
  const name = h("input", { id: "name", class: "input", maxlength: 60, autocomplete: "off" });
  const submit = h("button", { class: "button button-primary" }, t("new.start"));
  const waiting = h("span", { class: "soft", role: "status" });
  const answer = h("div");
  const form = h(
    "form",
    { class: "columns new-run", onsubmit: start },
    h(
      "div",
      { class: "stack" },
      drawings.fields,
      presetChoice(showDefaults),
      h(
        "div",
        { class: "field" },
        h("label", { for: "name" }, t("new.name")),
        name,
        h("p", { class: "hint" }, t("new.nameHint")),
      ),
      h("details", {}, h("summary", {}, t("new.settings")), h("div", { class: "fields" }, settings.map(settingField))),
      h("div", { class: "row" }, submit, waiting),
      answer,
    ),
    h("figure", { class: "captioned" }, drawings.picture, h("figcaption", {}, t("new.sheetCaption"))),
  );

  function showDefaults() {
    const defaults = presets.find((one) => one.name === form.elements.preset.value).settings;
    for (const { key, empty } of settings) form.elements[key].placeholder = defaults[key] ?? words(empty);
  }

  function changedSettings() {
    const filled = settings.filter(({ key }) => form.elements[key].value !== "");
    return Object.fromEntries(filled.map(({ key }) => [key, Number(form.elements[key].value)]));
  }

  async function start(event) {
    event.preventDefault();
    show(answer);
    submit.disabled = true;
    show(waiting, t("new.starting"));
    const own = {
      preset: form.elements.preset.value,
      name: name.value.trim() || undefined,
      settings: changedSettings(),
    };
    try {
      return onStarted(await studio.startRun({ ...drawings.value(), ...own }));
    } catch (error) {
      submit.disabled = false;
      show(waiting);
      return reportProblem(answer, error);
    }
  }

  showDefaults();
  return form;
}

function presetChoice(onchange) {
  const option = (value, place) =>
    h(
      "label",
      { class: "option" },
      h("input", { type: "radio", name: "preset", value, checked: place === 0, onchange }),
      h("strong", {}, t(`new.preset.${value}`)),
      h("small", {}, t(`new.presetAbout.${value}`)),
    );
  const options = h("div", { class: "options" }, presetNames.map(option));
  return h("fieldset", { class: "field" }, h("legend", {}, t("new.preset")), options);
}

function settingField({ key, label, schema }) {
  const limits = {
    min: schema.minimum ?? schema.exclusiveMinimum,
    max: schema.maximum ?? schema.exclusiveMaximum,
    step: schema.multipleOf ?? (schema.type === "integer" ? 1 : "any"),
  };
  const input = h("input", { id: key, name: key, class: "input", type: "number", inputmode: "decimal", ...limits });
  return h("div", { class: "field" }, h("label", { for: key }, words(label)), input);
}
