// The name of a drawing in an address: a latent's own name (`7:3`, `grid:0`, `~…`), or `real:12` for a training drawing.
import { t } from "./i18n.js";

const realPrefix = "real:";

export function nameOfReal(index) {
  return `${realPrefix}${index}`;
}

export function isReal(name) {
  return name.startsWith(realPrefix);
}

/** What the API takes for it. */
export function drawingSource(name) {
  return isReal(name) ? { real: Number(name.slice(realPrefix.length)) } : { latent: name };
}

/** What a person reads for it. A latent that is given by its numbers has no short name. */
export function drawingTitle(name) {
  return isReal(name)
    ? t("drawing.real", { index: name.slice(realPrefix.length) })
    : t("drawing.generated", { latent: name.startsWith("~") ? "z" : name });
}
