// Where values stand in a chart, in pixels.

export const chartHeight = 200;
export const chartMargin = { left: 40, right: 12, top: 10, bottom: 26 };

/**
 * Maps steps and values to places, and a place to a step.
 *
 * @param range `[least, most]` of the vertical axis, or undefined for 0 to a round number above all values; where equal
 *   factors are equally far from each other, for round numbers below and above all of them.
 */
export function chartScale(columns, series, { range, isLogarithmic }, width) {
  const steps = columns.step;
  const first = steps[0] ?? 0;
  const last = Math.max(steps.at(-1) ?? 1, first + 1);
  const values = series.flatMap(({ key }) => columns[key] ?? []).filter(Number.isFinite);
  const positive = values.filter((value) => value > 0);
  const top = range?.[1] ?? niceCeiling(isLogarithmic ? Math.max(...positive, 0.01) : Math.max(1, ...values));
  const bottom = range?.[0] ?? (isLogarithmic ? niceFloor(Math.min(...positive, top / 2)) : 0);
  const place = isLogarithmic ? Math.log : (value) => value;
  const share = (value) => (place(value) - place(bottom)) / (place(top) - place(bottom));
  const across = width - chartMargin.left - chartMargin.right;
  const down = chartHeight - chartMargin.top - chartMargin.bottom;
  return {
    width,
    first,
    last,
    top,
    bottom,
    middle: isLogarithmic ? Number(Math.sqrt(bottom * top).toPrecision(2)) : (bottom + top) / 2,
    x: (step) => chartMargin.left + ((step - first) / (last - first)) * across,
    y: (value) => chartMargin.top + (1 - share(Math.min(Math.max(value, bottom), top))) * down,
    step: (x) => first + ((x - chartMargin.left) / across) * (last - first),
  };
}

const niceFactors = [1, 2, 3, 4, 5, 6, 8, 10];

function niceCeiling(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return niceFactors.map((factor) => factor * unit).find((candidate) => candidate >= value);
}

function niceFloor(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return niceFactors.map((factor) => factor * unit).findLast((candidate) => candidate <= value);
}

/** The place in `steps`, which rise, of the one nearest to `wanted`. */
export function nearestPlace(steps, wanted) {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low > 0 && wanted - steps[low - 1] < steps[low] - wanted ? low - 1 : low;
}
