import { h, show } from "../core/dom.js";
import { problemNotice } from "./problem-notice.js";

/**
 * A region that is fetched: a skeleton, then what `build` makes of the value, or the problem and a button to try again.
 * Problems of missing sign-in go to the frame of the pages.
 */
export function loading({ load, build, skeleton, signal }) {
  const region = h("div", { class: "loading", "aria-busy": "true" });

  async function attempt() {
    show(region, skeleton ?? h("div", { class: "skeleton skeleton-block" }));
    region.setAttribute("aria-busy", "true");
    try {
      const value = await load(signal);
      if (signal.aborted) return;
      show(region, build(value));
    } catch (error) {
      if (signal.aborted) return;
      reportProblem(region, error, attempt);
    } finally {
      region.setAttribute("aria-busy", "false");
    }
  }

  attempt();
  return region;
}

/** Shows a problem in `region`. Other errors are defects: they go on to the console. */
export function reportProblem(region, error, retry) {
  if (error.name === "AbortError") return;
  if (!("code" in error)) throw error;
  if (error.code === "unauthorized") dispatchEvent(new CustomEvent("atelier:unauthorized"));
  else show(region, problemNotice(error, retry));
}
