"""The files that the pages' commands speak of, made small: drawings, folders of pictures, runs."""

import json
import math
import random
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

SIDE = 28
# A run's name tells what the pages say of it; others are of one category.
SEVERAL = "2-categories"
# An epoch, and some of the second.
STEPS = 22
TRAINING = ["--width", "4", "--latent-size", "8", "--batch-size", "64", "--threads", "1"]


def discs(count: int, seed: int) -> bytes:
    """Rings and discs in all sizes, a byte a pixel, 255 for ink."""
    chance = random.Random(seed)
    pixels = bytearray()
    for _ in range(count):
        x, y, radius = (chance.uniform(*limits) for limits in ((10, 18), (10, 18), (4, 9)))
        hole = chance.choice([0, radius - 2])
        for row in range(SIDE):
            for column in range(SIDE):
                distance = math.hypot(column - x, row - y)
                pixels.append(255 if hole <= distance <= radius else 0)
    return bytes(pixels)


def write_npy(path: Path, pixels: bytes):
    shape = (len(pixels) // SIDE**2, SIDE**2)
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode("ascii") + pixels)


def write_png(path: Path, pixels: bytes):
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + bytes(255 - pixel for pixel in pixels[i:i + SIDE]) for i in range(0, len(pixels), SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def write_strokes(path: Path, count: int):
    lines = (
        json.dumps({"word": "cat", "recognized": True, "drawing": [[[0, 255, 255], [i % 200, 0, 255]], [[9, 90], [90, 9]]]})
        for i in range(count))
    path.write_text("\n".join(lines) + "\n")


def write_drawings(folder: Path, count: int = 1200):
    """What stands for the reader's own drawings, under the names that the pages use."""
    pixels = discs(count, seed=1)
    for name in ("cat.npy", "dog.npy", "moved/cat.npy", "drawings/cat.npy", "drawings.npy"):
        write_npy(folder / name, pixels if "cat" in name else discs(count, seed=len(name)))
    for name in ("pictures", "mine", "scans"):
        for i in range(70):
            write_png(folder / name / f"{i}.png", pixels[i * SIDE**2:(i + 1) * SIDE**2])
    write_strokes(folder / "cat.ndjson", 70)
    (folder / "token").touch(mode=0o600)
    (folder / "token").write_text("correct-horse-battery\n")


def write_runs(folder: Path, names: set[str], atelier: Path, environment: dict[str, str]):
    """A run, stopped in its second epoch, under each of `names`."""
    def train(*arguments: str) -> Path:
        command = [atelier, "train", *arguments, *TRAINING, "--max-steps", str(STEPS), "--epochs", "2"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"check-docs: a run to try the commands on could not be made: {done.stderr}")
        return max((folder / "runs").iterdir())

    makers = {
        "tutorial": lambda: train("cat.npy", "--preset", "tutorial"),
        "recipe": lambda: train("cat.npy"),
        "several": lambda: train("cat.npy", "dog.npy"),
    }
    made: dict[str, Path] = {}
    for name in sorted(names):
        kind = "tutorial" if "tutorial" in name else "several" if SEVERAL in name else "recipe"
        if kind not in made:
            made[kind] = makers[kind]().rename(folder / kind)
        shutil.copytree(made[kind], folder / "runs" / name)
    if tutorial := made.get("tutorial"):
        for network in ("generator", "discriminator"):
            for ending in (".h5", ".safetensors"):
                shutil.copy(tutorial / (network + ending), folder)
        subprocess.run(
            [atelier, "export", tutorial, "--format", "keras", "-o", "generator.keras"], cwd=folder, env=environment,
            check=True, stdout=subprocess.DEVNULL)
    for path in made.values():
        shutil.rmtree(path)


def run_names(texts: list[str]) -> set[str]:
    return {name for text in texts for name in re.findall(r"runs/(\d{5}-[\w-]+)", text)}
