#!/usr/bin/env python3
"""Does to Atelier what must not harm it, prints one table, and exits with 1 where anything was lost.

Kills at any moment, a failing disk, power cuts, too little memory, too few descriptors, a clock that jumps, a full /tmp, load.
Needs Linux, a C compiler and the built tool; nothing else but Python.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import disk
import kills
import limits
import load
import planted
import power
from workshop import HERE, Context

SCENARIOS = {
    "kills": kills.train, "kills-of-fetch": kills.fetch, "kills-of-files": kills.files, "kills-of-studio": kills.studio,
    "disk": disk.failing, "locks": disk.locks, "power": power.cuts, "memory": limits.memory, "growth": limits.growth,
    "descriptors": limits.descriptors, "clock": limits.clock, "temporary": limits.temporary, "load": load.load,
    "planted": planted.bugs,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=HERE.parent.parent / ".build/release/atelier", help="the tool (default: %(default)s)")
    parser.add_argument("--share", type=float, default=1, help="the share of all trials, such as 0.05 (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=10, help="how long the load lasts (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="of all that is random (default: another each time)")
    parser.add_argument("--only", default=",".join(SCENARIOS), help="scenarios, separated by commas (default: %(default)s)")
    arguments = parser.parse_args()
    names = arguments.only.split(",")
    for name in names:
        if name not in SCENARIOS:
            parser.error(f"--only is {name}, expected some of {', '.join(SCENARIOS)}")
    tool = Path(arguments.tool).resolve()
    if not tool.exists():
        parser.error(f"{tool} is not there; build it by: make build")
    seed = arguments.seed if arguments.seed is not None else int(time.time())
    print(f"seed {seed}, {tool}")

    folder = Path(tempfile.mkdtemp(prefix="atelier-torture-")).resolve()
    rows = []
    try:
        library = folder / "faults.so"
        compiler = shutil.which("clang") or shutil.which("cc")
        subprocess.run([compiler, "-std=gnu17", "-O1", "-shared", "-fPIC", "-o", library, HERE / "faults.c"], check=True)
        context = Context(str(tool), str(library), folder, seed, arguments.share, arguments.minutes)
        for name in names:
            begin = time.monotonic()
            row = SCENARIOS[name](context)
            rows.append((row, time.monotonic() - begin))
            print(f"  {row.name}: {row.tried} tried, {len(row.losses)} lost", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    print()
    width = max(len(row.name) for row, _ in rows)
    print(f"{'what':{width}}  tried  lost  seconds  figures")
    for row, seconds in rows:
        print(f"{row.name:{width}}  {row.tried:5}  {len(row.losses):4}  {seconds:7.0f}  {row.figures}")
    losses = [f"{row.name}: {loss}" for row, _ in rows for loss in row.losses]
    for loss in losses[:50]:
        print(f"LOST: {loss}")
    if losses:
        print(f"{len(losses)} losses; again by --seed {seed} --share {arguments.share} --only {arguments.only}")
    return 1 if losses else 0


if __name__ == "__main__":
    os.environ.pop("LD_PRELOAD", None)
    sys.exit(main())
