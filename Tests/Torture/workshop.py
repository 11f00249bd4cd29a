"""What the scenarios share: a folder to work in, the tool, runs and what is compared of them."""

import json
import os
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SMALLEST = ["--preset", "tutorial", "--width", "4", "--latent-size", "8", "--batch-size", "8", "--threads", "1"]
# What a crash, an engine or a library says, where there should be a sentence of ours.
FOREIGN = ["Fatal error", "Stack dump", "Domain=", "c10::", "std::", "Exception raised", "Error:", "Program crashed"]


class Result(NamedTuple):
    status: int
    output: str
    errors: str

    @property
    def is_one_sentence(self):
        return (len(self.errors.splitlines()) == 1 and self.errors.startswith("atelier: ")
                and not any(word in self.errors for word in FOREIGN))


class Row(NamedTuple):
    """A line of the table: how often something was tried, and each loss in words."""

    name: str
    tried: int
    losses: list
    figures: str = ""


class Context(NamedTuple):
    tool: str
    library: str
    folder: Path
    seed: int
    # The share of the full number of trials.
    share: float
    minutes: float

    def count(self, full, least=1):
        return max(least, round(full * self.share))

    def random(self, name):
        """The same numbers for the same seed, whichever scenarios ran before."""
        return random.Random(f"{self.seed} {name}")

    def workshop(self):
        return Workshop(self, Path(tempfile.mkdtemp(dir=self.folder)))


