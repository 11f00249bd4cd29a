// Live updates by server-sent events. The browser reconnects by itself after a lost connection; where it gives up (the
// server was away), a new connection is tried after a pause that grows. A hidden tab keeps none, for a browser opens only
// six at a time to one server.
import { outward } from "./base.js";

const longestPauseSeconds = 30;

/**
 * @param handlers `{ eventName: (data) => … }`
 * @param onOpen Called at each connection, with whether it is a further one: what was sent in between is lost then.
 * @param onLost Called when the connection breaks.
 */
export function follow(path, { handlers, onOpen = () => {}, onLost = () => {}, signal }) {
  let source;
  let timer;
  let attempts = 0;
  let connections = 0;

  function connect() {
    source = new EventSource(outward(path));
    source.addEventListener("open", () => {
      attempts = 0;
      connections += 1;
      onOpen(connections > 1);
    });
    source.addEventListener("error", () => {
      onLost();
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, Math.min(2 ** attempts, longestPauseSeconds) * 1000);
      attempts += 1;
    });
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  }

  function disconnect() {
    clearTimeout(timer);
    source?.close();
  }

  function reconsider() {
    disconnect();
    if (!document.hidden) connect();
  }

  document.addEventListener("visibilitychange", reconsider, { signal });
  signal.addEventListener("abort", disconnect);
  reconsider();
}
