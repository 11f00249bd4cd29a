import { loading, reportProblem } from "../components/loading.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { address, studio } from "../core/studio.js";

/** Settings that a first look may want to change; all others are the preset's. */
const settings = [
  { key: "epochs", min: 1, step: 1 },
  { key: "maxImages", min: 1, step: 1 },
  { key: "batchSize", min: 1, step: 1 },
  { key: "learningRate", min: 0, max: 1, step: "any" },
  { key: "width", min: 1, step: 1 },
  { key: "imageSize", min: 16, max: 128, step: 4 },
  { key: "seed", min: 0, step: 1 },
];

/** The form that starts a run. */
export function newRunView({ query, signal, go }) {
  const title = t("new.title");
  const form = loading({
    load: (abort) => Promise.all([studio.datasets(abort), studio.presets(abort)]),
    build: ([{ datasets }, { presets }]) => {
      const usable = datasets.filter(({ reason }) => !reason);
      return usable.length ? newRunForm(usable, presets, query.get("dataset"), go) : noDatasets();
    },
    signal,
  });
  return { title, element: h("div", {}, h("header", { class: "page-head" }, h("div", {}, h("h1", {}, title), h("p", {}, t("new.about")))), form) };
}

function noDatasets() {
  return h("div", { class: "notice" }, h("h2", {}, t("data.emptyTitle")), h("p", {}, t("data.emptyText")), h("p", {}, h("code", {}, "atelier data fetch cat")));
}

function newRunForm(datasets, presets, wanted, go) {
  const answer = h("div");
  const submit = h("button", { class: "button button-primary" }, t("new.start"));
  const waiting = h("span", { class: "soft", role: "status" });
  const picture = h("div", { class: "sheet sheet-square" });
  const categories = h("fieldset", { class: "field" });
  const fields = h("div", { class: "fields" });

  const dataset = h(
    "select",
    { id: "dataset", class: "input", onchange: showDataset },
    datasets.map(({ id, title, count }) => h("option", { value: id }, t("new.datasetOption", { title, count }))),
  );
  if (datasets.some(({ id }) => id === wanted)) dataset.value = wanted;
  const name = h("input", { id: "name", class: "input", maxlength: 60, autocomplete: "off" });

  function showDataset() {
    const { id, title, categories: all } = datasets.find((one) => one.id === dataset.value);
    show(picture, h("img", { src: address.datasetSheet(id, { count: 16, columns: 4 }), alt: t("new.sheetAlt", { title }), width: 458, height: 458 }));
    categories.hidden = all.length < 2;
    show(
      categories,
      h("legend", {}, t("new.categories")),
      h("div", { class: "row" }, all.map((one) => h("label", { class: "check" }, h("input", { type: "checkbox", name: "category", value: one.name, checked: true }), one.name))),
    );
  }

  const presetOptions = ["quick", "tutorial"].map((one) =>
    h(
      "label",
      { class: "option" },
      h("input", { type: "radio", name: "preset", value: one, checked: one === "quick", onchange: showDefaults }),
      h("strong", {}, t(`new.preset.${one}`)),
      h("small", {}, t(`new.presetAbout.${one}`)),
    ),
  );
  const chosenPreset = () => form.elements.preset.value;

  function showDefaults() {
    const defaults = presets.find((one) => one.name === chosenPreset()).settings;
    for (const { key } of settings) form.elements[key].placeholder = defaults[key] ?? t("new.ownDefault");
  }

  show(
    fields,
    settings.map(({ key, ...limits }) =>
      h("div", { class: "field" }, h("label", { for: key }, t(`setting.${key}`)), h("input", { id: key, name: key, class: "input", type: "number", inputmode: "decimal", ...limits })),
    ),
  );

  function chosenCategories() {
    const boxes = [...categories.querySelectorAll("input")];
    const checked = boxes.filter((box) => box.checked).map((box) => box.value);
    return checked.length < boxes.length ? checked : undefined;
  }

  function changedSettings() {
    const filled = settings.filter(({ key }) => form.elements[key].value !== "");
    return Object.fromEntries(filled.map(({ key }) => [key, Number(form.elements[key].value)]));
  }

  async function start(event) {
    event.preventDefault();
    show(answer);
    const chosen = chosenCategories();
    if (chosen?.length === 0) return show(answer, h("p", { class: "notice", role: "alert" }, t("new.noCategory")));
    submit.disabled = true;
    show(waiting, t("new.starting"));
    try {
      const run = await studio.startRun({
        dataset: dataset.value,
        categories: chosen,
        preset: chosenPreset(),
        name: name.value.trim() || undefined,
        settings: changedSettings(),
      });
      return go(`/runs/${encodeURIComponent(run.name)}`);
    } catch (error) {
      submit.disabled = false;
      show(waiting);
      return reportProblem(answer, error);
    }
  }

  const form = h(
    "form",
    { class: "columns new-run", onsubmit: start },
    h(
      "div",
      { class: "stack" },
      h("div", { class: "field" }, h("label", { for: "dataset" }, t("new.dataset")), dataset, h("p", { class: "hint" }, t("new.datasetHint"))),
      categories,
      h("fieldset", { class: "field" }, h("legend", {}, t("new.preset")), h("div", { class: "options" }, presetOptions)),
      h("div", { class: "field" }, h("label", { for: "name" }, t("new.name")), name, h("p", { class: "hint" }, t("new.nameHint"))),
      h("details", {}, h("summary", {}, t("new.settings")), fields),
      h("div", { class: "row" }, submit, waiting),
      answer,
    ),
    h("figure", { class: "captioned new-run-picture" }, picture, h("figcaption", {}, t("new.sheetCaption"))),
  );
  showDataset();
  showDefaults();
  return form;
}
