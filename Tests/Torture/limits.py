"""Too little of what a machine has: memory, descriptors, room in /tmp; and a clock that jumps."""

import errno
import re
import resource

from kills import Studio, reference, prepare as prepare_run
from workshop import Row, SMALLEST, damaged_files, differences, events

STEPS = 2000


def memory(context):
    """Address space from 200 MB up, until training has enough: it works, or says in a sentence that it cannot."""
    losses, tried, enough, loaded = [], 0, None, None
    step = 20 if context.share >= 0.5 else 140
    for megabytes in range(200, 8000, step):
        limits = {resource.RLIMIT_AS: megabytes << 20}
        with context.workshop() as workshop:
            # Below what its libraries take to load, the tool does not come to its first line.
            version = workshop.run("--version", limits=limits)
            if version.status != 0 and not version.is_one_sentence:
                continue
            loaded = loaded or megabytes
            tried += 1
            workshop.write_drawings(count=24)
            result = workshop.run("train", "cat.npy", *SMALLEST, "--epochs", "2", limits=limits, seconds=120)
            if result.status != 0 and not result.is_one_sentence:
                losses.append(f"{megabytes} MB: no sentence but {result.status}: {result.errors.strip()[:300]}")
            for run in workshop.runs:
                losses += [f"{megabytes} MB: {problem}" for problem in damaged_files(run)]
                if result.status != 0:
                    again = workshop.run("resume", run)
                    if again.status != 0:
                        losses.append(f"{megabytes} MB: does not go on with more: {again.errors.strip()}")
            losses += [f"{megabytes} MB: leaves {name}" for name in workshop.leftovers()]
            if result.status == 0:
                enough = megabytes
                break
    if enough is None:
        losses.append("8 GB of address space are not enough")
    return Row("memory, from 200 MB up", tried, losses, f"libraries load from {loaded} MB, the smallest training from {enough}")


def growth(context):
    """Many steps, after which the process is as large as near their beginning."""
    steps = STEPS if context.share >= 0.5 else 600
    with context.workshop() as workshop:
        workshop.write_drawings(count=steps)
        (workshop.path / "settings.json").write_text('{"logEverySteps": 10}')
        result = workshop.run("train", "cat.npy", *SMALLEST, "--epochs", "1000", "--max-steps", steps, "--keep", "1",
                              "--keras", "--tensorboard", "--config", "settings.json", seconds=1800)
        if result.status != 0:
            return Row("memory over many steps", 1, [result.errors])
        sizes = [event["residentBytes"] for event in events(workshop.runs[0]) if event.get("event") == "step"]
        early, late = max(sizes[len(sizes) // 5:len(sizes) // 2]), max(sizes[len(sizes) // 2:])
        grown = late - early
        losses = [f"{steps} steps grow the process by {grown / 1e6:.1f} MB"] if grown > 4_000_000 else []
        return Row("memory over many steps", 1, losses, f"{steps} steps, {late / 1e6:.0f} MB, {grown / 1e6:+.2f} MB in the second half")


def descriptors(context):
    """64 open files, for the trainer and the other commands; for a studio that is asked, as many as it says it needs."""
    limits = {resource.RLIMIT_NOFILE: 64}
    losses, tried = [], 0
    with context.workshop() as workshop:
        workshop.write_drawings()
        commands = [["train", "cat.npy", *SMALLEST, "--epochs", "2", "--keras", "--tensorboard"]]
        run = workshop.path / "runs/00001-cat-tutorial"
        commands += [["resume", run, "--epochs", "3"], ["sample", run, "--separate", "drawings", "--count", "100"],
                     ["export", run, "--format", "onnx", "-o", "generator.onnx"],
                     ["import", "--generator", run / "generator.h5"]]
        for command in commands:
            tried += 1
            result = workshop.run(*command, limits=limits)
            if result.status != 0:
                losses.append(f"{command[0]}: {result.errors.strip()}")
        tried += 1
        result = workshop.run("studio", "--port", "0", limits=limits)
        needed = re.search(r"expected (\d+) and more", result.errors)
        if not result.is_one_sentence or not needed:
            return Row("64 descriptors", tried, [*losses, f"the studio says not what it needs: {result.errors.strip()}"])
        server = Studio(workshop, limits={resource.RLIMIT_NOFILE: int(needed[1]) + 8})
        try:
            for path in ["/api/runs", f"/api/runs/{run.name}/drawings?count=4", f"/api/runs/{run.name}/samples.gif", "/"] * 40:
                tried += 1
                status, _ = server.request("GET", path)
                if status != 200:
                    losses.append(f"the studio answers {status} to {path}")
        except OSError as error:
            losses.append(f"the studio does not answer: {error}")
        finally:
            server.kill()
    return Row("64 descriptors", tried, losses, f"the studio with {int(needed[1]) + 8}")


def clock(context, full=12):
    """A clock that is set back by a day while a run trains, and before it goes on."""
    whole, _ = reference(context)
    numbers = context.random("clock")
    losses, tried = [], context.count(full, least=1)
    for _ in range(tried):
        with context.workshop() as workshop:
            arguments = prepare_run(workshop)
            look = numbers.choice([1, 50, 200, 500, 1000])
            result = workshop.run("train", *arguments, "--max-steps", numbers.randint(5, 50), faults={"CLOCK": look})
            if result.status == 0:
                result = workshop.run("resume", workshop.runs[0], "--max-steps", "100000", faults={"CLOCK": numbers.choice([1, 200])})
            where = f"a day back at look {look}"
            if result.status != 0:
                losses.append(f"{where}: {result.errors.strip()}")
                continue
            negative = [event for event in events(workshop.runs[0]) if event.get("seconds", 0) < 0 or event.get("imagesPerSecond", 1) < 0]
            if negative:
                losses.append(f"{where}: {negative[0]}")
            # Where a run is stopped it draws a grid more, which its film then shows.
            losses += [f"{where}: {d}" for d in differences(workshop.runs[0], whole) if "samples" not in d]
    return Row("a clock that jumps back a day", tried, losses)


def temporary(context):
    """A /tmp in which nothing can be made."""
    losses, tried = [], 0
    with context.workshop() as workshop:
        workshop.write_drawings()
        run = workshop.path / "runs/00001-cat-tutorial"
        for command in [["train", "cat.npy", *SMALLEST, "--epochs", "2", "--keras", "--tensorboard"],
                        ["resume", run, "--epochs", "3"], ["sample", run], ["export", run, "--format", "keras-h5", "-o", "g.h5"],
                        ["import", "--generator", run / "generator.h5"], ["evaluate", run]]:
            tried += 1
            hit = workshop.path / "hit"
            result = workshop.run(*command, faults={"ROOT": workshop.path / "tmp", "FAIL": f"1:{errno.ENOSPC}+", "HIT": hit})
            if result.status != 0 and not (command[0] == "evaluate" and result.is_one_sentence):
                losses.append(f"{command[0]}: {result.errors.strip()}")
            if hit.exists():
                losses.append(f"{command[0]} writes to /tmp: {hit.read_text().strip()}")
                hit.unlink()
    return Row("a full /tmp", tried, losses)
