// When to act, and when to stop.

/** Calls `action` once, `milliseconds` after the last of a burst of calls. */
export function debounced(milliseconds, signal, action) {
  let timer;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

/** Gives a signal for each request, which is aborted when the next one is made or the page is left. */
export function replacing(signal) {
  let latest = new AbortController();
  return () => {
    latest.abort();
    latest = new AbortController();
    return AbortSignal.any([latest.signal, signal]);
  };
}

/**
 * Runs `work` for the newest value only: while one is at work, values that come are remembered and all but the last are
 * dropped. So a server that is slower than a hand gets one request at a time.
 */
export function latestOnly(work) {
  let waiting;
  let busy = false;
  return async function take(value) {
    waiting = { value };
    if (busy) return;
    busy = true;
    try {
      while (waiting) {
        const { value: next } = waiting;
        waiting = undefined;
        await work(next);
      }
    } finally {
      busy = false;
    }
  };
}