class Workshop:
    def __init__(self, context, path):
        self.context = context
        self.path = path
        (path / "tmp").mkdir()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def start(self, *arguments, faults=None, environment=None, limits=None, **options):
        """Starts the tool. `faults` are settings of faults.c without their beginning; `limits` are of setrlimit."""
        variables = dict(os.environ, HOME=str(self.path), XDG_DATA_HOME=str(self.path / "data"), OMP_NUM_THREADS="1",
                         TMPDIR=str(self.path / "tmp"), ATELIER_QUICKDRAW_URL="http://127.0.0.1:9")
        variables.update(environment or {})
        if faults is not None:
            variables.update({"FAULTS_" + key: str(value) for key, value in faults.items()}, LD_PRELOAD=self.context.library)

        def limit():
            for kind, value in (limits or {}).items():
                resource.setrlimit(kind, (value, value))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        return subprocess.Popen([self.context.tool, *map(str, arguments)], cwd=self.path, env=variables, preexec_fn=limit,
                                stdin=subprocess.DEVNULL, start_new_session=True, **options)

    def run(self, *arguments, seconds=300, **options):
        """Runs the tool to its end."""
        with tempfile.TemporaryFile("w+", errors="replace") as output, \
                tempfile.TemporaryFile("w+", errors="replace") as errors:
            process = self.start(*arguments, stdout=output, stderr=errors, **options)
            try:
                status = process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                kill(process)
                status = "hung"
            output.seek(0)
            errors.seek(0)
            return Result(status, output.read(), errors.read())

    def run_and_kill(self, seconds, *arguments, **options):
        """Runs the tool, and kills it with its children after so many seconds. Whether it was still running."""
        process = self.start(*arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        try:
            process.wait(timeout=seconds)
            return False
        except subprocess.TimeoutExpired:
            kill(process)
            return True

    def write_drawings(self, name="cat.npy", count=40, side=16, seed=1):
        (self.path / name).write_bytes(drawings(count, side, seed))
        return name

    @property
    def runs(self):
        """The runs' folders, in order."""
        folder = self.path / "runs"
        return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")) if folder.is_dir() else []

    def leftovers(self, folder="."):
        """What a killed process left half written, by its name."""
        return sorted(str(p.relative_to(self.path)) for p in (self.path / folder).rglob(".*")
                      if p.name.endswith(".atelier-tmp") or p.name.endswith(".new"))


def kill(process):
    """Ends a process and its children at once."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def drawings(count, side, seed=1):
    """A .npy file of discs."""
    numbers = random.Random(seed)
    pixels = bytearray()
    for _ in range(count):
        radius, row, column = side / 4 + numbers.random() * 3, side / 2 + numbers.random() * 3, side / 2 + numbers.random() * 3
        pixels += bytes(255 if (y - row) ** 2 + (x - column) ** 2 <= radius ** 2 else 0 for y in range(side) for x in range(side))
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({count}, {side}, {side}), }}"
    header = header.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(pixels)


# Runs

# Those that follow from the settings, to the last bit; of the others, log.txt and the events tell times.
SAME_FILES = ["generator.safetensors", "discriminator.safetensors", "generator.h5", "discriminator.h5", "best.safetensors",
              "samples.gif", "reals.png"]
MEASURED_TIMES = {"time", "seconds", "imagesPerSecond", "residentBytes"}


def events(run):
    result = []
    for line in (run / "events.jsonl").read_text(errors="replace").splitlines():
        try:
            result.append(json.loads(line))
        except ValueError:
            result.append({"event": "torn"})
    return result


def signature(run):
    """All of a run that must be the same however often it was interrupted."""
    result = {name: (run / name).read_bytes() for name in SAME_FILES if (run / name).exists()}
    result.update({f"samples/{p.name}": p.read_bytes() for p in (run / "samples").iterdir()})
    result["steps and epochs"] = [
        {key: value for key, value in event.items() if key not in MEASURED_TIMES}
        for event in events(run) if event.get("event") in ("step", "epoch")]
    result["torn lines"] = sum(event.get("event") == "torn" for event in events(run))
    result["last checkpoint"] = sorted(p.name for p in (run / "checkpoints").glob("*.safetensors"))[-1]
    return result


def differences(run, reference):
    """In words, what of a run is not as in `reference`; nothing if all is."""
    if not (run / "events.jsonl").exists():
        return [f"{run.name} has no events"]
    found = signature(run)
    return [f"{name} differs" for name in sorted(found.keys() | reference.keys()) if found.get(name) != reference.get(name)]


def is_whole_checkpoint(path):
    """Whether a checkpoint ends in the CRC-32 of what stands before it."""
    content = path.read_bytes()
    return len(content) > 12 and zlib.crc32(content[:-4]) == struct.unpack("<I", content[-4:])[0]


def damaged_files(run):
    """The files of a run that are neither whole nor absent, as far as their formats tell."""
    result = []
    for path in run.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        name = str(path.relative_to(run))
        if path.is_dir() or path.name.startswith("."):
            continue
        if path.suffix == ".safetensors":
            size = struct.unpack("<Q", content[:8])[0] if len(content) >= 8 else 0
            whole = 8 + size <= len(content) and content[8:9] == b"{"
            if whole and path.parent.name == "checkpoints":
                whole = is_whole_checkpoint(path)
            elif whole:
                tensors = json.loads(content[8:8 + size])
                whole = 8 + size + max(t["data_offsets"][1] for k, t in tensors.items() if k != "__metadata__") == len(content)
        elif path.suffix == ".png":
            whole = content.startswith(b"\x89PNG") and content.endswith(b"IEND\xaeB\x60\x82")
        elif path.suffix == ".gif":
            whole = content.startswith(b"GIF8") and content.endswith(b";")
        elif path.suffix == ".h5":
            whole = content.startswith(b"\x89HDF") and struct.unpack("<Q", content[40:48])[0] == len(content)
        elif path.name == "config.json":
            whole = content.rstrip().endswith(b"}")
        else:
            whole = True
        if not whole:
            result.append(f"{name} is damaged ({len(content)} bytes)")
    return result


def train_to_end(workshop, arguments, run=None, **options):
    """Goes on with the newest run, or begins one, until it is trained."""
    run = run or (workshop.runs or [None])[-1]
    command = ["resume", run] if run else ["train", *arguments]
    return workshop.run(*command, **options)

