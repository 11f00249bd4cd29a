"""Writes strokes.json: drawings as Quick, Draw! renders them, for Tests/DatasetsTests/Strokes to compare with.

    apt-get install python3-cairo
    python3 Tests/Fixtures/make_stroke_references.py > Tests/Fixtures/strokes.json

The rendering is the one that Google published for its bitmaps, with Cairo:
https://github.com/googlecreativelab/quickdraw-dataset/issues/19#issuecomment-402247262
"""

import json
import math

import cairo

DRAWINGS = {
    "line": [[[0, 255], [0, 255]]],
    "dot": [[[40], [70]]],
    "flat": [[[0, 120, 255], [0, 0, 0]]],
    "corner": [[[0, 0, 200], [0, 255, 255]]],
    "crossing": [[[0, 255], [128, 128]], [[128, 128], [0, 255]], [[20, 230], [20, 240]]],
    "circle": [
        [[round(127.5 + 127.5 * math.cos(t * math.pi / 20)) for t in range(41)],
         [round(127.5 + 127.5 * math.sin(t * math.pi / 20)) for t in range(41)]],
        [[90, 92], [100, 104]], [[165], [100]], [[85, 128, 170], [165, 185, 165]],
    ],
}


def render(strokes, side):
    line_diameter, padding, original_side = 16, 16, 256.0
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, side, side)
    context = cairo.Context(surface)
    context.set_antialias(cairo.ANTIALIAS_BEST)
    context.set_line_cap(cairo.LINE_CAP_ROUND)
    context.set_line_join(cairo.LINE_JOIN_ROUND)
    context.set_line_width(line_diameter)
    total_padding = padding * 2.0 + line_diameter
    scale = side / (original_side + total_padding)
    context.scale(scale, scale)
    context.translate(total_padding / 2, total_padding / 2)
    context.set_source_rgb(0, 0, 0)
    context.paint()
    offsets = [(original_side - max(v for stroke in strokes for v in stroke[axis])) / 2 for axis in (0, 1)]
    context.set_source_rgb(1, 1, 1)
    for xs, ys in strokes:
        context.move_to(xs[0] + offsets[0], ys[0] + offsets[1])
        for x, y in zip(xs, ys):
            context.line_to(x + offsets[0], y + offsets[1])
        context.stroke()
    data, stride = bytes(surface.get_data()), surface.get_stride()
    return [data[y * stride + x * 4] for y in range(side) for x in range(side)]


def aligned(strokes):
    """Moved to the corner, as Quick, Draw!'s simplified strokes are."""
    low = [min(v for stroke in strokes for v in stroke[axis]) for axis in (0, 1)]
    return [[[v - low[axis] for v in stroke[axis]] for axis in (0, 1)] for stroke in strokes]


print(json.dumps([
    {"name": name, "strokes": strokes, "side": side, "pixels": render(aligned(strokes), side)}
    for name, strokes in DRAWINGS.items() for side in (28, 64)
], separators=(",", ":")).replace('{"name"', '\n{"name"'))
