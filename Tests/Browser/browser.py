"""Chromium as a person uses it: opens pages, clicks, draws, looks."""

import shutil
import time

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from studio import ROOT

SCREENSHOTS = ROOT / "build" / "screenshots"
DESKTOP, PHONE = 1280, 390

# What shows of a drawing: the pixels of its canvas.
PICTURE = "return document.querySelector(arguments[0])?.toDataURL()"
# Elements that a person can use but that have no name for one who does not see them.
NAMELESS = """
return [...document.querySelectorAll("a[href], button, input, select, canvas[tabindex], svg[tabindex]")]
  .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true]"))
  .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length || one.querySelector("[aria-label]")))
  .map((one) => one.outerHTML.slice(0, 120));
"""
LAYOUT_SHIFT = """
const done = arguments[0];
let sum = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
}).observe({ type: "layout-shift", buffered: true });
setTimeout(() => done(sum), 50);
"""


class Browser:
    def __init__(self, address, *arguments, languages="en-GB,en"):
        self.address = address
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *arguments):
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"intl.accept_languages": languages})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
        self.size(DESKTOP)

    def close(self):
        self.driver.quit()

    def size(self, width, height=900):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def theme(self, name):
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def open(self, path):
        self.driver.get(self.address + path)
        self.settled()

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def find(self, selector, text="", seconds=180):
        """The first visible element that a selector names and that holds a text."""

        def look():
            for element in self.all(selector):
                if element.is_displayed() and text in element.text:
                    return element
            return None

        return self.wait(look, f"{selector} with {text!r}", seconds)

    def click(self, selector, text=""):
        element = self.find(selector, text)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
        element.click()

    def wait(self, condition, what, seconds=180):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                found = condition()
            except StaleElementReferenceException:
                found = None
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"waited {seconds} s for {what}; the page says: {self.find('main').text[:600]}")

    def settled(self):
        """Nothing is being fetched any more, and all pictures are there."""
        script = """return !document.querySelector("[aria-busy=true]") && document.querySelector("main")
            && [...document.images].every((one) => one.complete || one.loading === "lazy")"""
        self.wait(lambda: self.run(script), "the page to settle", 600)

    def picture(self, selector):
        return self.run(PICTURE, selector)

    def move_slider(self, selector, value):
        script = """arguments[0].value = arguments[1];
            for (const name of ["input", "change"]) arguments[0].dispatchEvent(new Event(name, { bubbles: true }));"""
        self.run(script, self.find(selector), value)

    def draw(self, selector, strokes):
        """Draws with the mouse; strokes are lists of points, 0 to 1 of the pad."""
        pad = self.find(selector)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", pad)
        width, height = pad.size["width"], pad.size["height"]
        for stroke in strokes:
            actions = ActionChains(self.driver, duration=4)
            for number, (x, y) in enumerate(stroke):
                actions.move_to_element_with_offset(pad, (x - 0.5) * width, (y - 0.5) * height)
                if number == 0:
                    actions.click_and_hold()
            actions.release().perform()

    def console_errors(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def nameless_controls(self):
        return self.run(NAMELESS)

    def layout_shift(self):
        return self.driver.execute_async_script(LAYOUT_SHIFT)

    def overflow(self):
        """Pixels by which the page is wider than the window."""
        return self.run("return document.documentElement.scrollWidth - innerWidth")

    def screenshot(self, name, width, whole=True):
        self.size(width)
        self.settled()
        if whole:
            self.size(width, max(700, self.run("return document.documentElement.scrollHeight")))
            time.sleep(0.3)
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(SCREENSHOTS / f"{name}.png"))
        self.size(width)
