import { h, show } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { address } from "../core/studio.js";

const drawings = 8;

/** A film of drawings that change into each other, made and played on request; `element.update({ seed, category, weights })`. */
export function walk({ run }) {
  const holder = h("div", { class: "walk-film" });
  const button = h("button", { class: "button", type: "button", onclick: () => (playing ? stop() : play()) });
  const download = h("span");
  const element = h(
    "section",
    { class: "stack stack-tight walk" },
    h("h2", {}, t("walk.title")),
    h("p", { class: "note" }, t("walk.about")),
    h("div", { class: "row" }, button, download),
    holder,
  );
  let film;
  let playing = false;

  function play() {
    playing = true;
    const image = h("img", { src: film, alt: t("walk.alt"), width: 922, height: 466 });
    const sheet = h("div", { class: "sheet" }, image);
    image.addEventListener("error", () => show(holder, h("p", { class: "notice", role: "alert" }, t("walk.failed"))));
    show(holder, sheet);
    show(button, t("walk.stop"));
  }

  function stop() {
    playing = false;
    show(holder);
    show(button, t("walk.play"));
  }

  element.update = ({ seed, category, weights }) => {
    const next = address.walkFilm(run, { seed, category, weights, count: drawings, columns: 4 });
    if (next === film) return;
    film = next;
    show(download, h("a", { class: "button", href: film, download: "" }, t("explore.gif")));
    stop();
  };
  return element;
}
