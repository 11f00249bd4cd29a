"""The pages behind nginx, below a path and under another host's name, as docs/studio.md has it."""

import re
import shutil
import socket
import subprocess
import unittest

from browser import Browser
from studio import BUILD, ROOT, TOOL, Studio

TOKEN = "a-token-for-a-test"
HOST = "studio.example"


def documented_location(studio):
    """The block of the document, for the port of `studio`."""
    block = re.search(r"```nginx\n(.*?)```", (ROOT / "docs/studio.md").read_text(), re.DOTALL)[1]
    assert ":8321" in block, block
    return block.replace(":8321", f":{studio.port}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ProxyTest(unittest.TestCase):
    def setUp(self):
        self.studio = Studio("proxy", "--base-path", "/atelier", "--allowed-host", HOST, token=TOKEN)
        subprocess.run(
            [TOOL, "train", "fashion-mnist", "--categories", "sneaker", "--preset", "tutorial", "--max-images", "64",
             "--epochs", "1", "--width", "4", "--latent-size", "8", "--batch-size", "16", "--name", "sneakers",
             "--out", self.studio.runs], check=True, stdout=subprocess.DEVNULL)
        folder, port = BUILD / "proxy" / "nginx", free_port()
        folder.mkdir()
        paths = "".join(f"    {name}_temp_path {folder}/{name};\n"
                        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
            f"http {{\n    access_log off;\n{paths}    server {{\n        listen 127.0.0.1:{port};\n"
            f"        server_name {HOST};\n{documented_location(self.studio)}    }}\n}}\n")
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.nginx = subprocess.Popen([nginx, "-e", folder / "error.log", "-c", folder / "nginx.conf"])
        self.browser = Browser(f"http://{HOST}:{port}", f"--host-resolver-rules=MAP {HOST} 127.0.0.1")

    def tearDown(self):
        # What is refused before the token is known is told to the console too; nothing else may be.
        self.assertEqual([message for message in self.browser.console_errors() if "401" not in message], [])
        self.browser.close()
        self.nginx.terminate()
        self.nginx.wait(timeout=30)
        self.studio.close()

    def path(self):
        return self.browser.run("return location.pathname")

    def test_pages_links_pictures_and_streams_stay_below_the_path(self):
        browser = self.browser
        browser.open("/atelier/")
        browser.find("#token").send_keys(TOKEN)
        browser.click("form button")
        browser.find("h1", "Runs")
        browser.wait(lambda: browser.run(
            "return document.querySelector('.run-card-picture img')?.naturalWidth > 0"), "the card's picture")
        browser.click(".run-card h2 a", "sneakers")
        browser.find("h1", "sneakers")
        self.assertEqual(self.path(), "/atelier/runs/00001-sneakers")
        browser.wait(lambda: browser.run(
            "return [...document.images].some((one) => one.src.includes('/atelier/api/') && one.naturalWidth > 0)"),
            "the grid of drawings")
        browser.click(".tabs a", "Explore")
        self.assertEqual(self.path(), "/atelier/runs/00001-sneakers/explore")
        browser.open("/atelier/runs/00001-sneakers/draw")
        browser.find("h1", "sneakers")
        browser.click(".site-nav a", "Data")
        browser.find("h1", "Data")
        self.assertEqual(self.path(), "/atelier/data")
        # Pages that look at the stream of runs learn of one that appears, without being asked to.
        browser.click(".wordmark")
        browser.find("h1", "Runs")
        self.studio.add_broken_run("00002-broken")
        browser.find(".run-card h2 a", "00002-broken")
