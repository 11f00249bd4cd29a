#!/usr/bin/env python3
"""An artist's first hour: 300 scanned drawings, and one command.

    scans.py TOOL CATEGORY.npy FOLDER [--minutes 10] [--count 300]

Makes scans of real drawings (grey and yellow paper, uneven light, shadows, dust, many sizes, JPEG and PNG, pages that the
camera turned), has the tool show them before and after it cleaned them, train on them and judge what it learnt. Exits with
1 where the verdict is "not yet drawings".
"""

import argparse
import json
import pathlib
import subprocess
import sys
import time

import numpy as np
from PIL import Image, ImageFilter

# EXIF's orientations, and the turns that undo them.
TURNS = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


def scan(drawing, rng):
    """A page with the drawing [28, 28], ink of 0 to 255, somewhere on it."""
    size = int(rng.integers(250, 700))
    ink = Image.fromarray(drawing).resize((size, size), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(size / 80))
    # A pen leaves ink or paper, and little between.
    ink = np.clip((np.asarray(ink, float) / 255 - 0.35) / 0.2, 0, 1)
    width, height = (int(size * factor) for factor in rng.uniform(1.15, 1.9, 2))
    left, top = int(rng.integers(0, width - size + 1)), int(rng.integers(0, height - size + 1))
    page = np.zeros((height, width))
    page[top:top + size, left:left + size] = ink
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    # A lamp at one side, dark corners, and the soft shadow of a hand.
    angle = rng.uniform(0, 2 * np.pi)
    light = 1 + rng.uniform(0, 0.35) * (np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5))
    light -= rng.uniform(0, 0.5) * ((x - 0.5) ** 2 + (y - 0.5) ** 2)
    if rng.random() < 0.5:
        angle = rng.uniform(0, 2 * np.pi)
        across = np.cos(angle) * (x - rng.uniform(0.3, 0.7)) + np.sin(angle) * (y - rng.uniform(0.3, 0.7))
        light *= 1 - rng.uniform(0.1, 0.4) / (1 + np.exp(-across * rng.uniform(15, 60)))
    paper = rng.uniform(170, 240) * np.array([1, 1, 1] if rng.random() < 0.5 else [1, 0.97, rng.uniform(0.8, 0.95)])
    pen = rng.uniform(20, 90)
    pixels = paper * (1 - page[..., None]) + pen * page[..., None]
    pixels = pixels * light[..., None] + rng.normal(0, rng.uniform(1, 4), pixels.shape)
    for _ in range(rng.integers(0, 4)):
        pixels[rng.integers(0, height), rng.integers(0, width)] = 40
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def write(page, path, rng):
    if rng.random() < 0.2:
        page.convert("L").save(path.with_suffix(".png"))
        return
    orientation = int(rng.choice(list(TURNS)))
    if TURNS[orientation] is not None:
        page = page.transpose(TURNS[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    page.save(path.with_suffix(".jpg"), quality=int(rng.integers(60, 96)), exif=exif)


def run(*command):
    print("$", *command, flush=True)
    subprocess.run([str(part) for part in command], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("category", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--count", type=int, default=300)
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    scans = folder / "scans"
    scans.mkdir(parents=True)
    rng = np.random.default_rng(1)
    drawings = np.load(arguments.category, mmap_mode="r")[:arguments.count].reshape(-1, 28, 28)
    for number, drawing in enumerate(drawings):
        write(scan(drawing, rng), scans / f"{number:04}", rng)

    sheet = folder / "before-and-after.png"
    run(arguments.tool, "data", "show", scans, "-o", sheet)
    start = time.monotonic()
    run(arguments.tool, "train", scans, "--out", folder / "runs", "--minutes", arguments.minutes, "--seed", 1)
    print(f"trained in {time.monotonic() - start:.0f} s")
    trained = next((folder / "runs").iterdir())
    run(arguments.tool, "sample", trained, "--count", 32, "--columns", 8, "-o", folder / "drawings.png")
    run(arguments.tool, "evaluate", trained)
    found = json.loads((trained / "evaluation/evaluation.json").read_text())
    kinds = [finding["kind"] for finding in found["verdict"]]
    if "notDrawings" in kinds:
        sys.exit(f"scans: the verdict is {kinds}")
    print(f"verdict: {kinds}")


if __name__ == "__main__":
    main()
