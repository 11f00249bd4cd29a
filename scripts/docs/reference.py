#!/usr/bin/env python3
"""Makes pages and manual pages of what the tool says of itself.

    reference.py ATELIER          writes docs/reference/commands.md and settings.md
    reference.py ATELIER FOLDER   writes manual pages into FOLDER, one a command
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import fixtures
from pages import ROOT

COMMANDS, SETTINGS = ROOT / "docs/reference/commands.md", ROOT / "docs/reference/settings.md"
PRESETS = ["tutorial", "quick", "fine", "best"]
NOTE = "<!-- `make reference` wrote this page from the tool's own help. -->"
# What depends on the drawings or on a program's own code, not on the preset.
OF_THE_DATA = {"format", "preset", "sources", "imageSize", "channels", "classes", "categories", "dataFolder", "ownParts"}


class Tool:
    def __init__(self, path: Path):
        self.path = path
        self.root = json.loads(self._said("--experimental-dump-help"))["command"]
        self.version = self._said("--version").strip()

    def _said(self, *arguments: str) -> str:
        return subprocess.run([self.path, *arguments], check=True, capture_output=True, text=True).stdout

    def commands(self) -> list[tuple[str, dict]]:
        """Each command that does something, with its whole name."""
        def walk(name: str, command: dict):
            below = [sub for sub in command.get("subcommands", []) if sub["commandName"] != "help"]
            if not below:
                yield name, command
            for sub in below:
                yield from walk(f"{name} {sub['commandName']}", sub)

        return list(walk("atelier", self.root))

    def usage(self, name: str) -> str:
        text = self._said(*name.split()[1:], "--help")
        return " ".join(re.search(r"USAGE: (.*?)(?:\n\n|\Z)", text, re.DOTALL)[1].split())

    def presets(self) -> dict[str, dict]:
        """The configuration that each preset comes to for some drawings."""
        with tempfile.TemporaryDirectory() as folder:
            fixtures.write_npy(Path(folder, "cat.npy"), fixtures.discs(64, seed=1))
            return {
                preset: json.loads(subprocess.run(
                    [self.path, "train", "cat.npy", "--preset", preset, "--dry-run"], cwd=folder, check=True,
                    capture_output=True, text=True).stdout)
                for preset in PRESETS
            }


def name(argument: dict) -> str:
    """`-o, --output FILE`."""
    value = argument.get("valueName", "").upper()
    if argument["kind"] == "positional":
        return f"{value}…" if argument["isRepeating"] else value
    names = ", ".join(("--" if n["kind"] == "long" else "-") + n["name"] for n in argument["names"])
    return names if argument["kind"] == "flag" else f"{names} {value}"


def shown(command: dict) -> list[dict]:
    """The arguments of a command, a flag and its opposite as one."""
    found: list[dict] = []
    for argument in command.get("arguments", []):
        names = {n["name"] for n in argument.get("names") or []}
        if not argument.get("shouldDisplay", True) or names & {"help", "version"}:
            continue
        if found and names and names == {f"no-{n['name']}" for n in found[-1].get("names") or []}:
            found[-1] = found[-1] | {"names": found[-1]["names"] + argument["names"]}
        else:
            found.append(argument)
    return found


def about(argument: dict) -> str:
    text = argument.get("abstract", "")
    default = argument.get("defaultValue")
    if default and argument["kind"] == "option" and "default" not in text:
        text += f" (default: {default})"
    return text


def parts(command: dict) -> tuple[str, list[str]]:
    """A command's discussion, and the lines of its examples."""
    text, _, examples = command.get("discussion", "").partition("Example")
    return text.strip(), [line.strip() for line in examples.partition(":")[2].splitlines() if line.strip()]


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def commands_page(tool: Tool) -> str:
    lines = [
        "# Commands", "", NOTE, "",
        f"Of version {tool.version}. `atelier help COMMAND` shows the same; [settings](settings.md) and "
        "[exit statuses](exit-statuses.md) have pages of their own.", ""]
    lines += [f"- [`{command}`](#{command.replace(' ', '-')}): {about['abstract']}" for command, about in tool.commands()]
    for command, description in tool.commands():
        text, examples = parts(description)
        lines += ["", f"## {command}", "", description["abstract"], "", "```", tool.usage(command), "```", ""]
        lines += [text.replace("\n", " "), ""] if text else []
        rows = [a for a in shown(description) if a.get("sectionTitle") != "Settings"]
        if rows:
            lines += ["| | |", "|---|---|", *(f"| `{cell(name(a))}` | {cell(about(a))} |" for a in rows), ""]
        if any(a.get("sectionTitle") == "Settings" for a in shown(description)):
            lines += ["And the flags of the [settings](settings.md).", ""]
        lines += ["```sh", *examples, "```"] if examples else []
    return "\n".join(lines).rstrip() + "\n"


