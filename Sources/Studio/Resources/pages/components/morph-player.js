import { h, show } from "../core/dom.js";
import { percent, t } from "../core/i18n.js";
import { address } from "../core/studio.js";
import { drawingSheet } from "./drawing.js";
import { icon } from "./icons.js";

export const morphFrames = 25;
const framesPerSecond = 12;
/** Every so many frames one stands in the strip. */
const stripStride = 4;

/**
 * The drawings on the way from one latent to another: a large one, a slider, and a strip of stations.
 *
 * `element.update({ from, to, answer, at })` shows a way, `at` its frame; `onMove` is called with the frame shown.
 */
export function morphPlayer({ run, onMove, signal }) {
  const holder = h("div", { class: "morph-drawing" });
  const strip = h("div", { class: "strip", "aria-hidden": "true" });
  const slider = h("input", { type: "range", min: 0, max: morphFrames - 1, "aria-label": t("morph.slider"), oninput: () => (stop(), go(Number(slider.value))) });
  const playButton = h("button", { class: "button button-icon", type: "button", onclick: () => (timer ? stop() : play()) });
  const caption = h("p", { class: "small soft number" });
  const links = h("ul", { class: "row" });
  const element = h(
    "div",
    { class: "stack stack-tight" },
    holder,
    h("div", { class: "sample-controls" }, playButton, slider),
    strip,
    caption,
    links,
  );
  let way;
  let sheet;
  let timer;
  let forth = true;

  function go(frame) {
    slider.value = frame;
    sheet.paint(way.answer.drawings[frame].pixels);
    const share = percent(frame / (morphFrames - 1));
    show(caption, t("morph.caption", { share }));
    slider.setAttribute("aria-valuetext", t("morph.caption", { share }));
    if (!timer) showLinks(frame);
    onMove(frame);
  }

  function showLinks(frame) {
    const { latent } = way.answer.drawings[frame];
    const link = (href, text, download) => h("li", {}, h("a", { class: "button", href, download }, text));
    show(
      links,
      link(`/runs/${encodeURIComponent(run)}/red-pen?of=${latent}`, t("explore.question")),
      link(address.drawingsPicture(run, { latent, columns: 1, scale: 16 }), t("explore.png"), ""),
      link(address.morphFilm(run, { from: way.from, to: way.to }), t("explore.gif"), ""),
    );
  }

  function play() {
    timer = setInterval(() => {
      const frame = Number(slider.value);
      if (frame === morphFrames - 1) forth = false;
      if (frame === 0) forth = true;
      go(frame + (forth ? 1 : -1));
    }, 1000 / framesPerSecond);
    showButton();
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    showButton();
    if (way) showLinks(Number(slider.value));
  }

  function showButton() {
    playButton.setAttribute("aria-label", t(timer ? "morph.pause" : "morph.play"));
    show(playButton, icon(timer ? "pause" : "play"));
  }

  element.update = (next) => {
    way = next;
    const { imageSize, channels, drawings } = way.answer;
    sheet = drawingSheet({ imageSize, channels, label: t("morph.label") });
    show(holder, sheet);
    show(strip, drawings.filter((_, place) => place % stripStride === 0).map(({ pixels }) => drawingSheet({ imageSize, channels, pixels, label: "" })));
    go(Math.min(next.at, morphFrames - 1));
  };
  signal.addEventListener("abort", () => clearInterval(timer));
  showButton();
  return element;
}
