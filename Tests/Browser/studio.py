"""A studio that serves on a free port, and the runs that a test needs."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "browser-test"
TOOL = os.environ["ATELIER"]


class Studio:
    def __init__(self, name, *options, token=None):
        folder = BUILD / name
        shutil.rmtree(folder, ignore_errors=True)
        self.runs = folder / "runs"
        self.runs.mkdir(parents=True)
        self.log = folder / "studio.log"
        self.options = options
        self.environment = os.environ | ({"ATELIER_TOKEN": token} if token else {})
        self.open(port=0)

    def open(self, port):
        command = [TOOL, "studio", "--runs", str(self.runs), "--port", str(port), *self.options]
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=self.environment)
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+?(?=/?;)", line)
        assert found, f"the studio said {line!r} instead of its address; see {self.log}"
        self.address = found[0].rstrip("/")

    def close(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=180)
        self.process.stdout.close()

    @property
    def port(self):
        return urllib.parse.urlsplit(self.address).port

    def get(self, path):
        with urllib.request.urlopen(self.address + path) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()

    def json(self, path):
        return json.loads(self.get(path)[2])

    def add_broken_run(self, name):
        (self.runs / name).mkdir()
        (self.runs / name / "config.json").write_text('{"epochs": ')
