import { loading } from "../components/loading.js";
import { newRunForm } from "../components/new-run-form.js";
import { noDatasets } from "../components/no-datasets.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { studio } from "../core/studio.js";

/** Starts a run. In the address: `dataset`, the id of the one chosen at first. */
export function newRunView({ query, signal, go }) {
  const title = t("new.title");
  const form = loading({
    load: (abort) => Promise.all([studio.datasets(abort), studio.presets(abort), studio.settings(abort)]),
    build: ([{ datasets }, { presets }, { settings }]) => {
      const usable = datasets.filter(({ reason }) => !reason);
      if (!usable.length) return noDatasets();
      const onStarted = (run) => go(`/runs/${encodeURIComponent(run.name)}`);
      return newRunForm({ datasets: usable, presets, settings, wanted: query.get("dataset"), onStarted });
    },
    signal,
  });
  const head = h("header", { class: "page-head" }, h("div", {}, h("h1", {}, title), h("p", {}, t("new.about"))));
  return { title, element: h("div", {}, head, form) };
}