def settings_page(tool: Tool) -> str:
    train = dict(tool.commands())["atelier train"]
    flags = [a for a in shown(train) if a.get("sectionTitle") == "Settings"]
    presets = tool.presets()
    keys = [key for key in sorted(set().union(*presets.values())) if key not in OF_THE_DATA]
    lines = [
        "# Settings", "", NOTE, "",
        "A run's settings are the preset's, changed by the file that `--config` names, changed by flags. They are kept in the run's "
        "`config.json`, which `--config` takes for another run; `--dry-run` prints them and trains nothing.",
        "", "## Flags", "", "| flag | meaning |", "|---|---|"]
    lines += [f"| `{cell(name(a))}` | {cell(about(a))} |" for a in flags]
    lines += [
        "", "## What the presets set", "",
        "By the keys of `config.json`; – where a preset says nothing. Keys without a flag above can be set in a file for `--config`.",
        "", "| key | " + " | ".join(f"`{p}`" for p in PRESETS) + " |", "|---" * (len(PRESETS) + 1) + "|"]
    for key in keys:
        values = [presets[p].get(key) for p in PRESETS]
        lines.append(f"| `{key}` | " + " | ".join("–" if v is None else json.dumps(v).strip('"') for v in values) + " |")
    return "\n".join(lines) + "\n"


def pages(tool: Tool) -> dict[Path, str]:
    return {COMMANDS: commands_page(tool), SETTINGS: settings_page(tool)}


def problems(atelier: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: the tool says something else now; run make reference"
        for path, text in pages(Tool(atelier)).items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def manual_page(tool: Tool, command: str, description: dict) -> str:
    """In man's own language, of which little is needed."""
    def plain(text: str) -> str:
        escaped = text.replace("\\", "\\e").replace("-", "\\-")
        return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in escaped.splitlines())

    title = command.replace(" ", "-")
    text, examples = parts(description)
    lines = [
        f".TH {title.upper()} 1 \"\" \"Atelier {tool.version}\"", ".SH NAME",
        f"{plain(title)} \\- {plain(description['abstract'].rstrip('.'))}", ".SH SYNOPSIS", plain(tool.usage(command))]
    lines += [".SH DESCRIPTION", plain(text)] if text else []
    sections: dict[str, list[dict]] = {}
    for argument in shown(description):
        sections.setdefault(argument.get("sectionTitle") or "Options", []).append(argument)
    for section, arguments in sections.items():
        lines.append(f".SH {section.upper()}")
        for argument in arguments:
            lines += [".TP", f".B {plain(name(argument))}", plain(about(argument))]
    below = [s for s in description.get("subcommands", []) if s["commandName"] != "help"]
    if below:
        lines += [".SH COMMANDS"]
        for sub in below:
            lines += [".TP", f".B {plain(title + '-' + sub['commandName'])}(1)", plain(sub["abstract"])]
    lines += [".SH EXAMPLES", ".nf", *map(plain, examples), ".fi"] if examples else []
    return "\n".join(lines) + "\n"


def write_manual(tool: Tool, folder: Path):
    folder.mkdir(parents=True, exist_ok=True)
    for command, description in [("atelier", tool.root), *tool.commands()]:
        (folder / f"{command.replace(' ', '-')}.1").write_text(manual_page(tool, command, description), encoding="utf-8")


if __name__ == "__main__":
    made_by = Tool(Path(sys.argv[1]).absolute())
    if len(sys.argv) > 2:
        write_manual(made_by, Path(sys.argv[2]))
    else:
        for path, text in pages(made_by).items():
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
