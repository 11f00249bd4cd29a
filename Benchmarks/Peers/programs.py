"""The programs that are measured, and how each is run once."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from environments import FOLDER, Allocator, python_of

HERE = Path(__file__).parent
TOOL = Path(".build/release/atelier").absolute()
BENCH = Path(".build/release/atelier-bench").absolute()
BATCH = 256
DRAWINGS = 16
#: No run takes so long; one that does hangs.
TIME_LIMIT_SECONDS = 600
#: What would change how fast a program is.
CLEARED = {"ATELIER_KERNELS", "GLIBC_TUNABLES", "LD_PRELOAD", "MALLOC_CONF", "OMP_NUM_THREADS", "TF_ENABLE_ONEDNN_OPTS"}


class ProgramError(Exception):
    pass


@dataclass
class Result:
    """What one run of a program measured, in seconds a step and images a second, one number each."""

    step: list[float]
    generation: list[float]
    peak_bytes: int
    version: str | None = None


@dataclass
class Settings:
    data: Path
    warm_up: int
    steps: int
    #: Steps of Atelier's training run.
    training_steps: int


@contextmanager
def processors(count: int):
    """Leaves so many processors to this process and those that it starts."""
    everything = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(everything)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, everything)


@dataclass
class Finished:
    """What a process printed, its seconds from start to end, and the most memory that was resident."""

    output: str
    seconds: float
    peak_bytes: int


def run(command: list[str], environment: dict[str, str], threads: int) -> Finished:
    variables = {name: value for name, value in os.environ.items() if name not in CLEARED} | environment
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        with processors(threads):
            start = time.perf_counter()
            process = subprocess.Popen(command, env=variables, stdout=output, stderr=errors)
        timer = threading.Timer(TIME_LIMIT_SECONDS, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            lines = errors.read().strip().splitlines()
            raise ProgramError(f"status {process.returncode}: {lines[-1] if lines else 'no message'}")
        output.seek(0)
        return Finished(output.read(), seconds, usage.ru_maxrss * 1024)


@dataclass(frozen=True)
class PeerProgram:
    peer: str
    mode: str
    name: str
    precision: str = "float32"

    def _command(self, *arguments: str) -> list[str]:
        return [str(python_of(self.peer)), str(HERE / f"{self.peer}_dcgan.py"), *arguments]

    @property
    def _weights(self) -> str:
        ending = {"tensorflow": "weights.h5", "pytorch": "pt", "jax": "npz"}[self.peer]
        return str(FOLDER / f"{self.peer}-generator.{ending}")

    def measure(self, settings: Settings, allocator: Allocator, threads: int) -> Result:
        steps = ["--warm-up", str(settings.warm_up), "--steps", str(settings.steps)]
        command = self._command("train", self.mode, "--data", str(settings.data), "--weights", self._weights, *steps)
        finished = run(command, allocator.environment, threads)
        found = json.loads(finished.output.splitlines()[-1])
        generation = [BATCH / seconds for seconds in found["generation"]]
        return Result(found["step"], generation, finished.peak_bytes, found["version"])

    def draw(self, threads: int) -> float:
        """Seconds from the start of a process that draws with the weights of the last `measure` to its end."""
        output = str(FOLDER / f"{self.peer}-drawings.npy")
        return run(
            self._command("draw", self.mode, "--weights", self._weights, "--output", output), {}, threads
        ).seconds


@dataclass(frozen=True)
class TrainingRun:
    """`atelier train`, as a user runs it. A step's time is what passes between the events of two steps."""

    name: str
    precision: str = "float32"
    peer: str = "atelier"

    @property
    def _folder(self) -> Path:
        return FOLDER / f"runs-{self.precision}"

    def measure(self, settings: Settings, allocator: Allocator, threads: int) -> Result:
        shutil.rmtree(self._folder, ignore_errors=True)
        command = [str(TOOL), "train", str(settings.data), "--json", "--out", str(self._folder)]
        command += ["--max-steps", str(settings.training_steps), "--threads", str(threads)]
        if self.precision != "float32":
            command += ["--precision", self.precision]
        finished = run(command, allocator.environment, threads)
        events = [json.loads(line) for line in finished.output.splitlines()]
        times = [event["time"] for event in events if event["event"] == "step"][settings.warm_up :]
        return Result([end - start for start, end in zip(times, times[1:])], [], finished.peak_bytes)

    def draw(self, threads: int) -> float:
        folder = next(self._folder.iterdir())
        command = [str(TOOL), "sample", str(folder), "--count", str(DRAWINGS), "-o", str(FOLDER / "drawings.png")]
        return run(command, {}, threads).seconds


@dataclass(frozen=True)
class BenchRun:
    """`atelier-bench`, which `make bench` runs: its rows of the step and of generation. One run in a round serves all
    precisions; the first of these programs makes it."""

    name: str
    precision: str = "float32"
    peer: str = "atelier"

    def measure(self, settings: Settings, allocator: Allocator, threads: int) -> Result:
        report = FOLDER / "atelier-bench.json"
        peak_bytes = 0
        if self.precision == "float32":
            peak_bytes = run([str(BENCH), str(report)], allocator.environment, threads).peak_bytes
        rows = {row["name"]: row["median"] for row in json.loads(report.read_text())["results"]}
        suffix = "" if self.precision == "float32" else f", {self.precision}"
        wanted = [f"tutorial's step, batch {BATCH}{suffix}", f"generation, batch {BATCH}{suffix}"]
        if missing := [name for name in wanted if name not in rows]:
            raise ProgramError(f"its report has no row {missing[0]!r}")
        step, generation = ([rows[name]] for name in wanted)
        return Result(step, generation, peak_bytes)


Program = PeerProgram | TrainingRun | BenchRun

PEERS = [
    PeerProgram("tensorflow", "tf.function", "TensorFlow"),
    PeerProgram("tensorflow", "xla", "TensorFlow, XLA"),
    PeerProgram("tensorflow", "bfloat16", "TensorFlow, mixed bfloat16", "bfloat16"),
    PeerProgram("pytorch", "eager", "PyTorch"),
    PeerProgram("pytorch", "channels-last", "PyTorch, channels-last"),
    PeerProgram("pytorch", "compiled", "PyTorch, compiled"),
    PeerProgram("pytorch", "bfloat16,channels-last", "PyTorch, bfloat16, channels-last", "bfloat16"),
    PeerProgram("pytorch", "compiled,bfloat16,channels-last", "PyTorch, compiled, bfloat16, channels-last", "bfloat16"),
    PeerProgram("jax", "jit", "JAX"),
]


def versions() -> dict[str, str]:
    """Of Atelier, and what its doctor says about what it runs on."""

    def says(*command: str) -> str:
        finished = subprocess.run(command, capture_output=True, text=True)
        return finished.stdout.strip() if finished.returncode == 0 else ""

    found = {"Atelier": says(str(TOOL), "--version")}
    if commit := says("git", "describe", "--always", "--dirty"):
        found["Atelier"] += f" ({commit})"
    for line in says(str(TOOL), "doctor").splitlines():
        name, _, text = line.lstrip("✓✗– ").partition(": ")
        if name in ("libtorch", "processor"):
            found[f"Atelier's {name}"] = text
    return found
