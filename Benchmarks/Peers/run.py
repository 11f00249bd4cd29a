#!/usr/bin/env python3
"""Measures the tutorial's training step, generation and start-up of Atelier and of its peers by turns, and writes a
page and JSON about them. `make bench-peers` builds Atelier first."""

import argparse
import ast
import json
import os
from datetime import date
from pathlib import Path

import environments
import machine
import report
from benchmark import Benchmark
from programs import Settings, versions


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, help=".npy file of drawings of 28×28; noise if left out")
    parser.add_argument("--peers", default=",".join(environments.REQUIREMENTS), help="names, separated by commas")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm-up", type=int, default=1, help="steps that are not counted, in each round")
    parser.add_argument("--steps", type=int, default=3, help="steps of a peer in each round")
    parser.add_argument("--training-steps", type=int, default=30, help="steps of Atelier's training in each round")
    parser.add_argument("--page", type=Path, default=Path("docs/explanation/benchmarks.md"))
    parser.add_argument("--json", type=Path, default=Path("build/bench-peers.json"))
    options = parser.parse_args()
    options.peers = [name for name in options.peers.split(",") if name]
    for name in options.peers:
        if name not in environments.REQUIREMENTS:
            parser.error(f"--peers has {name}; expected some of {', '.join(environments.REQUIREMENTS)}")
    least = {"rounds": 1, "warm_up": 1, "steps": 1, "training_steps": options.warm_up + 2}
    for name, minimum in least.items():
        if getattr(options, name) < minimum:
            parser.error(f"--{name.replace('_', '-')} is {getattr(options, name)}; expected {minimum} or more")
    if options.data and (problem := problem_with(options.data)):
        parser.error(f"{options.data} {problem}")
    return options


def problem_with(data: Path) -> str | None:
    """What keeps a file from being drawings to train on."""
    try:
        with data.open("rb") as file:
            start = file.read(10)
            if start[:8] != b"\x93NUMPY\x01\x00":
                return "is not a .npy file of version 1.0"
            header = ast.literal_eval(file.read(int.from_bytes(start[8:], "little")).decode("latin1"))
        kind, shape = header["descr"], header["shape"]
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except (SyntaxError, ValueError, KeyError, TypeError):
        return "has no .npy file's header"
    if kind != "|u1" or len(shape) != 2 or shape[0] < 256 or shape[1] != 784:
        return f"holds {kind} {shape}; expected |u1 (uint8) of 256 or more drawings of 784 pixels"
    return None


def make_noise(path: Path, count: int):
    """Drawings of noise: what a step takes does not depend on what is drawn."""
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({count}, 784), }}".ljust(117) + "\n"
    length = len(header).to_bytes(2, "little")
    path.write_bytes(b"\x93NUMPY\x01\x00" + length + header.encode() + os.urandom(count * 784))


def write(path: Path, text: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".partial")
    temporary.write_text(text)
    temporary.replace(path)
    print(f"{path}: written", flush=True)


def main():
    options = arguments()
    data = options.data and options.data.resolve()
    os.chdir(Path(__file__).parents[2])
    about_machine = machine.describe()
    environments.FOLDER.mkdir(parents=True, exist_ok=True)
    if data is None:
        data = environments.FOLDER / "noise.npy"
        make_noise(data, count=256 * (options.training_steps + 1))
    benchmark = Benchmark(options.peers, Settings(data, options.warm_up, options.steps, options.training_steps))
    benchmark.run(options.rounds)
    results = {
        "date": date.today().isoformat(),
        "machine": about_machine,
        "versions": {**versions(), **benchmark.versions},
        "rounds": options.rounds,
        "warm-up": options.warm_up,
        "steps": options.steps,
        "training steps": options.training_steps,
        **benchmark.results(),
    }
    write(options.json, json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    write(options.page, report.page(results))


if __name__ == "__main__":
    main()
