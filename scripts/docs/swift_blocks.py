"""Swift blocks: their lines stand in a file that is compiled, so they compile.

A block below `<!-- checked by FILE -->` is compared with what is compiled by that test, which knows the page by its name.
"""

import re

from pages import ROOT, Block, Page


def problems(pages: list[Page]) -> list[str]:
    sources = {
        path: [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        for folder in ("Examples", "Sources", "Tests")
        for path in (ROOT / folder).rglob("*.swift")
    }
    found = []
    for block in (block for page in pages for block in page.blocks if block.language == "swift"):
        if test := re.fullmatch(r"checked by (\S+)", block.comment):
            file = ROOT / test[1]
            if not file.exists() or f'"{block.page.name}"' not in file.read_text(encoding="utf-8"):
                found.append(f"{block.place}: {test[1]} is no test that knows {block.page.name}")
        elif not any(_holds(lines, block) for lines in sources.values()):
            found.append(f"{block.place}: no compiled file holds these lines one after another; “…” may stand for lines left out")
    return found


def _holds(lines: list[str], block: Block) -> bool:
    """Whether the parts of a block, between lines of “…”, stand in `lines`, each without a gap, in this order."""
    parts: list[list[str]] = [[]]
    for line in block.lines:
        if line.strip() in ("…", "// …"):
            parts.append([])
        else:
            parts[-1].append(line.strip())
    place = 0
    for part in parts:
        while part and not part[0]:
            part.pop(0)
        while part and not part[-1]:
            part.pop()
        if not part:
            continue
        places = [i for i in range(place, len(lines) - len(part) + 1) if lines[i:i + len(part)] == part]
        if not places:
            return False
        place = places[0] + len(part)
    return True
