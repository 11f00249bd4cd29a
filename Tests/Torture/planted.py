"""Bugs that faults.c plants in the tool from outside: each must be found, or the scenarios prove nothing."""

import disk
import power
from workshop import Row

BUGS = {
    "drop-fsync": ("files are not synced", lambda context, faults: power.cuts(context, full=400, resumes=0, faults=faults)),
    "early-rename": ("a file gets its name before its bytes", lambda context, faults: power.cuts(context, full=400, resumes=0, faults=faults)),
    "free-flock": ("a lock is not taken", lambda context, faults: disk.locks(context, faults=faults)),
}


def bugs(context):
    losses, found = [], []
    for bug, (words, look) in BUGS.items():
        row = look(context, {"PLANT": bug})
        if row.losses:
            found.append(f"{bug} ({len(row.losses)})")
        else:
            losses.append(f"{bug} ({words}) is not found in {row.tried} trials")
    return Row("planted bugs, all to be found", len(BUGS), losses, "found: " + ", ".join(found))
