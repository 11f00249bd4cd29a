"""Processes that are killed at any moment, by kill -9."""

import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from workshop import (Row, SMALLEST, damaged_files, differences, drawings, events, kill, signature, train_to_end)

# Long enough to be met anywhere: files for Keras and for TensorBoard after each epoch, and an
# evaluation of held-out drawings in the end.
SETTINGS = '{"logEverySteps": 1}'
FULL = [*SMALLEST, "--epochs", "4", "--held-out", "0.5", "--keras", "--tensorboard", "--average-decay", "0.9",
        "--config", "settings.json", "--keep", "2"]


def prepare(workshop):
    """Data and settings; the arguments that train on them."""
    workshop.write_drawings(count=220, side=28)
    (workshop.path / "settings.json").write_text(SETTINGS)
    return ["cat.npy", *FULL]


def reference(context):
    """What a run is that nothing interrupts, and the seconds that it takes."""
    with context.workshop() as workshop:
        arguments = prepare(workshop)
        begin = time.monotonic()
        result = workshop.run("train", *arguments)
        seconds = time.monotonic() - begin
        if result.status != 0:
            raise SystemExit(f"torture: a run that nothing interrupts fails: {result.errors}")
        run = workshop.runs[0]
        problems = damaged_files(run)
        if problems or not any("generator.h5" == p.name for p in run.iterdir()):
            raise SystemExit(f"torture: a run that nothing interrupts is not whole: {problems}")
        judged = [event for event in events(run) if event.get("event") == "epoch" and "distance" in json.dumps(event).lower()]
        if not judged:
            raise SystemExit("torture: the run is not evaluated while it trains")
        return signature(run), seconds


def train(context, full=100, faults=None):
    """Chains of kills: a run is killed, resumed, killed again, and at last let through."""
    whole, seconds = reference(context)
    numbers = context.random("kills of training")
    wanted, kills, losses, chains, begun_anew = context.count(full, least=3), 0, [], 0, 0
    while kills < wanted:
        chains += 1
        with context.workshop() as workshop:
            arguments = prepare(workshop)
            moments = []
            for _ in range(numbers.randint(1, 4)):
                moment = numbers.uniform(0, seconds)
                command = ["resume", workshop.runs[-1]] if workshop.runs else ["train", *arguments]
                begun_anew += command[0] == "train" and bool(moments)
                if not workshop.run_and_kill(moment, *command, faults=faults):
                    break
                moments.append(f"{moment:.3f}")
                kills += 1
                for run in workshop.runs:
                    losses += [f"killed after {moments} s: {problem}" for problem in damaged_files(run)]
            result = train_to_end(workshop, arguments)
            where = f"killed after {', '.join(moments)} s"
            if result.status != 0:
                losses.append(f"{where}: does not resume: {result.errors.strip()}")
                continue
            if "is damaged" in result.output:
                losses.append(f"{where}: {result.output.strip()}")
            losses += [f"{where}: {problem}" for problem in differences(workshop.runs[-1], whole)]
            left = [name for name in workshop.leftovers() if workshop.runs[-1].name in name]
            if left:
                losses.append(f"{where}: leaves {', '.join(left)}")
    return Row("kill -9 of training, in chains", kills, losses, f"{chains} chains, {begun_anew} begun anew, run of {seconds:.1f} s")


# Other commands


class SlowServer:
    """Sends one file on loopback, a piece at a time; knows ranges."""

    def __init__(self, content, pause=0.01, piece=4096):
        outer = self
        self.requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.requests.append(self.headers.get("Range"))
                first = int(re.match(r"bytes=(\d+)-", self.headers.get("Range") or "bytes=0-")[1])
                self.send_response(206 if first else 200)
                self.send_header("ETag", '"1"')
                self.send_header("Content-Length", str(len(content) - first))
                if first:
                    self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
                self.end_headers()
                try:
                    for start in range(first, len(content), piece):
                        self.wfile.write(content[start:start + piece])
                        time.sleep(pause)
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def fetch(context, full=20):
    content = drawings(400, 28)
    numbers = context.random("kills of fetch")
    server = SlowServer(content)
    losses, kills, resumed = [], 0, 0
    try:
        while kills < context.count(full, least=2):
            server.requests.clear()
            with context.workshop() as workshop:
                options = {"environment": {"ATELIER_QUICKDRAW_URL": server.url}}
                file = workshop.path / "data/atelier/quickdraw/cat.npy"
                for _ in range(numbers.randint(1, 3)):
                    kills += workshop.run_and_kill(numbers.uniform(0, 1.5), "data", "fetch", "cat", **options)
                    if file.exists() and file.read_bytes() != content:
                        losses.append("a killed download leaves a file that is not the server's")
                result = workshop.run("data", "fetch", "cat", **options)
                if result.status != 0 or file.read_bytes() != content:
                    losses.append(f"a killed download does not go on: {result.errors.strip()}")
                left = sorted(p.name for p in file.parent.iterdir() if p.name.startswith("cat.npy."))
                if left:
                    losses.append(f"a download leaves {', '.join(left)}")
                resumed += any(server.requests)
    finally:
        server.close()
    return Row("kill -9 of data fetch", kills, losses, f"{resumed} went on inside the file")


