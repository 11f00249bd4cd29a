// Pages by the address, with the History API. A route is a pattern such as "/runs/:run/draw" and a view.
import { inward, outward } from "./base.js";
import { readable } from "./drawing-name.js";

/**
 * @param routes `[[pattern, view], …]`, tried in order.
 * @param render Called with `(view, { params, query, signal })` for each page; `signal` is aborted when it is left.
 */
export function startRouter(routes, render, missing) {
  const compiled = routes.map(([pattern, view]) => [matcher(pattern), view]);
  let leaving = new AbortController();

  function arrive() {
    leaving.abort();
    leaving = new AbortController();
    const path = inward(location.pathname) ?? "";
    const query = new URLSearchParams(location.search);
    for (const [match, view] of compiled) {
      const params = match(path);
      if (params) return render(view, { params, query, signal: leaving.signal });
    }
    return render(missing, { params: {}, query, signal: leaving.signal });
  }

  function go(path) {
    history.pushState(null, "", outward(path));
    scrollTo(0, 0);
    arrive();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    const path = url.origin === location.origin ? inward(url.pathname) : undefined;
    if (path === undefined || path.startsWith("/api/")) return;
    if (url.hash && url.pathname === location.pathname) return;
    event.preventDefault();
    go(path + url.search);
  });
  addEventListener("popstate", arrive);
  arrive();
  return { go, again: arrive };
}

function matcher(pattern) {
  const names = [];
  const source = pattern.replace(/:(\w+)/g, (_, name) => {
    names.push(name);
    return "([^/]+)";
  });
  const expression = new RegExp(`^${source}/?$`);
  return (path) => {
    const found = expression.exec(path);
    const values = found?.slice(1).map(decoded);
    if (!values || values.includes(undefined)) return undefined;
    return Object.fromEntries(names.map((name, place) => [name, values[place]]));
  };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined; // A stray per cent sign: no such page.
  }
}

/** Keeps what a page shows in its address, without a new entry in the history. */
export function rememberInAddress(values) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    query.delete(name);
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== "") query.append(name, one);
    }
  }
  const text = readable(query);
  history.replaceState(null, "", location.pathname + (text ? `?${text}` : ""));
}
