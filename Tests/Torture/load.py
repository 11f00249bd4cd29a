"""Load: event streams, searches and a client that reads a byte a minute, at once, while a run trains beside them."""

import json
import os
import re
import selectors
import signal
import socket
import statistics
import subprocess
import threading
import time

from kills import Studio
from workshop import Row, SMALLEST, kill

STREAMS, SEARCHERS, TURN = 200, 50, 2.0


def open_request(port, method, path, body=None, seconds=30):
    content = b"" if body is None else json.dumps(body).encode()
    connection = socket.create_connection(("127.0.0.1", port), timeout=seconds)
    connection.sendall(
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n".encode() + content)
    return connection


class Load:
    def __init__(self, port, run, earlier):
        self.port, self.run, self.earlier = port, run, earlier
        self.is_over = False
        self.streams = self.stream_events = self.asked = self.answered = self.busy = 0
        self.lost = []
        self.lock = threading.Lock()

    def begin(self):
        self.threads = [threading.Thread(target=self.listen, daemon=True), threading.Thread(target=self.dawdle, daemon=True)]
        self.threads += [threading.Thread(target=self.search, daemon=True) for _ in range(SEARCHERS)]
        for thread in self.threads:
            thread.start()

    def listen(self):
        selector = selectors.DefaultSelector()
        for _ in range(STREAMS):
            try:
                selector.register(open_request(self.port, "GET", f"/api/runs/{self.run}/events"), selectors.EVENT_READ)
                self.streams += 1
            except OSError as error:
                self.lose(f"an event stream is not opened: {error}")
        while not self.is_over:
            for key, _ in selector.select(1):
                try:
                    data = key.fileobj.recv(1 << 16)
                except OSError:
                    data = b""
                if not data:
                    selector.unregister(key.fileobj)
                    if not self.is_over:
                        self.lose("an event stream ends before its run")
                self.stream_events += data.count(b"event: ")

    def dawdle(self):
        """Asks for all that there is, and takes a byte a minute of it."""
        connection = open_request(self.port, "GET", f"/api/runs/{self.earlier}/walk.gif?frames=60&count=16")
        while not self.is_over:
            try:
                if not connection.recv(1):
                    connection = open_request(self.port, "GET", f"/api/runs/{self.earlier}/walk.gif?frames=60&count=16")
            except OSError:
                pass
            for _ in range(60):
                if self.is_over:
                    return
                time.sleep(1)

    def search(self):
        while not self.is_over:
            self.asked += 1
            answer = b""
            try:
                with open_request(self.port, "POST", f"/api/runs/{self.earlier}/searches",
                                  {"drawing": {"real": 3}, "iterations": 200}, seconds=120) as connection:
                    while b"event: done" not in answer and b"event: problem" not in answer:
                        data = connection.recv(1 << 16)
                        if not data:
                            break
                        answer += data
                        if not answer.startswith(b"HTTP/1.1 200") and b"\r\n\r\n" in answer:
                            break
            except OSError as error:
                if not self.is_over:
                    self.lose(f"a search gets no answer: {error}")
                continue
            status = re.match(rb"HTTP/1\.1 (\d+)", answer)
            if status and status[1] in (b"429", b"503"):
                self.busy += 1
                after = re.search(rb"(?i)retry-after: (\d+)", answer)
                time.sleep(int(after[1]) if after else 3)
            elif status and (status[1] != b"200" or b"event: done" in answer):
                self.answered += 1
                if status[1] != b"200":
                    self.lose(f"a search is answered {answer[:200]}")
            elif not self.is_over:
                self.lose(f"a search ends without an answer: {answer[-200:]}")

    def lose(self, what):
        with self.lock:
            self.lost.append(what)


def resident(process):
    """The bytes of memory that a process has, and had at most."""
    with open(f"/proc/{process.pid}/status") as file:
        text = file.read()
    return [int(re.search(rf"{key}:\s+(\d+) kB", text)[1]) * 1024 for key in ("VmRSS", "VmHWM")]


def load(context):
    seconds = context.minutes * 60
    losses = []
    with context.workshop() as workshop:
        workshop.write_drawings(count=400, side=28)
        result = workshop.run("train", "cat.npy", *SMALLEST, "--max-steps", "60")
        if result.status != 0:
            return Row("load", 1, [result.errors])
        earlier = workshop.runs[0].name
        server = Studio(workshop)
        trainer = workshop.start("train", "cat.npy", *SMALLEST[:-6], "--batch-size", "32", "--threads", "1", "--width", "16",
                                 "--epochs", "1000000", "--keep", "1", "--json", stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, text=True)
        try:
            run = json.loads(trainer.stdout.readline())["run"].split("/")[-1]
            trainer.stdout.readline()
            # What the clients themselves take is not to count as the studio's.
            os.nice(19)
            weight = Load(server.port, run, earlier)
            weight.begin()
            time.sleep(2)
            # The studio is halted and runs by turns, so that what else the machine does meets both alike.
            turns, is_on, steps, sizes = [], True, [], []
            begin = end = time.time()
            end += TURN
            while time.time() - begin < seconds:
                event = json.loads(trainer.stdout.readline())
                if event["event"] == "step":
                    steps.append((event["time"], event["imagesSeen"]))
                if time.time() >= end:
                    if len(steps) > 2:
                        turns.append((is_on, (steps[-1][1] - steps[1][1]) / (steps[-1][0] - steps[1][0])))
                    sizes.append(resident(server.process)[0])
                    is_on, steps, end = not is_on, [], time.time() + TURN
                    server.process.send_signal(signal.SIGCONT if is_on else signal.SIGSTOP)
            server.process.send_signal(signal.SIGCONT)
            peak = resident(server.process)[1]
            weight.is_over = True
            losses += sorted(set(weight.lost))
            for thread in weight.threads:
                thread.join(130)
            pairs = [(a[1], b[1]) if b[0] else (b[1], a[1]) for a, b in list(zip(turns, turns[1:]))[::2]]
            change = statistics.median((on / off - 1) * 100 for off, on in pairs) if pairs else 0
            # A difference of a few percent shows in many turns only.
            if len(pairs) >= 30 and change < -5:
                losses.append(f"training is slower by {-change:.1f} %")
            third = len(sizes) // 3
            grown = max(sizes[-third:]) - max(sizes[third:2 * third]) if third else 0
            if grown > 50_000_000:
                losses.append(f"the studio grows by {grown / 1e6:.0f} MB")
            if peak > 2_000_000_000:
                losses.append(f"the studio takes {peak / 1e6:.0f} MB")
            if weight.answered == 0:
                losses.append("no search is done")
            figures = (f"{seconds:.0f} s; training {change:+.1f} % in {len(pairs)} pairs of turns; {weight.streams} streams, "
                       f"{weight.stream_events} events; {weight.asked} searches, {weight.answered} done, {weight.busy} told to wait; "
                       f"studio {peak / 1e6:.0f} MB at most")
            return Row("load", weight.asked + weight.streams, losses, figures)
        finally:
            kill(trainer)
            server.process.send_signal(signal.SIGCONT)
            server.kill()
