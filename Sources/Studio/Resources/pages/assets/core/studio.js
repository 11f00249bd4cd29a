// The studio's API, one function for each call that the pages make; /api/openapi.json describes it.
import { request, requestEvents } from "./http.js";

const runPath = (run, rest = "") => `/api/runs/${encodeURIComponent(run)}${rest}`;
const datasetPath = (id, rest = "") => `/api/datasets/${encodeURIComponent(id)}${rest}`;

/** `?a=1&b=2&b=3` for `{ a: 1, b: [2, 3] }`; what is undefined is left out. */
function query(values) {
  const pairs = Object.entries(values).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return `?${new URLSearchParams(pairs.filter(([, value]) => value !== undefined))}`;
}

export const studio = {
  signIn: (token) => request("/api/session", { method: "POST", body: { token } }),

  runs: (signal) => request("/api/runs", { signal }),
  run: (run, signal) => request(runPath(run), { signal }),
  measures: (signal) => request("/api/measures", { signal }),
  measurements: (run, signal) => request(runPath(run, "/measurements") + query({ limit: 600 }), { signal }),
  startRun: (body) => request("/api/runs", { method: "POST", body }),
  stopRun: (run) => request(runPath(run, "/stop"), { method: "POST" }),
  resumeRun: (run, body) => request(runPath(run, "/resume"), { method: "POST", body }),

  evaluation: (run, signal) => request(runPath(run, "/evaluation"), { signal }),
  /** Takes seconds: has the run's drawings judged. */
  evaluate: (run, signal) => request(runPath(run, "/evaluation"), { method: "POST", signal }),
  comparison: (runs, signal) => request(`/api/comparison${query({ run: runs })}`, { signal }),
  /** Takes seconds a run: has the drawings of all judged. */
  compare: (runs, signal) => request("/api/comparisons", { method: "POST", body: { runs }, signal }),

  trainingDrawings: (run, values, signal) => request(runPath(run, "/training-drawings") + query(values), { signal }),
  critique: (run, body, signal) => request(runPath(run, "/critique"), { method: "POST", body, signal }),
  nearest: (run, body, signal) => request(runPath(run, "/nearest"), { method: "POST", body, signal }),
  /** Yields `{ event, data }`: `progress`…, then `done` or `problem`. Aborting `signal` cancels the search. */
  search: (run, body, signal) => requestEvents(runPath(run, "/searches"), { body, signal }),

  drawings: (run, values, signal) => request(runPath(run, "/drawings") + query(values), { signal }),
  morph: (run, values, signal) => request(runPath(run, "/morph") + query(values), { signal }),

  settings: (signal) => request("/api/settings", { signal }),
  presets: (signal) => request("/api/presets", { signal }),
  datasets: (signal) => request("/api/datasets", { signal }),
  dataset: (id, signal) => request(datasetPath(id), { signal }),
};

/** Addresses of streams, pictures and downloads. */
export const address = {
  runsEvents: "/api/events",
  runEvents: (run) => runPath(run, "/events"),
  measurements: (run) => runPath(run, "/measurements.csv"),
  configuration: (run) => runPath(run, "/configuration.json"),
  drawingsPicture: (run, values) => runPath(run, "/drawings.png") + query(values),
  morphFilm: (run, values) => runPath(run, "/morph.gif") + query(values),
  walkFilm: (run, values) => runPath(run, "/walk.gif") + query(values),
  datasetSheet: (id, values) => datasetPath(id, "/sheet.png") + query(values),
};
