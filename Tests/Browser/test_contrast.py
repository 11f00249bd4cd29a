"""Text can be read in both themes: WCAG 2 AA, from the design's own colours."""

import re
import unittest

from test_messages import PAGES

TEXT, MARKS = 4.5, 3.0


def colours(css):
    return {name: value for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css)}


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class ContrastTest(unittest.TestCase):
    def test_colours(self):
        css = (PAGES / "styles" / "tokens.css").read_text()
        light, dark = css.split("@media (prefers-color-scheme: dark)")
        for theme in (colours(light), {**colours(light), **colours(dark)}):
            for paper in ("paper", "paper-raised"):
                for text in ("ink", "ink-soft", "red"):
                    self.assertGreaterEqual(contrast(theme[text], theme[paper]), TEXT, f"{text} on {paper}")
                self.assertGreaterEqual(contrast(theme["rule-strong"], theme[paper]), MARKS, paper)
            self.assertGreaterEqual(contrast(theme["sheet-ink-soft"], theme["sheet"]), TEXT)
            self.assertGreaterEqual(contrast(theme["sheet-pen"], theme["sheet"]), MARKS)
