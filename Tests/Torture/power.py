"""Power cuts: what a disk may hold after one, worked out from a record of all that a run did to it.

What was synced is there. Of what was written since a file's last sync, each piece may be there or not, and of the names
made, changed and removed since a folder's last sync, the same holds.
"""

from pathlib import Path

from workshop import Row, SMALLEST, differences, signature

COMMAND = ["cat.npy", *SMALLEST, "--epochs", "3", "--keras", "--tensorboard", "--keep", "1", "--config", "settings.json"]
# Files that grow at their end, a line or a record at a time; all others are whole or not there.
GROWING = ("events.jsonl", "log.txt", ".last-run")


class Node:
    """A file or folder, as it is on the disk for certain, and what was done to it since."""

    def __init__(self, is_folder):
        self.is_folder = is_folder
        self.content = b""
        self.names = {}
        self.since = []

    def apply(self, changes):
        """The content, or the names, after some of the changes since the last sync."""
        if self.is_folder:
            names = dict(self.names)
            for _, old, new, node in changes:
                if names.get(old) is node:
                    del names[old]
                if new:
                    names[new] = node
            return names
        content = bytearray(self.content)
        for kind, offset, data in changes:
            if kind == "truncate":
                content = content[:offset] + bytes(max(0, offset - len(content)))
            else:
                content += bytes(max(0, offset - len(content)))
                content[offset:offset + len(data)] = data
        return bytes(content)

    @property
    def now(self):
        return self.apply(self.since)

    def sync(self):
        if self.is_folder:
            self.names = self.now
        else:
            self.content = self.now
        self.since = []


class Disk:
    """The folder `root` as its record tells."""

    def __init__(self, root):
        self.root = root
        self.top = Node(True)
        self.nodes = {}

    def find(self, path):
        node = self.top
        for name in Path(path).relative_to(self.root).parts:
            node = node.now[name]
        return node

    def add(self, inode, path, is_folder):
        node = self.nodes[inode] = Node(is_folder)
        path = Path(path)
        self.find(path.parent).since.append(("name", None, path.name, node))

    def take(self, record):
        kind, fields, data = record
        if kind in "CM":
            self.add(*fields, kind == "M")
        elif kind == "W":
            self.nodes[fields[0]].since.append(("write", int(fields[1]), data))
        elif kind == "T":
            self.nodes[fields[0]].since.append(("truncate", int(fields[1]), b""))
        elif kind == "S":
            # The root itself has no record of its making.
            self.nodes.get(fields[0], self.top).sync()
        elif kind == "R":
            old, new = (Path(path) for path in fields[1].split("\t"))
            node = self.find(old)
            source, target = self.find(old.parent), self.find(new.parent)
            # Within a folder, both names change or neither.
            source.since.append(("name", old.name, new.name if source is target else None, node))
            if source is not target:
                target.since.append(("name", None, new.name, node))
        elif kind == "U":
            path = Path(fields[0])
            folder = self.find(path.parent)
            folder.since.append(("name", path.name, None, folder.now[path.name]))


def read_record(path):
    content, place = path.read_bytes(), 0
    while place < len(content):
        end = content.index(b"\n", place)
        kind, *fields = content[place:end].decode().split(" ", 3 if content[place:place + 1] == b"W" else 2)
        if kind == "U":
            fields = [" ".join(fields)]
        place, data = end + 1, b""
        if kind == "W":
            data = content[place:place + int(fields[2])]
            place += len(data) + 1
        yield kind, fields, data


def after_cut(node, numbers, name=""):
    """What may be left of a file or folder: bytes, or a dictionary."""
    way = numbers.choice(["none", "all", "first", "some"])
    if way == "some" and name in GROWING + ("tfevents",):
        way = "first"
    changes = {
        "none": lambda: [], "all": lambda: node.since,
        "first": lambda: node.since[:numbers.randint(0, len(node.since))],
        "some": lambda: [change for change in node.since if numbers.random() < 0.5],
    }[way]()
    left = node.apply(changes)
    if not node.is_folder:
        # The last of what was appended may be there in part.
        return left[:numbers.randint(min(len(node.content), len(left)), len(left))] if name in GROWING else left
    return {name: after_cut(child, numbers, "tfevents" if "tfevents" in name else name) for name, child in left.items()}


def files_of(state, path=""):
    for name, content in state.items():
        if isinstance(content, dict):
            yield from files_of(content, f"{path}{name}/")
        else:
            yield path + name, content


