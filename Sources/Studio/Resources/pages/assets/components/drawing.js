import { h } from "../core/dom.js";
import { imageOf } from "../core/pixels.js";

/** A drawing as a canvas of its own pixels; `element.paint(pixels)` shows another one of the same size. */
export function drawing({ imageSize, channels, pixels, label }) {
  const element = h("canvas", {
    width: imageSize,
    height: imageSize,
    class: "drawing",
    role: "img",
    "aria-label": label,
  });
  const context = element.getContext("2d");
  element.paint = (values) => context.putImageData(imageOf(values, imageSize, channels), 0, 0);
  if (pixels) element.paint(pixels);
  return element;
}

/** The same on a sheet of paper. */
export function drawingSheet(values) {
  const canvas = drawing(values);
  const element = h("div", { class: "sheet" }, canvas);
  element.paint = canvas.paint;
  return element;
}
