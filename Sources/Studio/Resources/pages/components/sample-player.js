import { h, show } from "../core/dom.js";
import { percent, t } from "../core/i18n.js";
import { icon } from "./icons.js";

const framesPerSecond = 6;
const gridSide = 4;

/**
 * The grid of drawings after each epoch, with a slider over all epochs. At the newest it stays at the newest.
 *
 * @param samples `[{ epoch, url, variety }]`; `element.add(sample)` adds one.
 * @param cellAddress Gives the address that a drawing of the newest grid leads to, by its place.
 */
export function samplePlayer({ samples, cellAddress, signal }) {
  const all = [...samples];
  let shown = all.length - 1;
  let timer;

  const image = h("img", { width: 458, height: 458 });
  const cells = h("div", { class: "grid-cells", "aria-hidden": "true" });
  const waiting = h("p", { class: "sheet-empty" }, t("samples.none"));
  const slider = h("input", { type: "range", min: 0, "aria-label": t("samples.epoch"), oninput: () => (stop(), go(Number(slider.value))) });
  const playButton = h("button", { class: "button button-icon", type: "button", onclick: () => (timer ? stop() : play()) });
  const caption = h("p", { class: "number sample-caption" });
  const element = h(
    "figure",
    { class: "sample-player" },
    h("div", { class: "sheet sheet-square" }, waiting, image, cells),
    h("div", { class: "sample-controls" }, playButton, slider),
    h("figcaption", {}, caption, h("p", { class: "note" }, t("samples.about"))),
  );

  for (let place = 0; place < gridSide * gridSide; place++) {
    cells.append(h("a", { href: cellAddress(place), tabindex: -1, title: t("samples.question") }));
  }

  /** Shows a picture when it is there, so that nothing flickers; a later wish overtakes an earlier one. */
  async function showPicture({ url, epoch }) {
    const next = new Image();
    next.src = url;
    await next.decode().catch(() => {}); // Shown as missing then.
    if (all[shown]?.epoch === epoch) image.src = url;
  }

  function go(place) {
    shown = place;
    const sample = all[shown];
    const newest = shown === all.length - 1;
    slider.max = Math.max(0, all.length - 1);
    slider.value = Math.max(0, shown);
    slider.disabled = playButton.disabled = all.length < 2;
    image.hidden = !sample;
    waiting.hidden = Boolean(sample);
    cells.hidden = !sample || !newest;
    if (!sample) return show(caption, "–");
    const name = sample.epoch === 0 ? t("samples.before") : t("samples.after", { epoch: sample.epoch });
    image.alt = t("samples.alt", { name });
    slider.setAttribute("aria-valuetext", name);
    showPicture(sample);
    return show(caption, h("strong", {}, name), sample.variety !== undefined && ` · ${t("samples.variety", { share: percent(sample.variety) })}`);
  }

  function play() {
    if (shown === all.length - 1) go(0);
    timer = setInterval(() => (shown < all.length - 1 ? go(shown + 1) : stop()), 1000 / framesPerSecond);
    showButton();
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    showButton();
  }

  function showButton() {
    playButton.setAttribute("aria-label", t(timer ? "samples.pause" : "samples.play"));
    show(playButton, icon(timer ? "pause" : "play"));
  }

  element.add = (sample) => {
    const atNewest = shown === all.length - 1 && !timer;
    const known = all.findIndex(({ epoch }) => epoch === sample.epoch);
    if (known >= 0) all[known] = sample;
    else all.push(sample);
    go(atNewest ? all.length - 1 : shown);
  };

  signal.addEventListener("abort", () => clearInterval(timer));
  showButton();
  go(shown);
  return element;
}
