// The name of a drawing in an address: a latent's own name (`7:3`, `grid:0`, `~…`), or `real:12` for a training drawing.

/** What the API takes for it. */
export function drawingSource(name) {
  return name.startsWith("real:") ? { real: Number(name.slice(5)) } : { latent: name };
}

export function isReal(name) {
  return name.startsWith("real:");
}
