"""The commands of `sh` blocks: run, each block in a folder of its own, as a reader would.

Blocks marked ```sh network need the network, other programs or root, those marked ```sh data drawings that are not
committed: neither is run. Of the others `atelier` is the real tool, which is given small networks and a few steps; a studio is
started before the commands that ask it, and ended after them. `make` only says whether there is such a target.
"""

import concurrent.futures
import functools
import http.server
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import fixtures
from pages import ROOT, Block, Page

# Those that the studio and the example of a server take.
PORTS = "8321|8080"
SECONDS = 400

# Stand before the real programs on the PATH.
SHIMS = {
    "atelier": r"""
        case " $* " in
            *" --help "*) ;;
            " train "*)
                case " $* " in *" --epochs "*|*" --minutes "*) ;; *) set -- "$@" --epochs 1 ;; esac
                case " $* " in *" --from "*) ;; *) set -- "$@" --width 4 ;; esac
                set -- "$@" --max-steps 2 --threads 1 ;;
            " resume "*)
                echo >>resumed.txt
                set -- "$@" --max-steps $((STEPS + $(wc -l <resumed.txt))) --threads 1 ;;
            " evaluate "*" --checkpoint "*) set -- evaluate "$2" --checkpoint 1 ;;
            " studio "*)
                for id in $(cat "$STARTED"); do kill -INT "$id"; while kill -0 "$id" 2>/dev/null; do sleep 0.05; done; done
                : >"$STARTED"
                "$TOOL" "$@" --port "$STUDIO_PORT" >studio.txt 2>&1 & echo $! >>"$STARTED"
                for _ in $(seq 600); do grep -q 'is open at' studio.txt && exit; sleep 0.05; done
                cat studio.txt >&2; exit 1 ;;
        esac
        exec "$TOOL" "$@"
        """,
    # Any answer will do by which the studio shows that it knows the address and what was sent.
    "curl": r"""
        case " $* " in *" -N "*) seconds=3 ;; *) seconds=60 ;; esac
        status=$("$CURL" --silent --show-error --max-time $seconds --write-out '%{stderr}%{http_code}' "$@" 2>&1 >answer.txt)
        case $status in
            *20?|*409) cat answer.txt ;;  # 409: not while this run does something else
            *) echo "curl $*: $status $(head -c 500 answer.txt)" >&2; exit 1 ;;
        esac
        """,
    "make": """exec "$MAKE" --directory "$ROOT" --dry-run "$@" >/dev/null""",
    "swift": r"""
        [ "$1 $2 $3" = "run -c release" ] || { echo "swift $*: mark the block as network or data" >&2; exit 1; }
        shift 3; program=${TOOL%/*}/$1; shift
        case $program in
            */Tutorial) set -- "$@" 1 ;;
            */DrawingServer)
                "$program" "$@" "$STUDIO_PORT" >server.txt 2>&1 & echo $! >>"$STARTED"
                for _ in $(seq 600); do grep -q 'http:' server.txt && exit; sleep 0.05; done
                cat server.txt >&2; exit 1 ;;
        esac
        exec "$program" "$@"
        """,
    "xdg-open": "exit 0",
    "display": "cat >/dev/null",
}


def problems(pages: list[Page], atelier: Path) -> list[str]:
    blocks = {}
    for block in (block for page in pages for block in page.blocks if block.language == "sh"):
        if block.marks not in ([], ["network"], ["data"]):
            return [f"{block.place}: the block is marked {' '.join(block.marks)}; expected network, data or nothing"]
        if not block.marks:
            blocks.setdefault("\n".join(re.sub(r"\s+# .*", "", line) for line in block.lines), block)
    with Workshop(list(blocks.values()), atelier) as workshop:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return [problem for problem in pool.map(workshop.problem, blocks.values()) if problem]


class Workshop:
    """A folder with the files that the commands speak of; each block is run in a copy of it."""

    def __init__(self, blocks: list[Block], atelier: Path):
        self.blocks, self.atelier = blocks, atelier

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="atelier-docs-"))
        self.world = self.folder / "world"
        fixtures.write_drawings(self.world)
        shims = self.folder / "bin"
        shims.mkdir()
        for name, text in SHIMS.items():
            (shims / name).write_text(f"#!/bin/sh\n{text}")
            (shims / name).chmod(0o755)
        self.server = serve_category(self.world / "cat.npy")
        self.environment = {
            "PATH": f"{shims}:{os.environ['PATH']}", "LANG": "C.UTF-8", "HOME": str(self.folder), "TOOL": str(self.atelier),
            "CURL": shutil.which("curl") or "curl", "MAKE": shutil.which("make") or "make", "ROOT": str(ROOT),
            "XDG_DATA_HOME": str(self.folder / "data"), "OMP_NUM_THREADS": "1", "STEPS": str(fixtures.STEPS),
            "ATELIER_QUICKDRAW_URL": f"http://127.0.0.1:{self.server.server_port}",
        }
        texts = ["\n".join(block.lines) for block in self.blocks]
        fixtures.write_runs(self.world, fixtures.run_names(texts), self.atelier, self.environment)
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        shutil.rmtree(self.folder, ignore_errors=True)

    def problem(self, block: Block) -> str | None:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copytree(self.world, folder, dirs_exist_ok=True)
        started = folder / "started.txt"
        started.touch()
        text, port = "\n".join(block.lines), free_port()
        asks = "8321" in text and not re.search(r"atelier (studio|.*--studio)", text)
        script = "set -eEo pipefail\ntrap 'echo \"line $LINENO\" >&2' ERR\n" + ("atelier studio\n" if asks else "\n")
        environment = self.environment | {"STUDIO_PORT": str(port), "STARTED": str(started)}
        try:
            done = subprocess.run(
                ["bash", "-c", script + re.sub(PORTS, str(port), text)], cwd=folder, env=environment, text=True,
                capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL, start_new_session=True)
        except subprocess.TimeoutExpired:
            return f"{block.place}: its commands take longer than {SECONDS} seconds"
        finally:
            for process in map(int, started.read_text().split()):
                try:
                    os.kill(process, signal.SIGINT)
                except ProcessLookupError:
                    pass
        if done.returncode == 0:
            return None
        errors = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        numbers = [int(line[5:]) - 4 for line in errors if re.fullmatch(r"line \d+", line)]
        index = min(max(numbers[0] if numbers else 0, 0), len(block.lines) - 1)
        said = next((line for line in errors if not re.fullmatch(r"line \d+", line)), errors[0])
        return f"{block.page.name}:{block.line + index}: {block.lines[index].strip()}\n    {said}"


def serve_category(file: Path) -> http.server.ThreadingHTTPServer:
    """A server that has `file` for each category of Quick, Draw!."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.1), daemon=True).start()
    return server


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
