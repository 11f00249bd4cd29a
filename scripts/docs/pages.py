"""The Markdown pages of the project: their prose, headings and code blocks."""

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Block:
    """A fenced code block: its language, the words after it, and its lines, the first of which is `line` of the page;
    `comment` is what a comment right above it says, `<!-- … -->`."""

    page: "Page"
    language: str
    marks: list[str]
    line: int
    lines: list[str]
    comment: str

    @property
    def place(self) -> str:
        return f"{self.page.name}:{self.line}"


class Page:
    def __init__(self, path: Path):
        self.path = path
        self.name = str(path.relative_to(ROOT))
        self.prose: list[tuple[int, str]] = []  # number of the line, its text; without code blocks
        self.blocks: list[Block] = []
        self._read(path.read_text(encoding="utf-8").splitlines())

    def _read(self, lines: list[str]):
        block, fence = None, ""
        for number, line in enumerate(lines, 1):
            opening = re.match(r"\s*(`{3,}|~{3,})\s*(.*)", line)
            if block is None and opening:
                fence = opening[1]
                words = opening[2].split() or [""]
                comment = re.fullmatch(r"<!-- (.*) -->", self.prose[-1][1]) if self.prose else None
                block = Block(self, words[0], words[1:], number + 1, [], comment[1] if comment else "")
            elif block is not None and line.strip() == fence:
                self.blocks.append(block)
                block = None
            elif block is not None:
                block.lines.append(line)
            else:
                self.prose.append((number, line))

    @cached_property
    def anchors(self) -> set[str]:
        """The anchors that GitHub gives the headings, and those that the page sets itself."""
        anchors: dict[str, int] = {}
        found = set()
        for _, line in self.prose:
            found.update(re.findall(r"""<a (?:id|name)=["']([^"']+)["']""", line))
            heading = re.match(r"#{1,6}\s+(.*?)\s*#*$", line)
            if not heading:
                continue
            text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).replace("`", "")
            slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            count = anchors.get(slug, 0)
            anchors[slug] = count + 1
            found.add(slug if count == 0 else f"{slug}-{count}")
        return found


def all_pages() -> list[Page]:
    """The Markdown files that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Page(ROOT / name) for name in sorted(filter(None, listed.split("\0"))) if (ROOT / name).exists()]
