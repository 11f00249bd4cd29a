"""One visit to the studio, from the empty list of runs to the film of a walk, while a real run trains.

The tests follow each other: each goes on from where the one before left the studio.
"""

import unittest

from selenium.webdriver.common.keys import Keys

from browser import DESKTOP, PHONE, Browser
from cat import CAT
from studio import Studio

# More epochs than a visit lasts: the run trains until it is stopped.
LONG = {"epochs": 5000, "maxImages": 2000}
SHORT = {"epochs": 1, "maxImages": 256}


class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.studio = Studio("pages")
        cls.browser = Browser(cls.studio.address)
        cls.run_name = None

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.studio.close()

    def tearDown(self):
        self.assertEqual(self.browser.console_errors(), [])

    def compared(self):
        runs = [run["name"] for run in self.studio.json("/api/runs")["runs"] if run["hasWeights"]]
        return "/compare?" + "&".join(f"run={name}" for name in runs[:2])

    def page(self, rest=""):
        return f"/runs/{self.run_name}{rest}"

    def test_01_empty_studio_invites_to_a_run(self):
        self.browser.open("/")
        self.assertEqual(self.browser.find("h1").text, "Runs")
        self.browser.find(".empty", "Nothing has been drawn yet")
        self.browser.screenshot("empty-1280", DESKTOP)
        self.browser.click(".empty a", "New run")
        self.browser.find("h1", "New run")

    def test_02_form_starts_a_run_on_sneakers(self):
        self.browser.settled()
        self.browser.screenshot("new-1280", DESKTOP)
        type(self).run_name = self.start_run("sneakers", LONG)
        self.assertTrue((self.studio.runs / self.run_name / "config.json").exists())
        self.browser.find(".state-running")

    def start_run(self, name, settings):
        browser = self.browser
        browser.run("document.querySelector('#dataset').value = 'fashion-mnist'")
        browser.run("document.querySelector('#dataset').dispatchEvent(new Event('change'))")
        browser.click("label", "sneaker")
        browser.find("#name").send_keys(name)
        browser.click("summary", "More settings")
        for key, value in settings.items():
            browser.find(f"#{key}").send_keys(str(value))
        browser.click("form button", "Start training")
        return browser.find("h1", name, 180).text

    def test_03_run_is_live(self):
        browser = self.browser
        # The networks are not saved before the first epoch ends: the page waits, then opens by itself.
        browser.open(self.page("/red-pen"))
        browser.find(".critique canvas, .notice", seconds=60)
        browser.open(self.page())
        points = "return document.querySelector('.chart-curve')?.getAttribute('d').length ?? 0"
        browser.wait(lambda: browser.run(points) > 0, "the first curve", 60)
        before = browser.run(points)
        browser.wait(lambda: browser.run(points) > before, "the curves to grow", 120)
        epochs = "return Number(document.querySelector('.sample-controls input').max)"
        shown = browser.run(epochs)
        browser.wait(lambda: browser.run(epochs) > shown, "the next epoch's drawings", 300)
        self.assertIn("After epoch", browser.find(".sample-caption").text)
        self.assertRegex(browser.find(".facts").text, r"Time left\s+\d")
        self.assertGreater(len(browser.find(".reading").text), 40)
        browser.screenshot("run-training-1280", DESKTOP)

    def test_04_red_pen_follows_the_gradient(self):
        browser = self.browser
        browser.open(self.page("/red-pen?of=grid:0"))
        browser.find(".critique canvas.drawing", seconds=60)
        self.follow_the_pen()
        browser.click(".segments label", "The generator’s idea")
        browser.wait(lambda: "along=latent" in browser.driver.current_url, "the address to say along")
        browser.settled()
        self.follow_the_pen()
        browser.click(".segments label", "Real")
        browser.settled()
        browser.click(".tile")
        browser.wait(lambda: "of=real" in browser.driver.current_url, "the address to say which")
        self.follow_the_pen()

    def follow_the_pen(self):
        """The discriminator likes the drawing better after it was corrected as it says."""
        browser = self.browser
        score = lambda: float(browser.find(".verdict-value", "%").text.rstrip("%"))
        browser.wait(lambda: browser.find("#pen-step").get_attribute("value") == "0", "the first state")
        before, drawn = score(), browser.picture(".critique canvas.drawing")
        browser.move_slider("#pen-step", 12)
        browser.wait(lambda: score() > before or score() > 99, f"a better score than {before} %")
        self.assertNotEqual(browser.picture(".critique canvas.drawing"), drawn)
        self.assertIn("step=12", browser.driver.current_url)

    def test_05_draws_a_cat(self):
        browser = self.browser
        browser.open(self.page("/draw"))
        browser.draw(".sketchpad", CAT)
        browser.find(".verdict-value", "%")
        browser.wait(lambda: len(browser.all(".nearest canvas")) == 6, "the nearest training drawings")
        texts = "return [...document.querySelectorAll('.nearest .number')].map((one) => one.textContent)"
        distances = [float(text) for text in browser.run(texts)]
        self.assertEqual(distances, sorted(distances))
        browser.click("button", "Search")
        browser.find("button", "Cancel")
        browser.find(".closest [role=status]", "Step")
        browser.click("button", "Cancel")
        browser.find(".closest [role=status]", "Cancelled")
        browser.click("button", "Search")
        found = browser.find(".closest [role=status]", "Found", 120).text
        self.assertRegex(found, r"distance 0\.\d+")
        browser.screenshot("draw-1280", DESKTOP)
        browser.screenshot("draw-390", PHONE)
        browser.size(DESKTOP)

    def test_06_draws_by_keyboard(self):
        browser = self.browser
        browser.click("button", "Clear")
        browser.wait(lambda: not browser.all(".verdict-value:not(.verdict-unknown)"), "an empty pad")
        pad = browser.find(".sketchpad")
        pad.send_keys(" ", *[Keys.ARROW_RIGHT] * 8, *[Keys.ARROW_DOWN] * 8, " ")
        browser.find(".verdict-value", "%")
        browser.click("button", "Undo")
        browser.find(".sketchpad-hint", "Draw here")

    def test_07_explores_and_morphs(self):
        browser = self.browser
        browser.open(self.page("/explore?seed=7"))
        browser.find(".morph-drawing canvas")
        browser.settled()
        tiles = browser.all(".tile")
        self.assertEqual(len(tiles), 24)
        tiles[2].click()
        browser.find("[role=status]", "(B)")
        tiles[9].click()
        browser.wait(lambda: "from=7:2&to=7:9" in browser.driver.current_url, "the address to name both")
        browser.settled()
        first = browser.picture(".morph-drawing canvas")
        browser.move_slider(".columns-explore input[type=range]", 12)
        self.assertNotEqual(browser.picture(".morph-drawing canvas"), first)
        browser.find(".columns-explore", "50% of the way")
        links = browser.run("return [...document.querySelectorAll('a[download]')].map((one) => one.href)")
        self.assertEqual(len(links), 4)
        for link in links:
            status, kind, body = self.studio.get(link.removeprefix(self.studio.address))
            self.assertEqual(status, 200)
            self.assertTrue(body.startswith({"image/png": b"\x89PNG", "image/gif": b"GIF8"}[kind]), kind)
        browser.click("button", "Play the walk")
        browser.wait(lambda: browser.run("return document.querySelector('.walk-film img')?.naturalWidth > 100"), "the walk", 60)
        browser.click("button", "Another seed")
        browser.wait(lambda: "seed=7" not in browser.driver.current_url, "another seed")

    def test_08_shows_the_data(self):
        browser = self.browser
        browser.open("/data")
        browser.click(".run-card h2 a", "Fashion-MNIST")
        browser.find("h1", "Fashion-MNIST")
        browser.settled()
        self.assertEqual(len(browser.all(".ink")), 10)
        before = browser.find("section .sheet img").get_attribute("src")
        browser.click("button", "Others")
        self.assertNotEqual(browser.find("section .sheet img").get_attribute("src"), before)

    def test_09_run_stops_and_resumes(self):
        browser = self.browser
        browser.open(self.page())
        for button, state in (("Stop", "interrupted"), ("Resume", "running"), ("Stop", "interrupted")):
            browser.click("button", button)
            browser.find(f".state-{state}", seconds=180)
            self.assertEqual(browser.all(".notice"), [])

    def test_10_stopped_run_plays_its_history(self):
        browser = self.browser
        browser.open(self.page())
        source = lambda: browser.find(".sample-player img").get_attribute("src")
        newest = source()
        browser.move_slider(".sample-controls input", 0)
        browser.find(".sample-caption", "Before training")
        browser.wait(lambda: source() != newest, "the grid before training")
        browser.click(".sample-controls button")
        browser.find(".sample-caption", "After epoch 2")
        chart = browser.find(".chart-picture")
        chart.send_keys(Keys.HOME)
        browser.find(".chart-place", "step 10")
        status, kind, body = self.studio.get(f"/api/runs/{self.run_name}/measurements.csv")
        self.assertEqual((status, kind.split(";")[0]), (200, "text/csv"))
        self.assertGreater(len(body.splitlines()), 5)

    def test_11_best_epoch_is_marked_and_drawings_are_judged(self):
        browser = self.browser
        browser.open(self.page())
        browser.find(".chart-best")
        browser.find("h2", "How far from real drawings")
        browser.click("button", "Judge the drawings")
        self.assertGreater(len(browser.find(".judgement .reading", seconds=600).text), 40)
        browser.find(".judgement .note", "held out of training")
        browser.click(".judgement summary", "The figures")
        browser.find(".judgement td", "±")
        browser.click(".judgement summary", "The drawings that tell")
        pictures = "return [...document.querySelectorAll('.judgement img')].filter((one) => one.naturalWidth > 100).length"
        browser.wait(lambda: browser.run(pictures) == 2, "both pictures", 60)
        browser.screenshot("run-judged-1280", DESKTOP)
        # Both generators draw, and links say which.
        browser.open(self.page("/explore?seed=7"))
        browser.find(".morph-drawing canvas")
        browser.settled()
        browser.click(".generator-choice label", "Newest")
        browser.settled()
        self.assertIn("weights=newest", browser.driver.current_url)
        link = browser.run("return document.querySelector('a[download]').href")
        self.assertIn("weights=newest", link)
        self.assertEqual(self.studio.get(link.removeprefix(self.studio.address))[0], 200)

    def test_12_stopped_run_has_links_that_show_the_same(self):
        browser = self.browser
        browser.open(self.page("/explore?seed=7&from=7:2&to=7:9"))
        browser.find(".morph-drawing canvas")
        browser.settled()
        browser.move_slider(".columns-explore input[type=range]", 12)
        between = browser.picture(".morph-drawing canvas")
        browser.open(browser.driver.current_url.removeprefix(self.studio.address))
        browser.wait(lambda: browser.picture(".morph-drawing canvas") == between, "the link to show the same")

    def test_13_finished_run_can_be_trained_on(self):
        browser = self.browser
        browser.open("/new")
        self.start_run("brief", SHORT)
        browser.find(".state-finished", seconds=180)
        self.assertIn("Epoch\n1 of 1", browser.find(".facts").text)
        browser.click("button", "Train on")
        browser.find(".facts", "of 11")

    def test_14_runs_are_compared(self):
        browser = self.browser
        browser.open("/")
        browser.click("a", "Compare runs")
        browser.find(".note", "Choose two runs or more.")
        for box in browser.all(".check input"):
            box.click()
        browser.wait(lambda: browser.driver.current_url.count("run=") == 2, "the address to name both")
        browser.find("td", "5000")
        browser.wait(lambda: len(browser.all(".chart-curve")) == 2, "a curve a run")
        drawn = "return [...document.querySelectorAll('figure img')].filter((one) => one.naturalWidth > 100).length"
        browser.wait(lambda: browser.run(drawn) == 2, "a row of drawings a run", 60)
        browser.click("button", "Judge them")
        browser.find("th", "Fréchet distance", 600)
        browser.find("td", "±")

    def test_15_list_is_live_and_shows_what_is_broken(self):
        browser = self.browser
        browser.open("/")
        browser.find(".run-card", self.run_name)
        self.studio.add_broken_run("00009-broken")
        browser.find(".run-card .state-broken")
        browser.open("/runs/00009-broken")
        browser.find(".notice", "config.json")
        browser.screenshot("broken-1280", DESKTOP)

    def test_16_missing_runs_and_pages_say_so(self):
        browser = self.browser
        browser.open("/nowhere")
        browser.find("h1", "There is no such page")
        browser.open("/runs/00099-nothing/draw")
        browser.find(".notice", "There is no such run")
        for message in browser.console_errors():
            self.assertIn("404", message)

    def test_17_speaks_chinese_and_remembers_it(self):
        browser = self.browser
        browser.open(self.page("/explore?seed=7&from=7:2&to=7:9&at=12"))
        browser.click(".language", "简体中文")
        browser.find(".columns-explore", "从 A 到 B")
        self.assertIn("at=12", browser.driver.current_url)
        self.assertEqual(browser.run("return document.documentElement.lang"), "zh-CN")
        browser.open("/")
        browser.find("h1", "训练")
        browser.click(".language", "English")
        browser.find("h1", "Runs")
        chinese = Browser(self.studio.address, languages="zh-CN,zh")
        try:
            chinese.open("/")
            chinese.find("h1", "训练")
            self.assertEqual(chinese.console_errors(), [])
        finally:
            chinese.close()

    def test_18_every_page_at_every_size(self):
        browser = self.browser
        pages = {
            "runs": "/",
            "new": "/new",
            "run": self.page(),
            "red-pen": self.page("/red-pen?of=grid:5"),
            "explore": self.page("/explore?seed=7&from=7:2&to=7:9&at=12"),
            "draw-empty": self.page("/draw"),
            "compare": self.compared(),
            "data": "/data",
            "dataset": "/data/fashion-mnist",
        }
        for name, path in pages.items():
            for width in (DESKTOP, PHONE):
                with self.subTest(page=name, width=width):
                    browser.size(width)
                    browser.open(path)
                    self.assertLess(browser.layout_shift(), 0.1)
                    self.assertLessEqual(browser.overflow(), 0)
                    self.assertEqual(browser.nameless_controls(), [])
                    browser.screenshot(f"{name}-{width}", width)
        browser.theme("dark")
        for name in ("runs", "run", "red-pen", "explore", "draw-empty"):
            browser.open(pages[name])
            browser.screenshot(f"{name}-1280-dark", DESKTOP)
        browser.click(".language", "简体中文")
        for name, path in pages.items():
            browser.open(path)
            browser.screenshot(f"{name}-390-dark-zh", PHONE)
        browser.theme("light")
        for name, path in pages.items():
            browser.open(path)
            browser.screenshot(f"{name}-1280-zh", DESKTOP)
        browser.click(".language", "English")

    def test_19_nothing_is_fetched_from_outside(self):
        names = "return performance.getEntriesByType('resource').map((one) => one.name)"
        for path in ("/", self.page(), self.page("/red-pen")):
            self.browser.open(path)
            outside = [name for name in self.browser.run(names) if not name.startswith(self.studio.address)]
            self.assertEqual(outside, [])

    def test_20_page_outlives_its_studio(self):
        self.browser.open(self.page())
        self.studio.close()
        self.browser.find("[role=status]", "The studio does not answer")
        self.studio.open(self.studio.port)
        self.browser.wait(lambda: not self.browser.find("main").text.count("does not answer"), "the page to find it again", 60)
        for message in self.browser.console_errors():
            self.assertRegex(message, "ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")
