// The name of a drawing in an address: a latent's own name (`7:3`, `cat/7:3`, `grid:0`, `~…`), or `real:12` for a training
// drawing.
import { t } from "./i18n.js";

const realPrefix = "real:";

export function nameOfReal(index) {
  return `${realPrefix}${index}`;
}

export function isReal(name) {
  return name.startsWith(realPrefix);
}

/** `cat/7:3` for `nameOfLatent("7:3", "cat")`; the latent alone where there are no categories. */
export function nameOfLatent(latent, category) {
  return category === undefined ? latent : `${category}/${latent}`;
}

/** What the API takes for it. */
export function drawingSource(name) {
  return isReal(name) ? { real: Number(name.slice(realPrefix.length)) } : { latent: name };
}

/** What a person reads for it. A latent that is given by its numbers has no short name. */
export function drawingTitle(name) {
  if (isReal(name)) return t("drawing.real", { index: name.slice(realPrefix.length) });
  const parts = name.split("/");
  const latent = parts.at(-1).startsWith("~") ? "z" : parts.at(-1);
  const category = parts.length === 4 ? `${parts[0]} → ${parts[1]}` : parts[0];
  return parts.length === 1 ? t("drawing.generated", { latent }) : t("drawing.generatedOf", { latent, category });
}

/** The address of the red pen on a drawing, from the other pages of its run. */
export function redPenAddress(run, name, weights) {
  const query = new URLSearchParams({ of: name, ...(weights === "newest" && { weights }) });
  return `/runs/${encodeURIComponent(run)}/red-pen?${readable(query)}`;
}

/** A query as people read it: what needs no code in an address stands there as it is. */
export function readable(query) {
  return `${query}`.replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%7E", "~");
}
