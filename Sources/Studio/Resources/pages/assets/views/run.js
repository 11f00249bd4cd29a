import { judgement } from "../components/judgement.js";
import { readingSentence } from "../components/reading.js";
import { runControls } from "../components/run-controls.js";
import { configurationDetails, downloadLinks, progressFacts } from "../components/run-facts.js";
import { runFrame } from "../components/run-frame.js";
import { samplePlayer } from "../components/sample-player.js";
import { trainingCurves } from "../components/training-curves.js";
import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow } from "../core/live.js";
import { address, studio } from "../core/studio.js";

/** So many points make a smooth curve; with more, means are fetched. */
const mostPoints = 1200;

/** One run: its drawings, its curves, how it stands, live. */
export function runView({ params, signal }) {
  const build = (run, frame) => livePage(run, frame, signal);
  return { title: params.run, element: runFrame({ run: params.run, page: "training", build, signal }) };
}

function livePage(initial, frame, signal) {
  const name = initial.name;
  let run = initial;
  let latest = initial.latest;
  let measures = [];
  let columns;

  const cellAddress = (place) => `/runs/${encodeURIComponent(name)}/red-pen?of=grid:${place}`;
  const player = samplePlayer({ samples: run.samples, cellAddress, signal });
  const reading = readingSentence();
  const figures = h("div");
  const controls = runControls();
  const curves = trainingCurves();
  const judged = judgement({ run: name, signal });
  const notices = h("ul", { class: "notices", "aria-live": "polite" });
  const connection = h("p", { class: "small soft", role: "status" });
  const failure = h("div");
  const downloads = h("ul", { class: "row downloads" });

  function showRun(next) {
    run = { ...run, secondsLeft: undefined, failure: undefined, best: undefined, evaluated: undefined, ...next };
    frame.showState(run);
    controls.update(run);
    show(failure, run.failure && failureNotice(run.failure));
    show(downloads, downloadLinks(run));
    showFigures();
    judged.update(run);
    if (columns) curves.update(columns, run.best);
  }

  function showFigures() {
    show(figures, progressFacts(run, latest, measures));
  }

  async function describe() {
    const table = await studio.measures(signal);
    measures = table.measures;
    curves.describe(table);
    showFigures();
    await fetchCurves();
  }

  async function fetchCurves() {
    columns = await studio.measurements(name, signal);
    curves.update(columns, run.best);
  }

  /** After a lost connection. */
  async function catchUp() {
    const now = await studio.run(name, signal);
    for (const sample of now.samples) player.add(sample);
    showRun(now);
    await (measures.length ? fetchCurves() : describe());
  }

  /** What fails because the studio is away is fetched at the next connection. */
  async function patiently(work) {
    try {
      await work();
    } catch (error) {
      if (error.name !== "AbortError" && error.code === undefined) throw error;
    }
  }

  function showMeasurement(measurement) {
    latest = measurement;
    Object.assign(run, { step: measurement.step, secondsLeft: measurement.secondsLeft });
    showFigures();
    const last = columns?.step.at(-1) ?? 0;
    if (!columns || measurement.step === last) return;
    // A resumed run may repeat steps.
    if (measurement.step < last || columns.step.length > mostPoints) patiently(fetchCurves);
    append(columns, measurement, measures);
    curves.update(columns, run.best);
  }

  function showEpoch(epoch) {
    if (!columns) return;
    columns.epochs = columns.epochs.filter((one) => one.epoch < epoch.epoch).concat(epoch);
    curves.update(columns, run.best);
  }

  reading.update(run.reading);
  showRun(run);
  patiently(describe);
  follow(address.runEvents(name), {
    handlers: {
      run: showRun,
      measurement: showMeasurement,
      epoch: showEpoch,
      reading: reading.update,
      sample: player.add,
      notice: ({ message }) => notices.append(h("li", { class: "notice" }, message)),
    },
    onOpen: (again) => {
      show(connection);
      if (again) patiently(catchUp);
    },
    onLost: () => show(connection, t("run.connectionLost")),
    signal,
  });

  const now = h("div", { class: "stack" }, reading, figures, controls, failure, connection, notices, curves.first);
  const more = h(
    "div",
    { class: "stack" },
    h("section", {}, h("h2", {}, t("run.downloads")), downloads),
    run.configuration && configurationDetails(run.configuration),
  );
  return h(
    "div",
    {},
    h("div", { class: "columns columns-figure" }, player, now),
    h("div", { class: "columns columns-figure section" }, curves.others, h("div", { class: "stack" }, judged, more)),
  );
}

/** Adds a step's measurement to the columns. What it lacks, or what no earlier step had, is null. */
function append(columns, measurement, measures) {
  const length = columns.step.length;
  for (const key of ["step", "epoch", "time"]) columns[key].push(measurement[key]);
  for (const { key } of measures) {
    if (key in measurement) columns[key] ??= Array.from({ length }, () => null);
    columns[key]?.push(measurement[key] ?? null);
  }
}

function failureNotice(sentence) {
  return h("div", { class: "notice", role: "alert" }, h("h2", {}, t("run.failed")), h("p", {}, sentence));
}
