"""Both languages say the same things, and nothing that no page shows."""

import json
import re
import unittest

from studio import ROOT

RESOURCES = ROOT / "Sources" / "Studio" / "Resources"
PAGES = RESOURCES / "pages" / "assets"


def messages(language):
    text = (PAGES / "i18n" / f"{language}.js").read_text()
    return dict(re.findall(r'^  "([^"]+)":\s*"((?:[^"\\]|\\.)*)"', text, re.MULTILINE))


class MessagesTest(unittest.TestCase):
    def setUp(self):
        self.english, self.chinese = messages("en"), messages("zh")
        sources = [path.read_text() for path in PAGES.rglob("*.js") if path.parent.name != "i18n"]
        self.source = "\n".join(sources)

    def test_both_languages_have_the_same_keys(self):
        self.assertGreater(len(self.english), 100)
        self.assertEqual(self.english.keys(), self.chinese.keys())

    def test_both_languages_have_the_same_places(self):
        for key, message in self.english.items():
            places = [sorted(re.findall(r"\{\w+\}", one)) for one in (message, self.chinese[key])]
            self.assertEqual(*places, key)

    def test_each_message_is_used_and_each_used_one_is_there(self):
        whole = set(re.findall(r'"([a-zA-Z]+\.[\w.-]+)"', self.source))
        beginnings = tuple(re.findall(r"`([a-zA-Z.]+\.)\$\{", self.source))
        keys = {key.removesuffix(".one") for key in self.english}
        self.assertEqual([key for key in keys if key not in whole and not key.startswith(beginnings)], [])
        called = set(re.findall(r'\bt\(\s*"([^"]+)"', self.source))
        self.assertEqual(called - keys, set())

    def test_what_the_server_may_say_has_words(self):
        schemas = json.loads((RESOURCES / "openapi.json").read_text())["components"]["schemas"]
        words = {
            "reading": schemas["Reading"]["properties"]["key"]["enum"],
            "advice": schemas["Reading"]["properties"]["key"]["enum"],
            "state": schemas["Run"]["properties"]["state"]["enum"],
            "new.preset": schemas["NewRun"]["properties"]["preset"]["enum"],
            "data.kind": schemas["Dataset"]["properties"]["kind"]["enum"],
        }
        for group, names in words.items():
            for name in names:
                self.assertIn(f"{group}.{name}", self.english)
