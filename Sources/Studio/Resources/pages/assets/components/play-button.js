import { h, show, svg } from "../core/dom.js";

const shapes = {
  play: "M4 2.5v11l9.5-5.5z",
  pause: "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
};

/**
 * A button that plays frames and pauses.
 *
 * @param onFrame Called for each frame; `onStart` before the first, `onStop` after the last. `element.stop()` pauses.
 */
export function playButton({ framesPerSecond, play, pause, onFrame, onStart, onStop, signal }) {
  const element = h("button", {
    class: "button button-icon",
    type: "button",
    onclick: () => (timer ? stop() : start()),
  });
  let timer;

  function start() {
    onStart?.();
    timer = setInterval(onFrame, 1000 / framesPerSecond);
    showState();
  }

  function stop() {
    if (!timer) return;
    clearInterval(timer);
    timer = undefined;
    showState();
    onStop?.();
  }

  function showState() {
    element.setAttribute("aria-label", timer ? pause : play);
    const shape = svg("path", { d: shapes[timer ? "pause" : "play"] });
    show(element, svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, shape));
  }

  element.stop = stop;
  element.isPlaying = () => timer !== undefined;
  signal.addEventListener("abort", () => clearInterval(timer));
  showState();
  return element;
}
