"""The page about one run, from its results alone."""

from statistics import mean, median

OURS = "Atelier"
BENCH = "atelier-bench"


def number(value: float) -> str:
    """Three digits, or all there are before the point."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if value < 10 else 1}f}" if value >= 1 else f"{value:.3f}"


def spread(values: list[float]) -> str:
    return f"{number(min(values))}–{number(max(values))}"


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


class Program:
    """One program with one count of threads; its figures are one number a round, the round's median."""

    def __init__(self, entry: dict):
        self.name: str = entry["name"]
        self.peer: str = entry["peer"]
        self.precision: str = entry["precision"]
        self.threads: int = entry["threads"]
        self.step = [median(round["step"]) for round in entry["rounds"]]
        self.mean_step = [mean(round["step"]) for round in entry["rounds"]]
        self.generation = [median(round["generation"]) for round in entry["rounds"] if round["generation"]]
        self.peak_bytes: int = max(round["peak_bytes"] for round in entry["rounds"])


def ratio(ours: list[float], theirs: list[float]) -> str:
    """Of figures of the same rounds."""
    ratios = [one / other for one, other in zip(ours, theirs)]
    return f"**{number(median(ratios))}** ({spread(ratios)})"


class Page:
    def __init__(self, results: dict):
        self.results = results
        self.programs = [Program(entry) for entry in results["programs"]]
        self.whole = [program for program in self.programs if program.threads == results["threads"]]

    def named(self, name: str) -> Program | None:
        return next((program for program in self.whole if program.name == name), None)

    @property
    def ours(self) -> list[Program]:
        return [program for program in self.whole if program.peer == "atelier" and not program.name.startswith(BENCH)]

    @property
    def peers(self) -> list[Program]:
        return [program for program in self.whole if program.peer != "atelier"]

    def findings(self) -> str:
        """Beside the fastest program of each peer and precision."""
        lines = []
        for ours in self.ours:
            best: dict[tuple[str, str], Program] = {}
            for program in sorted(self.peers, key=lambda program: median(program.step)):
                best.setdefault((program.peer, program.precision), program)
            lines += [
                f"- A step of {ours.name} takes {ratio(ours.step, program.step)} of the time of {program.name}."
                for program in best.values()
            ]
        return "\n".join(lines)

    def steps(self) -> str:
        header = ["", "a step, s", "in the rounds", *(f"{ours.name}'s ÷ it" for ours in self.ours), "peak memory, MB"]
        rows = [
            [program.name, number(median(program.step)), spread(program.step)]
            + ["" if program.peer == "atelier" else ratio(ours.step, program.step) for ours in self.ours]
            + [number(program.peak_bytes / 1e6)]
            for program in sorted(self.ours + self.peers, key=lambda program: median(program.step))
        ]
        return table(header, rows)

    def real_run(self) -> str:
        rows = []
        for ours in self.ours:
            if bench := self.named(ours.name.replace(OURS, BENCH)):
                rows.append([ours.name, number(median(ours.step)), number(median(ours.mean_step))])
                rows[-1] += [number(median(bench.step)), ratio(ours.step, bench.step)]
        return table(["", "`atelier train`, s", "mean, s", "`atelier-bench`, s", "run ÷ benchmark"], rows)

    def generation(self) -> str:
        drawing = sorted(
            (program for program in self.whole if program.generation),
            key=lambda program: -median(program.generation),
        )
        ours = [program for program in drawing if program.peer == "atelier"]
        rows = [
            [program.name, number(median(program.generation)), spread(program.generation)]
            + ["" if program in ours else ratio(own.generation, program.generation) for own in ours]
            for program in drawing
        ]
        return table(["", "images/s", "in the rounds", *(f"{own.name}'s ÷ its" for own in ours)], rows)

    def start_up(self) -> str:
        times = self.results["start-up"]
        rows = [
            [name, number(median(seconds)), spread(seconds)]
            + ["" if name == OURS or OURS not in times else ratio(times[OURS], seconds)]
            for name, seconds in sorted(times.items(), key=lambda item: median(item[1]))
        ]
        return table(["", "s", "in the rounds", "Atelier's ÷ it"], rows)

    def scaling(self) -> str:
        counts = sorted({program.threads for program in self.programs})
        rows = []
        for name in dict.fromkeys(program.name for program in self.programs if program.threads < counts[-1]):
            steps = {program.threads: program.step for program in self.programs if program.name == name}
            rows.append([name, *(number(median(steps[count])) if count in steps else "" for count in counts)])
            fewest = min(steps)
            rows[-1].append(f"{number(median(steps[fewest]) / median(steps[max(steps)]))}")
        header = [f"{count} thread{'s' if count > 1 else ''}, s" for count in counts]
        return table(["", *header, "speed-up"], rows)

    def allocators(self) -> str:
        trials = self.results["allocators"]
        names = list(dict.fromkeys(name for trial in trials.values() for name in trial["seconds a step"]))
        rows = []
        for peer, trial in trials.items():
            seconds = trial["seconds a step"]
            cells = [number(seconds[name]) if name in seconds else "–" for name in names]
            rows.append(
                [peer, *(f"**{cell}**" if name == trial["chosen"] else cell for name, cell in zip(names, cells))]
            )
        return table(["a step, s", *names], rows)

    def text(self) -> str:
        results = self.results
        threads = results["threads"]
        failures = "\n".join(f"- {name}: {reason}" for name, reason in results["failures"].items())
        sections = [
            "# Benchmarks",
            f"`make bench-peers` wrote this page on {results['date']}. All figures are of one run, of "
            f"{results['rounds']} rounds; in each, every program ran once, one after another.\n"
            "Ratios are taken within a round; their median stands in bold, the least and the greatest after it.",
            self.findings(),
            "## A training step",
            f"The tutorial's, batch 256, on {threads} threads.",
            self.steps(),
            "## A training run beside the benchmark",
            "What passes between two steps of `atelier train`, the reading of drawings and the writing of events "
            "included, and the step alone in `atelier-bench`.",
            self.real_run(),
            "## Generation",
            f"The tutorial's generator in inference mode, batch 256, on {threads} threads, to numbers in memory.",
            self.generation(),
            "## From nothing to 16 drawings",
            "A process that starts, loads a generator's weights, draws 16 images, writes them and ends. Atelier "
            "writes a PNG file (`atelier sample`), the others their numbers (`.npy`).",
            self.start_up(),
            "## Threads",
            f"A training step; fewer threads also have fewer cores. Measured in {self.scaling_rounds()} of the rounds.",
            self.scaling(),
            "## What was counted",
            COUNTED.format(**{name.replace("-", "_").replace(" ", "_"): value for name, value in results.items()}),
            "## The machine",
            table(["", ""], [[name, text] for name, text in results["machine"].items()]),
            table(["", "version"], [[name, text] for name, text in results["versions"].items()]),
            "## To measure again",
            REPEAT,
        ]
        if results["allocators"]:
            sections += [
                "## The peers' memory allocators",
                "Tried with the first program of each peer before the rounds, the faster of two steps; in bold the one "
                "that all of the peer's programs then had.",
                self.allocators(),
            ]
        if failures:
            sections += ["## Not measured", failures]
        return "\n\n".join(section for section in sections if section) + "\n"

    def scaling_rounds(self) -> int:
        return max(
            (len(program.step) for program in self.programs if program.threads < self.results["threads"]), default=0
        )


