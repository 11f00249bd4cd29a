import { shell } from "./components/shell.js";
import { show } from "./core/dom.js";
import { startRouter } from "./core/router.js";
import { studio } from "./core/studio.js";
import { compareView } from "./views/compare.js";
import { dataView } from "./views/data.js";
import { datasetView } from "./views/dataset.js";
import { drawView } from "./views/draw.js";
import { exploreView } from "./views/explore.js";
import { missingView } from "./views/missing.js";
import { newRunView } from "./views/new-run.js";
import { redPenView } from "./views/red-pen.js";
import { runView } from "./views/run.js";
import { runsView } from "./views/runs.js";
import { signInView } from "./views/sign-in.js";

const routes = [
  ["/", runsView],
  ["/new", newRunView],
  ["/compare", compareView],
  ["/runs/:run", runView],
  ["/runs/:run/red-pen", redPenView],
  ["/runs/:run/draw", drawView],
  ["/runs/:run/explore", exploreView],
  ["/data", dataView],
  ["/data/:dataset", datasetView],
];

/** An address with `#token=…`, as the studio prints it, signs in; the token does not stay in the address. */
async function signInByAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  history.replaceState(null, "", location.pathname + location.search);
  await studio.signIn(token).catch(() => {}); // A wrong token shows as missing at the first call.
}

function start() {
  let first = true;
  const frame = shell({
    onLanguage: () => {
      router.again();
      frame.focusLanguage();
    },
  });

  function render(view, context) {
    frame.refresh();
    const { title, element } = view({ ...context, go: (path) => router.go(path) });
    document.title = title === "Atelier" ? title : `${title} · Atelier`;
    show(frame.main, element);
    if (!first) frame.main.focus({ preventScroll: true });
    first = false;
  }

  addEventListener("atelier:unauthorized", () => render(signInView, { onSignedIn: () => router.again() }));
  const router = startRouter(routes, render, missingView);
}

await signInByAddress();
start();
