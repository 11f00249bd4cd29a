"""A studio that other machines can reach asks for its token."""

import unittest

from browser import DESKTOP, Browser
from studio import Studio

TOKEN = "a-token-for-a-test"


class SignInTest(unittest.TestCase):
    def setUp(self):
        self.studio = Studio("sign-in", "--host", "0.0.0.0", token=TOKEN)
        self.browser = Browser(f"http://127.0.0.1:{self.studio.port}")

    def tearDown(self):
        # What is refused is told to the console too; nothing else may be.
        self.assertEqual([message for message in self.browser.console_errors() if "401" not in message], [])
        self.browser.close()
        self.studio.close()

    def test_token_is_asked_for_and_opens_the_pages(self):
        browser = self.browser
        browser.open("/data")
        browser.find("h1", "This studio is locked")
        browser.screenshot("sign-in-1280", DESKTOP)
        browser.find("#token").send_keys("not-the-token")
        browser.click("form button")
        browser.find(".notice", "That is not the token.")
        browser.find("#token").clear()
        browser.find("#token").send_keys(TOKEN)
        browser.click("form button")
        browser.find("h1", "Data")

    def test_token_in_the_address_is_exchanged_and_removed(self):
        self.browser.open(f"/#token={TOKEN}")
        self.browser.find("h1", "Runs")
        self.assertNotIn("token", self.browser.driver.current_url)
