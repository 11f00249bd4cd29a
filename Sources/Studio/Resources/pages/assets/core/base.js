// Where the studio is served: at "/", or below a path such as "/atelier" behind a proxy. Everywhere else in the pages,
// addresses begin after that path: "/runs/…", "/api/…".

const base = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** The browser's address of a path of the studio; other addresses stay as they are. */
export const outward = (address) => (address.startsWith("/") ? base + address : address);

/** The studio's path of a path of the browser's; undefined where that is not the studio's. */
export function inward(pathname) {
  if (pathname === base) return "/";
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : undefined;
}
