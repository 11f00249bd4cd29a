"""Whatever a run is called and says, pages show it as text: nothing of it becomes markup, or runs."""

import json
import time
import unittest
from urllib.parse import quote

from browser import Browser
from studio import Studio

MARKUP = "<img src=x onerror=window.hacked=1><script>window.hacked=1<!--"
NAMES = [
    "00001-<img src=x onerror=window.hacked=1>",
    "00002-\"><script>window.hacked=1<!--",
    "00003-' onmouseover='window.hacked=1",
    "00004-javascript:window.hacked=1",
    "00005-{{7*7}}${7*7}<b>",
    "00006-\u202egnp.exe",
    "00007-<svg onload=window.hacked=1>",
]
PLACES = ["", "/red-pen", "/draw", "/explore"]
# What only markup of ours would make.
FOREIGN = """
return [...document.querySelectorAll("script, img, svg, b, iframe, object")]
  .filter((one) => one.matches("[onload], [onerror], [onmouseover], img[src='x'], b, iframe, object") ||
    (one.localName === "script" && !one.src.startsWith(location.origin + "/assets/")))
  .map((one) => one.outerHTML.slice(0, 120));
"""


class MarkupTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.studio = Studio("markup")
        for name in NAMES:
            cls.add_run(name)
        (cls.studio.runs / "00009-<i>broken" ).mkdir()
        (cls.studio.runs / "00009-<i>broken" / "config.json").write_text(json.dumps({MARKUP: 1}))
        cls.browser = Browser(cls.studio.address)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.studio.close()

    @classmethod
    def add_run(cls, name):
        folder = cls.studio.runs / name
        folder.mkdir()
        settings = {"sources": [f"/nowhere/{MARKUP.replace('/', '')}.npy"], "categories": [MARKUP]}
        (folder / "config.json").write_text(json.dumps(settings))
        start = {
            "event": "started", "time": time.time(), "run": MARKUP, "step": 0, "totalSteps": 10, "totalEpochs": 1,
            "images": 10, "categories": [MARKUP], "device": MARKUP, "threads": 1, "kernels": MARKUP,
        }
        events = [start, {"event": "notice", "message": MARKUP}]
        (folder / "events.jsonl").write_text("".join(json.dumps(one) + "\n" for one in events))

    def check(self, path):
        self.browser.open(path)
        self.assertEqual(self.browser.run(FOREIGN), [], path)
        self.assertIsNone(self.browser.run("return window.hacked ?? null"), path)
        # A policy that had to stop something would say so here.
        messages = [one for one in self.browser.console_errors() if "Content Security Policy" in one]
        self.assertEqual(messages, [], path)

    def test_list_and_data_show_names_as_they_are(self):
        self.check("/")
        text = self.browser.find("main").text
        for name in NAMES[:2] + NAMES[3:5]:
            self.assertIn(name, text)
        self.check("/data")
        self.check("/new")

    def test_each_page_of_each_run(self):
        for name in NAMES + ["00009-<i>broken"]:
            for place in PLACES:
                self.check(f"/runs/{quote(name, safe='')}{place}")

    def test_addresses_are_no_markup(self):
        for path in ["/runs/<script>window.hacked=1</script>", "/%3Cimg%20src=x%20onerror=window.hacked=1%3E",
                     f"/data/{quote(MARKUP, safe='')}", "/#token=<img src=x onerror=window.hacked=1>",
                     "/runs/x?from=<svg onload=window.hacked=1>"]:
            self.check(path)

    def test_a_notice_that_arrives_live_is_text(self):
        name = NAMES[0]
        self.browser.open(f"/runs/{quote(name, safe='')}")
        with open(self.studio.runs / name / "events.jsonl", "a") as log:
            log.write(json.dumps({"event": "notice", "message": MARKUP}) + "\n")
        time.sleep(2)
        self.assertEqual(self.browser.run(FOREIGN), [])
        self.assertIsNone(self.browser.run("return window.hacked ?? null"))
