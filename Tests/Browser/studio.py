"""A studio that serves on a free port, and the runs that a test needs."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "browser-test"


class Studio:
    def __init__(self):
        shutil.rmtree(BUILD, ignore_errors=True)
        self.runs = BUILD / "runs"
        self.runs.mkdir(parents=True)
        self.log = open(BUILD / "studio.log", "w")
        command = [os.environ["ATELIER"], "studio", "--runs", str(self.runs), "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+?(?=/?;)", line)
        assert found, f"the studio said {line!r} instead of its address; see {self.log.name}"
        self.address = found[0].rstrip("/")

    def close(self):
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=60)
        self.log.close()
        return status

    def get(self, path):
        with urllib.request.urlopen(self.address + path) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()

    def json(self, path):
        return json.loads(self.get(path)[2])

    def add_broken_run(self, name):
        (self.runs / name).mkdir()
        (self.runs / name / "config.json").write_text('{"epochs": ')
