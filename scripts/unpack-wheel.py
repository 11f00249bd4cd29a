"""Unpacks what libtorch needs of a wheel: unpack-wheel.py WHEEL SHA256 FOLDER [LIBRARY...]

With libraries named, they and torch's headers go into FOLDER/lib and FOLDER/include. With none, every library stays
where the wheel has it (FOLDER/torch/lib, FOLDER/nvidia/...), because they look for each other there.
"""

import hashlib
import pathlib
import shutil
import sys
import zipfile


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def destination(name, libraries):
    """Where in the folder a file of the wheel goes; None if it is not needed."""
    parts = pathlib.PurePosixPath(name).parts
    if parts[:2] == ("torch", "include"):
        return pathlib.Path(*parts[1:]) if libraries else pathlib.Path(*parts)
    if len(parts) < 3 or parts[-2] != "lib":
        return None
    if libraries:
        return pathlib.Path("lib", parts[-1]) if parts[-1] in libraries else None
    return pathlib.Path(*parts)


def main(wheel, expected, folder, *libraries):
    found = sha256(wheel)
    if found != expected:
        sys.exit(f"setup: {pathlib.Path(wheel).name} has the SHA-256 {found}, not {expected}, and was not unpacked.")
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            path = destination(entry.filename, libraries)
            if path is None or entry.is_dir():
                continue
            path = pathlib.Path(folder) / path
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, open(path, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)


try:
    main(*sys.argv[1:])
except (OSError, zipfile.BadZipFile) as error:
    sys.exit(f"setup: {pathlib.Path(sys.argv[1]).name} cannot be unpacked: {error}.")
