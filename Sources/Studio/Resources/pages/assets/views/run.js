import { readingSentence } from "../components/reading.js";
import { runControls } from "../components/run-controls.js";
import { configurationDetails, downloadLinks, progressFacts } from "../components/run-facts.js";
import { runFrame } from "../components/run-frame.js";
import { samplePlayer } from "../components/sample-player.js";
import { lossCurves, probabilityCurves } from "../components/training-curves.js";
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
  let columns;

  const cellAddress = (place) => `/runs/${encodeURIComponent(name)}/red-pen?of=grid:${place}`;
  const player = samplePlayer({ samples: run.samples, cellAddress, signal });
  const reading = readingSentence();
  const figures = h("div");
  const controls = runControls();
  const losses = lossCurves();
  const probabilities = probabilityCurves();
  const notices = h("ul", { class: "notices", "aria-live": "polite" });
  const connection = h("p", { class: "small soft", role: "status" });
  const failure = h("div");
  const downloads = h("ul", { class: "row downloads" });

  function showRun(next) {
    run = { ...run, secondsLeft: undefined, failure: undefined, ...next };
    frame.showState(run);
    controls.update(run);
    show(failure, run.failure && failureNotice(run.failure));
    show(downloads, downloadLinks(run));
    show(figures, progressFacts(run, latest));
  }

  function showCurves() {
    losses.update(columns);
    probabilities.update(columns);
  }

  async function fetchCurves() {
    columns = await studio.measurements(name, signal);
    showCurves();
  }

  /** After a lost connection. */
  async function catchUp() {
    const now = await studio.run(name, signal);
    for (const sample of now.samples) player.add(sample);
    showRun(now);
    await fetchCurves();
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
    show(figures, progressFacts(run, latest));
    const last = columns?.step.at(-1) ?? 0;
    if (!columns || measurement.step === last) return;
    // A resumed run may repeat steps.
    if (measurement.step < last || columns.step.length > mostPoints) patiently(fetchCurves);
    for (const [key, values] of Object.entries(columns)) if (key in measurement) values.push(measurement[key]);
    showCurves();
  }

  reading.update(run.reading);
  showRun(run);
  patiently(fetchCurves);
  follow(address.runEvents(name), {
    handlers: {
      run: showRun,
      measurement: showMeasurement,
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

  const now = h("div", { class: "stack" }, reading, figures, controls, failure, connection, notices, probabilities);
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
    h("div", { class: "columns columns-figure section" }, losses, more),
  );
}

function failureNotice(sentence) {
  return h("div", { class: "notice", role: "alert" }, h("h2", {}, t("run.failed")), h("p", {}, sentence));
}
