"""A run that another process trains, on cats: live in the list, and drawn with. Leaves the picture of the README."""

import subprocess
import unittest

from browser import DESKTOP, Browser
from cat import CAT
from studio import ROOT, TOOL, Studio

CATS = ROOT.parent / "shared" / "data" / "quickdraw" / "cat.npy"
TRAINING_SECONDS = 1200


@unittest.skipUnless(CATS.exists(), f"needs {CATS.relative_to(ROOT.parent)} beside the checkout")
class CatsTest(unittest.TestCase):
    def setUp(self):
        self.studio = Studio("cats")
        self.browser = Browser(self.studio.address)

    def tearDown(self):
        self.browser.close()
        self.studio.close()

    def test_draws_with_a_run_of_another_process(self):
        browser = self.browser
        browser.open("/")
        browser.find(".empty")
        command = [TOOL, "train", str(CATS), "--preset", "quick", "--name", "cats", "--out", str(self.studio.runs)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as trainer:
            browser.find(".run-card .state-running", seconds=120)
            browser.open("/runs/00001-cats/draw")
            browser.find(".notice, .sketchpad")
            self.assertEqual(trainer.wait(TRAINING_SECONDS), 0)
        browser.open("/runs/00001-cats/draw")
        browser.draw(".sketchpad", CAT)
        browser.wait(lambda: len(browser.all(".nearest canvas")) == 6, "the nearest cats")
        browser.click("button", "Search")
        browser.find(".closest [role=status]", "Found", 180)
        browser.screenshot("studio", DESKTOP)
        self.assertEqual(browser.console_errors(), [])
