import { h, show } from "../core/dom.js";
import { redPenAddress } from "../core/drawing-name.js";
import { percent, t } from "../core/i18n.js";
import { address } from "../core/studio.js";
import { drawingSheet } from "./drawing.js";
import { playButton } from "./play-button.js";

export const morphFrames = 25;
const framesPerSecond = 12;
/** Every so many frames one stands in the strip. */
const stripStride = 4;

/**
 * The drawings on the way from one latent to another: a large one, a slider, and a strip of stations.
 *
 * `element.update({ from, to, way, at, weights })` shows a way, `at` its frame; `onMove` is called when a frame was chosen.
 */
export function morphPlayer({ run, onMove, signal }) {
  const holder = h("div", { class: "morph-drawing" }, h("div", { class: "skeleton skeleton-square" }));
  const strip = h("div", { class: "strip", "aria-hidden": "true" }, h("div", { class: "skeleton-square" }));
  const caption = h("p", { class: "small soft number" }, "\u00a0");
  const links = h("ul", { class: "row" });
  const slider = h("input", {
    type: "range",
    min: 0,
    max: morphFrames - 1,
    "aria-label": t("morph.slider"),
    oninput: () => {
      player.stop();
      go(Number(slider.value));
    },
    onchange: settle,
  });
  let forth = true;
  const player = playButton({
    framesPerSecond,
    play: t("morph.play"),
    pause: t("morph.pause"),
    onFrame: step,
    onStop: settle,
    signal,
  });
  const element = h(
    "div",
    { class: "stack stack-tight morph" },
    holder,
    h("div", { class: "sample-controls" }, player, slider),
    strip,
    caption,
    links,
  );
  let shown;
  let sheet;

  function go(frame) {
    slider.value = frame;
    sheet.paint(shown.way.drawings[frame].pixels);
    const text = t("morph.caption", { share: percent(frame / (morphFrames - 1)) });
    show(caption, text);
    slider.setAttribute("aria-valuetext", text);
  }

  /** There and back. */
  function step() {
    const frame = Number(slider.value);
    if (frame === morphFrames - 1) forth = false;
    if (frame === 0) forth = true;
    go(frame + (forth ? 1 : -1));
  }

  /** A frame was chosen: its links, and its place in the address. */
  function settle() {
    showLinks();
    onMove(Number(slider.value));
  }

  function showLinks() {
    const { from, to, way, weights } = shown;
    const { latent } = way.drawings[Number(slider.value)];
    const link = (href, text, download) => h("li", {}, h("a", { class: "button", href, download }, text));
    show(
      links,
      link(redPenAddress(run, latent, weights), t("explore.question")),
      link(address.drawingsPicture(run, { latent, weights, columns: 1, scale: 16 }), t("explore.png"), ""),
      link(address.morphFilm(run, { from, to, weights }), t("explore.gif"), ""),
    );
  }

  element.update = (next) => {
    shown = next;
    const { imageSize, channels, drawings } = shown.way;
    sheet = drawingSheet({ imageSize, channels, label: t("morph.label") });
    show(holder, sheet);
    const stations = drawings.filter((_, place) => place % stripStride === 0);
    show(
      strip,
      stations.map(({ pixels }) => drawingSheet({ imageSize, channels, pixels, label: "" })),
    );
    go(Math.min(shown.at, morphFrames - 1));
    showLinks();
  };
  return element;
}
