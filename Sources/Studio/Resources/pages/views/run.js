import { facts } from "../components/facts.js";
import { readingSentence } from "../components/reading.js";
import { runControls } from "../components/run-controls.js";
import { runFrame } from "../components/run-frame.js";
import { samplePlayer } from "../components/sample-player.js";
import { lossCurves, probabilityCurves } from "../components/training-curves.js";
import { h, show } from "../core/dom.js";
import { bytes, duration, number, t } from "../core/i18n.js";
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
  let columns;
  let latest = initial.latest;

  const player = samplePlayer({ samples: run.samples, cellAddress: (place) => `/runs/${encodeURIComponent(name)}/red-pen?of=grid:${place}`, signal });
  const reading = readingSentence();
  const figures = h("div");
  const controls = runControls();
  const losses = lossCurves();
  const probabilities = probabilityCurves();
  const notices = h("ul", { class: "notices", "aria-live": "polite" });
  const connection = h("p", { class: "small soft connection", role: "status" });
  const downloads = h("ul", { class: "row downloads" });

  function showFigures() {
    show(figures, facts(runningFigures(run, latest)));
  }

  function showRun(next) {
    run = { ...run, ...next };
    if (next.secondsLeft === undefined) delete run.secondsLeft;
    frame.showState(run);
    controls.update(run);
    show(downloads, downloadLinks(run));
    showFigures();
  }

  function showCurves() {
    losses.update(columns);
    probabilities.update(columns);
  }

  async function fetchCurves() {
    columns = await studio.measurements(name, signal);
    showCurves();
  }

  async function catchUp() {
    const now = await studio.run(name, signal);
    now.samples.forEach(player.add);
    showRun(now);
    await fetchCurves();
  }

  /** What is missed while the server is away is fetched at the next connection. */
  const unlessGone = (work) => work().catch((error) => error.code !== undefined || error.name === "AbortError" || Promise.reject(error));

  function addMeasurement(measurement) {
    latest = measurement;
    run.secondsLeft = measurement.secondsLeft;
    showFigures();
    if (!columns || measurement.step <= (columns.step.at(-1) ?? -1)) return;
    for (const key of Object.keys(columns)) if (key in measurement) columns[key].push(measurement[key]);
    if (columns.step.length > mostPoints) unlessGone(fetchCurves);
    else showCurves();
  }

  reading.update(run.reading);
  showRun(run);
  unlessGone(fetchCurves);
  follow(address.runEvents(name), {
    handlers: {
      run: showRun,
      measurement: addMeasurement,
      reading: reading.update,
      sample: player.add,
      notice: ({ message }) => notices.append(h("li", { class: "notice" }, message)),
    },
    onOpen: (again) => {
      show(connection);
      if (again) unlessGone(catchUp);
    },
    onLost: () => show(connection, t("run.connectionLost")),
    signal,
  });

  return h(
    "div",
    {},
    h(
      "div",
      { class: "columns columns-figure" },
      player,
      h("div", { class: "stack" }, reading, figures, controls, connection, notices, probabilities),
    ),
    h(
      "div",
      { class: "columns columns-figure section" },
      losses,
      h(
        "div",
        { class: "stack" },
        h("section", {}, h("h2", {}, t("run.downloads")), downloads),
        run.configuration && h("details", {}, h("summary", {}, t("run.configuration")), facts(settings(run.configuration), "settings")),
      ),
    ),
  );
}

function runningFigures(run, latest) {
  const running = run.state === "running";
  return [
    [t("run.epoch"), run.totalEpochs === undefined ? undefined : t("run.of", { value: run.epoch, total: run.totalEpochs })],
    [t("run.step"), run.totalSteps === undefined ? undefined : t("run.of", { value: Math.max(run.step, latest?.step ?? 0), total: run.totalSteps })],
    [t("run.timeLeft"), running ? (run.secondsLeft === undefined ? "–" : duration(run.secondsLeft)) : undefined],
    [t("run.speed"), latest && t("run.imagesPerSecond", { n: Math.round(latest.imagesPerSecond) })],
    [t("run.imagesSeen"), latest && number(latest.imagesSeen)],
    [t("run.memory"), latest && bytes(latest.residentBytes)],
  ];
}

function settings(configuration) {
  return Object.entries(configuration).map(([key, value]) => [key, Array.isArray(value) ? value.join(", ") || "–" : String(value)]);
}

function downloadLinks(run) {
  const link = (href, text) => href && h("li", {}, h("a", { class: "button", href, download: "" }, text));
  return [
    link(address.measurements(run.name), t("run.numbers")),
    link(address.configuration(run.name), t("run.configurationFile")),
    link(run.film, t("run.film")),
  ];
}
