"""Relative links and their anchors."""

import re
from pathlib import Path
from urllib.parse import unquote

from pages import ROOT, Page


def problems(pages: list[Page]) -> list[str]:
    by_path = {page.path: page for page in pages}
    found = []
    for page in pages:
        for number, line in page.prose:
            line = re.sub(r"`[^`]*`", "", line)
            targets = re.findall(r"\]\(<?([^()\s>]+)>?(?:\s+\"[^\"]*\")?\)", line)
            targets += re.findall(r"^\[[^\]]+\]:\s*(\S+)", line) + re.findall(r"""(?:src|href)=["']([^"']+)["']""", line)
            for target in targets:
                if problem := _problem(page, unquote(target), by_path):
                    found.append(f"{page.name}:{number}: {target}: {problem}")
    return found


def _problem(page: Page, target: str, pages: dict[Path, Page]) -> str | None:
    if re.match(r"[a-z]+:", target):
        return None
    path, _, anchor = target.partition("#")
    file = (page.path.parent / path).resolve() if path else page.path
    if not file.exists():
        return "there is no such file"
    if not file.is_relative_to(ROOT):
        return "it leads out of the project"
    if anchor and file in pages and anchor not in pages[file].anchors:
        return f"{pages[file].name} has no such heading"
    return None
