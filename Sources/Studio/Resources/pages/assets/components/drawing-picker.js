import { h } from "../core/dom.js";
import { drawing } from "./drawing.js";

/**
 * Drawings to choose from. Each is a button; the arrow keys move between them.
 *
 * @param items `[{ id, pixels, label }]`
 * @param onChoose Called with the item. `element.select({ id: mark })` shows which are chosen, with a mark of a letter or
 *   an empty text.
 */
export function drawingPicker({ items, imageSize, channels, columns, label, onChoose }) {
  const buttons = items.map((item) =>
    h(
      "button",
      {
        class: "sheet tile",
        type: "button",
        "aria-label": item.label,
        "aria-pressed": "false",
        onclick: () => onChoose(item),
      },
      drawing({ imageSize, channels, pixels: item.pixels, label: "" }),
    ),
  );
  for (const button of buttons) button.firstChild.setAttribute("aria-hidden", "true");
  const element = h("div", { class: "tiles", role: "group", "aria-label": label }, buttons);
  if (columns) element.style.setProperty("--tile-columns", columns);

  element.addEventListener("keydown", (event) => {
    const place = buttons.indexOf(document.activeElement);
    const perRow = getComputedStyle(element).gridTemplateColumns.split(" ").length;
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow, ArrowDown: perRow }[event.key];
    if (move === undefined || place < 0) return;
    event.preventDefault();
    buttons[place + move]?.focus();
  });

  element.select = (marks) => {
    items.forEach(({ id }, place) => {
      const button = buttons[place];
      const chosen = id in marks;
      button.setAttribute("aria-pressed", String(chosen));
      button.querySelector(".tile-mark")?.remove();
      if (chosen && marks[id]) button.append(h("span", { class: "tile-mark" }, marks[id]));
    });
  };
  return element;
}
