"""A cat, as one draws it in twenty seconds: strokes of points, 0 to 1 from the upper left."""

from math import cos, pi, sin


def arc(x, y, radius, start, end, points=14):
    angles = [start + (end - start) * place / (points - 1) for place in range(points)]
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


HEAD = arc(0.5, 0.56, 0.28, 0, 2 * pi, 28)
EARS = [[(0.29, 0.38), (0.26, 0.12), (0.44, 0.29)], [(0.56, 0.29), (0.74, 0.12), (0.71, 0.38)]]
EYES = [arc(0.4, 0.5, 0.02, 0, 2 * pi, 6), arc(0.6, 0.5, 0.02, 0, 2 * pi, 6)]
MOUTH = [(0.44, 0.66), (0.5, 0.62), (0.56, 0.66)]
WHISKERS = [[(0.4, 0.62), (0.12, 0.56)], [(0.4, 0.66), (0.12, 0.7)], [(0.6, 0.62), (0.88, 0.56)], [(0.6, 0.66), (0.88, 0.7)]]
CAT = [HEAD, *EARS, *EYES, MOUTH, *WHISKERS]
