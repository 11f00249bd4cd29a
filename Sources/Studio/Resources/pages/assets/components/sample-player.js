import { outward } from "../core/base.js";
import { h, show } from "../core/dom.js";
import { percent, t } from "../core/i18n.js";
import { playButton } from "./play-button.js";

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

  const image = h("img", { width: 458, height: 458 });
  const cells = h("div", { class: "grid-cells", "aria-hidden": "true" });
  const waiting = h("p", { class: "sheet-empty" }, t("samples.none"));
  const slider = h("input", {
    type: "range",
    min: 0,
    "aria-label": t("samples.epoch"),
    oninput: () => {
      player.stop();
      go(Number(slider.value));
    },
  });
  const player = playButton({
    framesPerSecond,
    play: t("samples.play"),
    pause: t("samples.pause"),
    onStart: () => isNewest() && go(0),
    onFrame: () => (isNewest() ? player.stop() : go(shown + 1)),
    signal,
  });
  const caption = h("p", { class: "number sample-caption" });
  const element = h(
    "figure",
    { class: "sample-player" },
    h("div", { class: "sheet sheet-square" }, waiting, image, cells),
    h("div", { class: "sample-controls" }, player, slider),
    h("figcaption", {}, caption, h("p", { class: "note" }, t("samples.about"))),
  );

  for (let place = 0; place < gridSide * gridSide; place++) {
    cells.append(h("a", { href: cellAddress(place), tabindex: -1, title: t("samples.question") }));
  }

  /** Shows a picture when it is there, so that nothing flickers; a later wish overtakes an earlier one. */
  async function showPicture({ url, epoch }) {
    const next = new Image();
    next.src = outward(url);
    await next.decode().catch(() => {}); // Shown as missing then.
    if (all[shown]?.epoch === epoch) image.src = outward(url);
  }

  function isNewest() {
    return shown === all.length - 1;
  }

  function go(place) {
    shown = place;
    const sample = all[shown];
    slider.max = Math.max(0, all.length - 1);
    slider.value = Math.max(0, shown);
    slider.disabled = all.length < 2;
    player.disabled = all.length < 2;
    image.hidden = !sample;
    waiting.hidden = Boolean(sample);
    cells.hidden = !sample || !isNewest();
    if (!sample) return show(caption, "–");
    const name = sample.epoch === 0 ? t("samples.before") : t("samples.after", { epoch: sample.epoch });
    image.alt = t("samples.alt", { name });
    slider.setAttribute("aria-valuetext", name);
    showPicture(sample);
    return show(
      caption,
      h("strong", {}, name),
      sample.variety !== undefined && ` · ${t("samples.variety", { share: percent(sample.variety) })}`,
    );
  }

  element.add = (sample) => {
    const staysAtNewest = isNewest() && !player.isPlaying();
    const known = all.findIndex(({ epoch }) => epoch === sample.epoch);
    if (known >= 0) all[known] = sample;
    else all.push(sample);
    go(staysAtNewest ? all.length - 1 : shown);
  };

  go(shown);
  return element;
}
