"""What the peers' programs share: sizes, command line, timing. Each program defines its networks and its step."""

import argparse
import json
import os
import time
from collections.abc import Callable

import numpy as np

BATCH = 256
LATENT_SIZE = 100
LEAKY_SLOPE = 0.3
DROPOUT_RATE = 0.3
LEARNING_RATE = 1e-4
#: As many as this process may use: the driver leaves it fewer where it measures with fewer threads.
THREADS = len(os.sched_getaffinity(0))


def arguments(modes: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("action", choices=["train", "draw"])
    parser.add_argument("mode", choices=modes)
    parser.add_argument("--data", help=".npy file of drawings [N, 784], uint8")
    parser.add_argument("--weights", help="generator's weights, which `train` writes and `draw` reads")
    parser.add_argument("--output", help=".npy file for `draw` to write 16 drawings to")
    parser.add_argument("--warm-up", type=int, default=2, help="steps that are not counted")
    parser.add_argument("--steps", type=int, default=5, help="steps that are counted")
    return parser.parse_args()


def first_batch(path: str) -> np.ndarray:
    """One batch of real images [N, 28, 28, 1], from -1 to 1."""
    drawings = np.load(path, mmap_mode="r")[:BATCH]
    return (drawings.reshape(-1, 28, 28, 1).astype(np.float32) - 127.5) / 127.5


def measure(version: str, options: argparse.Namespace, step: Callable[[], object], generate: Callable[[], object]):
    """Prints the seconds of each training step and of each batch drawn, as JSON. Both functions return when all is
    computed."""

    def seconds(function: Callable[[], object], count: int) -> list[float]:
        for _ in range(options.warm_up):
            function()
        result = []
        for _ in range(count):
            start = time.perf_counter()
            function()
            result.append(time.perf_counter() - start)
        return result

    times = {"step": seconds(step, options.steps), "generation": seconds(generate, 3 * options.steps)}
    print(json.dumps({"version": version, **times}))
