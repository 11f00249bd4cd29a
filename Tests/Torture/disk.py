"""A file system that refuses: calls that fail, each in turn, and locks that do not lock."""

import errno
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from workshop import Row, SMALLEST, damaged_files, differences, kill, signature, train_to_end

COMMAND = ["cat.npy", *SMALLEST, "--epochs", "2", "--keras", "--tensorboard", "--keep", "1", "--config", "settings.json"]
# A disk that is full, or a quota that is used up, stays so; a failing one may fail once.
KINDS = {"ENOSPC": f"{errno.ENOSPC}+", "EIO": str(errno.EIO), "EDQUOT": f"{errno.EDQUOT}+", "short": "short"}


def prepare(workshop):
    workshop.write_drawings(count=24)
    (workshop.path / "settings.json").write_text('{"logEverySteps": 1}')
    (workshop.path / "runs").mkdir()
    return {"ROOT": workshop.path / "runs"}


def failing(context, full=2000):
    """Each call that changes the runs' folder fails in turn; then the disk is sound again."""
    with context.workshop() as workshop:
        faults = prepare(workshop)
        log = workshop.path / "log"
        result = workshop.run("train", *COMMAND, faults={**faults, "LOG": log})
        if result.status != 0:
            return Row("each call fails in turn", 1, [f"nothing fails, but: {result.errors}"])
        whole = signature(workshop.runs[0])
        calls = sum(line[:2] in (b"C ", b"M ", b"T ", b"W ", b"S ", b"R ") for line in log.read_bytes().split(b"\n"))
    numbers = context.random("failing disk")
    trials = [(call, name) for call in range(1, calls + 1) for name in KINDS]
    if context.share < 1:
        trials = numbers.sample(trials, min(len(trials), context.count(full, least=4)))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        losses = sum(pool.map(lambda chosen: trial(context, *chosen, whole), trials), [])
    return Row("each call fails in turn", len(trials), losses, f"{calls} calls × {', '.join(KINDS)}")


def trial(context, call, name, whole):
    with context.workshop() as workshop:
        faults = prepare(workshop)
        hit = workshop.path / "hit"
        result = workshop.run("train", *COMMAND, faults={**faults, "FAIL": f"{call}:{KINDS[name]}", "HIT": hit})
        what = f"{name} at call {call} ({hit.read_text().strip().replace(str(workshop.path) + '/', '') if hit.exists() else ''})"
        losses = []
        if name == "short" and result.status != 0:
            losses.append(f"the run ends: {result.errors.strip()}")
        elif result.status != 0:
            if not result.is_one_sentence:
                losses.append(f"no sentence but {result.status}: {result.errors.strip()[-300:]}")
            elif "runs" not in result.errors:
                losses.append(f"names no file: {result.errors.strip()}")
        for run in workshop.runs:
            losses += damaged_files(run)
        if workshop.leftovers():
            losses.append(f"leaves {', '.join(workshop.leftovers())}")
        if result.status != 0 or not workshop.runs:
            again = train_to_end(workshop, COMMAND)
            if again.status != 0:
                return [f"{what}: {loss}" for loss in [*losses, f"does not go on: {again.errors.strip()}"]]
        if result.status == 0 and name != "short" and not any(run.joinpath("generator.safetensors").exists() for run in workshop.runs):
            losses.append("the run succeeds and leaves nothing")
        found = differences(workshop.runs[-1], whole)
        # A run goes on without what only tells how it goes, and says so.
        told = "cannot" in result.errors + result.output
        losses += [d for d in found if not (result.status == 0 and told and d in ("steps and epochs differs", "torn lines differs"))]
        return [f"{what}: {loss}" for loss in losses]


def locks(context, faults=None):
    """Two processes that train one run."""
    losses, tried = [], 0
    with context.workshop() as workshop:
        workshop.write_drawings()
        first = workshop.start("train", "cat.npy", *SMALLEST, "--epochs", "1000000", "--keep", "1", faults=faults,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 60
            while not (workshop.runs and (workshop.runs[0] / "checkpoints/epoch-0001.safetensors").exists()):
                if time.monotonic() > until or first.poll() is not None:
                    return Row("two processes at once", 1, ["the first run does not begin"])
                time.sleep(0.05)
            tried += 1
            second = workshop.run("resume", workshop.runs[0], "--epochs", "1", faults=faults, seconds=60)
            if second.status == 0 or "is being trained by another process" not in second.errors:
                losses.append(f"a second process is let in: {second.status} {second.errors.strip()[-200:]}")
            first.send_signal(signal.SIGINT)
            first.wait(60)
        finally:
            kill(first)
        for code in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            tried += 1
            result = workshop.run("resume", workshop.runs[0], faults={"FLOCK": code})
            if faults is None and (not result.is_one_sentence or "has no locks" not in result.errors):
                losses.append(f"without locks ({errno.errorcode[code]}): {result.errors.strip()}")
    return Row("two processes at once; no locks", tried, losses)