def write_state(state, folder):
    folder.mkdir(exist_ok=True)
    for name, content in state.items():
        if isinstance(content, dict):
            write_state(content, folder / name)
        else:
            (folder / name).write_bytes(content)


def contents_of(node):
    """As the program sees it."""
    return {name: contents_of(child) if child.is_folder else child.now for name, child in node.now.items()}


def epochs_told(state):
    """How many epochs a run has told of, by its name."""
    return {path.split("/")[0]: content.count(b'"event":"epoch"') + content.count(b'"event": "epoch"')
            for path, content in files_of(state) if path.endswith("/events.jsonl")}


def cuts(context, full=4000, resumes=60, faults=None):
    losses, tried, resumed = [], 0, 0
    numbers = context.random("power cuts")
    with context.workshop() as workshop:
        workshop.write_drawings(count=24)
        (workshop.path / "settings.json").write_text('{"logEverySteps": 1}')
        runs = workshop.path / "runs"
        runs.mkdir()
        log = workshop.path / "log"
        result = workshop.run("train", *COMMAND, faults={"ROOT": runs, "LOG": log, **(faults or {})})
        if result.status != 0:
            return Row("power cuts", 1, [f"a recorded run fails: {result.errors}"])
        whole = signature(workshop.runs[0])
        records = list(read_record(log))

        # Each file that is made at once, by its last content: what it may be under its name.
        disk = Disk(str(runs))
        for record in records:
            disk.take(record)
        on_disk = {str(p.relative_to(runs)): p.read_bytes() for p in runs.rglob("*") if p.is_file()}
        if dict(files_of(contents_of(disk.top))) != on_disk:
            return Row("power cuts", 1, ["the record does not tell what is on the disk: faults.c misses a call"])
        versions = {}
        disk = Disk(str(runs))
        made = []
        for record in records:
            disk.take(record)
            if record[0] == "R" and not disk.nodes[record[1][0]].is_folder:
                made.append((record[1][1].split("\t")[1], disk.nodes[record[1][0]]))
        for path, node in made:
            versions.setdefault(Path(path).name, set()).add(node.now)

        count, wanted_resumes = context.count(full, least=300), context.count(resumes, least=3)
        points = sorted(numbers.randint(0, len(records)) for _ in range(count))
        to_resume = set(numbers.sample(range(count), min(count, wanted_resumes)))
        disk, done = Disk(str(runs)), 0
        for trial, point in enumerate(points):
            while done < point:
                disk.take(records[done])
                done += 1
            state = after_cut(disk.top, numbers)
            tried += 1
            where = f"cut after change {point} of {len(records)}"
            found = damage(state, versions)
            told = epochs_told(contents_of(disk.top))
            for run, epochs in told.items():
                last = max((int(Path(path).name[6:10]) for path, _ in files_of(state)
                            if path.startswith(run + "/checkpoints/epoch-")), default=0)
                # An epoch is told of just before its checkpoint is written.
                if last < epochs - 1:
                    found.append(f"{run} has told of {epochs} epochs and holds the checkpoint of {last}")
            losses += [f"{where}: {loss}" for loss in found]
            if trial in to_resume and not found:
                resumed += 1
                losses += [f"{where}: {loss}" for loss in resume(context, state, whole)]
    return Row("power cuts", tried, losses, f"{len(records)} changes, {resumed} states resumed")


def damage(state, versions):
    """Files under their names that are not wholly what was to be there."""
    result = []
    for path, content in files_of(state):
        name = Path(path).name
        if name in GROWING or "tfevents" in name or name.startswith("."):
            continue
        if any(part.startswith(".") for part in Path(path).parts):
            continue
        if content not in versions.get(name, ()):
            result.append(f"{path} is damaged ({len(content)} bytes)")
    return result


def resume(context, state, whole):
    with context.workshop() as workshop:
        workshop.write_drawings(count=24)
        (workshop.path / "settings.json").write_text('{"logEverySteps": 1}')
        write_state(state, workshop.path / "runs")
        command = ["resume", workshop.runs[0]] if workshop.runs else ["train", *COMMAND]
        result = workshop.run(*command)
        if result.status != 0:
            return [f"does not resume: {result.errors.strip()}"]
        losses = differences(workshop.runs[0], whole)
        if "is damaged" in result.output:
            losses.append(result.output.strip())
        return losses
