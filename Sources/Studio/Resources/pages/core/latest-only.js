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
