"""Rounds in which each program runs once, and what was measured in them."""

import os
import statistics
from dataclasses import asdict, replace

import environments
from environments import GLIBC, Allocator, SetUpError
from programs import PEERS, TOOL, BenchRun, Program, ProgramError, Result, Settings, TrainingRun, run

#: Rounds in which fewer threads are measured, too.
SCALING_ROUNDS = 3


class Benchmark:
    def __init__(self, peers: list[str], settings: Settings):
        self.settings = settings
        self.threads = len(os.sched_getaffinity(0))
        #: What could not be measured, and why.
        self.failures: dict[str, str] = {}
        for peer in peers:
            try:
                environments.set_up(peer)
            except SetUpError as error:
                self._fail(peer, f"could not be installed: {error}")
        self.programs: list[Program] = [TrainingRun("Atelier"), BenchRun("atelier-bench")]
        if "--precision" in run([str(TOOL), "train", "--help"], {}, self.threads).output:
            self.programs.append(TrainingRun("Atelier, bfloat16", "bfloat16"))
            self.programs.append(BenchRun("atelier-bench, bfloat16", "bfloat16"))
        self.programs += [program for program in PEERS if program.peer in peers and program.peer not in self.failures]
        #: The first of each peer, which is the one that is drawn with and whose threads are counted.
        self.first = [
            program
            for index, program in enumerate(self.programs)
            if program.peer not in [other.peer for other in self.programs[:index]]
        ]
        self.allocators: dict[str, Allocator] = {}
        self.trials: dict[str, dict[str, float]] = {}
        self.runs: dict[tuple[Program, int], list[Result]] = {}
        self.start_up: dict[str, list[float]] = {}
        self.versions: dict[str, str] = {}

    def run(self, rounds: int):
        self._choose_allocators()
        for number in range(1, rounds + 1):
            print(f"round {number} of {rounds}", flush=True)
            for program in self.programs:
                self._measure(program, self.threads)
            for program in self.first:
                self._draw(program)
            if number <= SCALING_ROUNDS:
                # 1, 2, 4, ...: fewer than all.
                for threads in [2**power for power in range(self.threads.bit_length()) if 2**power < self.threads]:
                    for program in self.first:
                        self._measure(program, threads)

    def results(self) -> dict:
        return {
            "threads": self.threads,
            "failures": self.failures,
            "allocators": {
                peer: {"chosen": self.allocators[peer].name, "seconds a step": trial}
                for peer, trial in self.trials.items()
            },
            "programs": [
                {"name": program.name, "peer": program.peer, "precision": program.precision, "threads": threads}
                | {"rounds": [asdict(result) for result in results]}
                for (program, threads), results in self.runs.items()
                if program.name not in self.failures
            ],
            "start-up": {name: times for name, times in self.start_up.items() if name not in self.failures},
        }

    def _fail(self, name: str, reason: str):
        print(f"{name}: {reason}", flush=True)
        self.failures[name] = reason

    def _choose_allocators(self):
        """Tries the first program of each peer with all allocators. Atelier runs as it is started by a user."""
        choices = environments.allocators()
        settings = replace(self.settings, warm_up=1, steps=2)
        for program in self.first:
            self.allocators[program.peer] = GLIBC
            if program.peer == "atelier":
                continue
            trial = self.trials[program.peer] = {}
            for allocator in choices:
                try:
                    trial[allocator.name] = min(program.measure(settings, allocator, self.threads).step)
                except ProgramError as error:
                    print(f"{program.name} with {allocator.name}: {error}", flush=True)
                    continue
                print(f"{program.name} with {allocator.name}: {trial[allocator.name]:.3f} s a step", flush=True)
                if trial[allocator.name] == min(trial.values()):
                    self.allocators[program.peer] = allocator

    def _measure(self, program: Program, threads: int):
        if program.name in self.failures:
            return
        try:
            result = program.measure(self.settings, self.allocators[program.peer], threads)
        except ProgramError as error:
            return self._fail(program.name, str(error))
        self.runs.setdefault((program, threads), []).append(result)
        if result.version:
            self.versions[program.peer] = result.version
        seconds = statistics.median(result.step)
        print(f"{program.name}, {threads} threads: {seconds:.3f} s a step", flush=True)

    def _draw(self, program: Program):
        if program.name in self.failures:
            return
        try:
            self.start_up.setdefault(program.name, []).append(program.draw(self.threads))
        except ProgramError as error:
            self._fail(program.name, str(error))
