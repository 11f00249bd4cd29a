import { inkColour, penColour } from "../core/colours.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";

/** Strokes are in these units, as in Quick, Draw!: 256 to a side. */
const side = 256;
/** In proportion to the lines of the bitmaps. */
const penWidth = (16 / 304) * side;
const keyStep = 4;

/**
 * A pad for mouse, touch and pen; by keyboard the arrow keys move the pen and the space bar puts it down or lifts it.
 *
 * Strokes are as Quick, Draw! has them: `[[xs, ys], …]`.
 * @param onChange Called with the strokes whenever they change; `onStrokeEnd` when the pen is lifted.
 */
export function sketchpad({ onChange, onStrokeEnd }) {
  const canvas = h("canvas", {
    class: "sketchpad",
    tabindex: 0,
    role: "application",
    "aria-label": t("draw.pad"),
    "aria-describedby": "pad-keys",
  });
  const hint = h("p", { class: "sketchpad-hint" }, t("draw.hint"));
  const element = h("div", { class: "sheet sheet-square" }, canvas, hint);
  const context = canvas.getContext("2d");
  let strokes = [];
  let current;
  let keyboardPen;

  function redraw() {
    const scale = canvas.width / side;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, side, side);
    context.lineCap = "round";
    context.lineJoin = "round";
    context.lineWidth = penWidth;
    context.strokeStyle = inkColour;
    for (const [xs, ys] of strokes) {
      context.beginPath();
      context.moveTo(xs[0], ys[0]);
      if (xs.length === 1) context.lineTo(xs[0] + 0.01, ys[0]);
      for (const [place, x] of xs.entries()) context.lineTo(x, ys[place]);
      context.stroke();
    }
    if (keyboardPen) {
      context.beginPath();
      context.arc(keyboardPen.x, keyboardPen.y, penWidth / 2, 0, 2 * Math.PI);
      context.lineWidth = 1.5;
      context.strokeStyle = penColour;
      context.stroke();
    }
    hint.hidden = strokes.length > 0 || Boolean(keyboardPen);
  }

  function changed() {
    redraw();
    onChange(strokes);
  }

  function add(x, y) {
    const [xs, ys] = current;
    const [pointX, pointY] = [x, y].map((value) => Math.round(Math.min(side, Math.max(0, value)) * 10) / 10);
    if (xs.length && Math.hypot(xs.at(-1) - pointX, ys.at(-1) - pointY) < 1) return;
    xs.push(pointX);
    ys.push(pointY);
  }

  function begin(x, y) {
    current = [[], []];
    strokes.push(current);
    add(x, y);
    changed();
  }

  function end() {
    if (!current) return;
    current = undefined;
    onStrokeEnd(strokes);
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || current) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    keyboardPen = undefined;
    begin(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!current || !canvas.hasPointerCapture(event.pointerId)) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) add(...place(move));
    changed();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, ({ pointerId }) => canvas.hasPointerCapture(pointerId) && end());
  }

  canvas.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!move && event.key !== " ") return;
    event.preventDefault();
    keyboardPen ??= { x: side / 2, y: side / 2 };
    if (move) {
      keyboardPen.x = Math.min(side, Math.max(0, keyboardPen.x + move[0] * keyStep));
      keyboardPen.y = Math.min(side, Math.max(0, keyboardPen.y + move[1] * keyStep));
      if (current) {
        add(keyboardPen.x, keyboardPen.y);
        changed();
      }
    } else if (current) end();
    else begin(keyboardPen.x, keyboardPen.y);
    redraw();
  });
  canvas.addEventListener("blur", () => {
    end();
    keyboardPen = undefined;
    redraw();
  });

  new ResizeObserver(([{ contentRect }]) => {
    canvas.width = Math.round(contentRect.width * devicePixelRatio);
    canvas.height = canvas.width;
    redraw();
  }).observe(element);

  function replace(next) {
    strokes = next;
    current = undefined;
    changed();
    onStrokeEnd(strokes);
  }

  element.undo = () => replace(strokes.slice(0, -1));
  element.clear = () => replace([]);
  return element;
}
