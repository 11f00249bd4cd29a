"""Sets up what the peers need: a virtual environment each, and memory allocators to try them with."""

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path("build/peers")

REQUIREMENTS = {
    "tensorflow": ["tensorflow-cpu==2.21.0"],
    # NumPy is needed for the data alone. On x86-64, PyPI's torch comes with CUDA (5 GB), which is not used.
    "pytorch": ["torch==2.15.0", "numpy"],
    "jax": ["jax==0.10.2"],
}


class SetUpError(Exception):
    pass


@dataclass(frozen=True)
class Allocator:
    name: str
    environment: dict[str, str] = field(default_factory=dict)


GLIBC = Allocator("glibc's malloc")
#: Large tensors from the heap, which keeps its memory and has huge pages.
GLIBC_TUNED = Allocator(
    "glibc's malloc, tuned",
    {
        "GLIBC_TUNABLES": "glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=68719476736"
        ":glibc.malloc.top_pad=67108864:glibc.malloc.hugetlb=1"
    },
)
#: Debian's package, its library, and what makes it keep memory.
PACKAGED_ALLOCATORS = {
    "jemalloc": (
        "libjemalloc2",
        "libjemalloc.so.2",
        {"MALLOC_CONF": "oversize_threshold:1,metadata_thp:auto,thp:always,dirty_decay_ms:-1,muzzy_decay_ms:-1"},
    ),
    "tcmalloc": ("libtcmalloc-minimal4", "libtcmalloc_minimal.so.4", {"TCMALLOC_RELEASE_RATE": "0"}),
}


def run(*command: str | Path, folder: Path | None = None):
    try:
        finished = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    except OSError as error:
        raise SetUpError(f"{command[0]}: {error.strerror}") from error
    if finished.returncode != 0:
        lines = (finished.stderr or finished.stdout).strip().splitlines()
        raise SetUpError(lines[-1] if lines else f"{command[0]} ended with status {finished.returncode}")


def python_of(peer: str) -> Path:
    return FOLDER / peer / "bin" / "python"


def set_up(peer: str):
    """Makes the peer's virtual environment, unless it is there."""
    folder = FOLDER / peer
    wanted = "".join(f"{requirement}\n" for requirement in REQUIREMENTS[peer])
    # Written last, so that it is there only when the environment is whole.
    stamp = folder / "requirements.txt"
    if stamp.is_file() and stamp.read_text() == wanted:
        print(f"{peer}: {folder} (found)", flush=True)
        return
    print(f"{peer}: installs {' '.join(REQUIREMENTS[peer])}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "venv", folder)
    run(python_of(peer), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS[peer])
    stamp.write_text(wanted)


def allocators() -> list[Allocator]:
    """Those that can be had here; Debian's packages are unpacked, not installed."""
    found = [GLIBC, GLIBC_TUNED]
    folder = FOLDER / "allocators"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (package, library, environment) in PACKAGED_ALLOCATORS.items():
        try:
            if not list(folder.glob(f"usr/lib/*/{library}")):
                run("apt-get", "download", package, folder=folder)
                run("dpkg-deb", "--extract", *folder.glob(f"{package}_*.deb"), folder)
            path = next(folder.glob(f"usr/lib/*/{library}")).resolve()
            found.append(Allocator(name, {"LD_PRELOAD": str(path), **environment}))
        except SetUpError as error:
            print(f"{name}: not tried ({error})", flush=True)
    return found