COUNTED = """\
- A step is both updates of the tutorial: the discriminator's on 256 drawings and as many generated from fresh latents,
  then the generator's with fresh latents again; dropout, batch statistics, losses summed over the batch, Adam, and both
  losses as numbers in the end. The peers' drawings lie in memory, ready; Atelier reads, shuffles and scales its own.
- In a round, the first of a program's steps are not counted (compilation is among them): {warm_up} of them. Of a peer, {steps}
  more are counted; Atelier takes {training_steps} in all. A program's figure for the round is the median of the counted steps.
- The peers' programs are `Benchmarks/Peers/*_dcgan.py`. All have as many threads as cores. TensorFlow has oneDNN's
  kernels on; its step is one `tf.function`. PyTorch has the fused Adam; its convolutions of stride 2 pad 2 on both
  sides, which is as much work as the tutorial's padding and spares a copy. JAX's step is one `jit` with donated
  buffers. Atelier runs as a user starts it, with nothing set in its environment.
- Peak memory is the most that the process had resident, as the system counts it."""

REPEAT = """```sh network
make bench-peers                                      # sets the peers up in build/peers, then measures all
make bench-peers ARGS='cat.npy --rounds 7'            # with drawings of your own
make bench-peers ARGS='--peers pytorch --rounds 1'    # one peer, one round
python3 Benchmarks/Peers/run.py --help
```

All figures, step by step, are in `build/bench-peers.json`."""


def page(results: dict) -> str:
    return Page(results).text()