def files(context, full=20):
    """import, export and sample: what they write is whole or not there."""
    numbers = context.random("kills of files")
    losses, kills = [], 0
    with context.workshop() as workshop:
        workshop.write_drawings()
        result = workshop.run("train", "cat.npy", *SMALLEST, "--epochs", "1", "--keras")
        if result.status != 0:
            return Row("kill -9 of import, export and sample", 1, [result.errors])
        run = workshop.runs[0]
        for name in ("generator.h5", "discriminator.h5"):
            shutil.copy(run / name, workshop.path / name)
        formats = {"keras-h5": "out.h5", "keras-v3": "out.weights.h5", "safetensors": "out.safetensors", "onnx": "out.onnx"}
        commands = [(["export", run, "--format", format, "-o", name], name) for format, name in formats.items()]
        commands += [(["sample", run, "--count", "64", "-o", "out.png"], "out.png"),
                     (["sample", run, "--interpolate", "10", "-o", "out.gif"], "out.gif"),
                     (["import", "--generator", "generator.h5", "--discriminator", "discriminator.h5", "cat.npy",
                       "--epochs", "2"], None)]
        wholes = []
        for command, name in commands:
            begin = time.monotonic()
            result = workshop.run(*command)
            seconds = time.monotonic() - begin
            if result.status != 0:
                return Row("kill -9 of import, export and sample", 1, [f"{command[0]}: {result.errors.strip()}"])
            wholes.append((seconds, (workshop.path / name).read_bytes() if name else None))
        while kills < context.count(full, least=4):
            index = numbers.randrange(len(commands))
            (command, name), (seconds, whole) = commands[index], wholes[index]
            if name:
                (workshop.path / name).unlink(missing_ok=True)
            kills += workshop.run_and_kill(numbers.uniform(0, seconds), *command)
            if name and (workshop.path / name).exists() and (workshop.path / name).read_bytes() != whole:
                losses.append(f"{command[0]} {name} was killed and left a part of it")
            for found in workshop.runs:
                losses += [f"{command[0]} was killed: {found.name}: {problem}" for problem in damaged_files(found)]
        for command, name in commands:
            result = workshop.run(*command)
            if result.status != 0:
                losses.append(f"{command[0]} fails after kills: {result.errors.strip()}")
        for imported in workshop.runs[1:]:
            result = workshop.run("resume", imported)
            if result.status != 0:
                losses.append(f"{imported.name}, whose import may have been killed, does not resume: {result.errors.strip()}")
    return Row("kill -9 of import, export and sample", kills, losses)


# The studio


class Studio:
    """A studio of the workshop's runs, as a process of its own."""

    def __init__(self, workshop, **options):
        self.process = workshop.start("studio", "--port", "0", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                      **options)
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline())[1])

    def request(self, method, path, body=None, seconds=60):
        """The status and body of an answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"})
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def kill(self):
        kill(self.process)
        self.process.stdout.close()


def studio(context, full=10):
    """A studio that is killed while it starts, stops and resumes runs and draws."""
    numbers = context.random("kills of the studio")
    losses, kills = [], 0
    with context.workshop() as workshop:
        workshop.write_drawings()
        result = workshop.run("train", "cat.npy", *SMALLEST, "--epochs", "2")
        run = workshop.runs[0].name
        new = {"dataset": f"run:{run}", "preset": "tutorial",
               "settings": {"width": 4, "latentSize": 8, "batchSize": 8, "epochs": 3, "threads": 1}}
        requests = [("POST", "/api/runs", new), ("POST", f"/api/runs/{run}/resume", {}), ("POST", f"/api/runs/{run}/stop", None),
                    ("GET", f"/api/runs/{run}/drawings?count=16", None), ("GET", "/api/runs", None),
                    ("GET", f"/api/runs/{run}/walk.gif?frames=20&count=4", None)]
        for kills in range(1, context.count(full, least=1) + 1):
            server = Studio(workshop)

            def ask():
                try:
                    while True:
                        server.request(*numbers.choice(requests))
                except OSError:
                    pass

            asking = threading.Thread(target=ask, daemon=True)
            asking.start()
            time.sleep(numbers.uniform(0, 3))
            server.kill()
            asking.join()
            for found in workshop.runs:
                losses += [f"the studio was killed: {found.name}: {problem}" for problem in damaged_files(found)]
        server = Studio(workshop)
        status, body = server.request("GET", "/api/runs")
        if status != 200 or len(json.loads(body)["runs"]) != len(workshop.runs):
            losses.append(f"a studio started after kills lists {body[:200]}")
        server.kill()
        for found in workshop.runs:
            result = workshop.run("resume", found, "--epochs", "3")
            if result.status != 0:
                losses.append(f"{found.name} does not resume: {result.errors.strip()}")
        return Row("kill -9 of the studio and its trainers", kills, losses, f"{len(workshop.runs)} runs")
