"""The machine's own words about itself."""

import os
import platform
import re
from pathlib import Path

#: Instruction sets that decide how fast matrices are multiplied.
INSTRUCTION_SETS = ["avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16"]


def read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def field(text: str, name: str) -> str:
    found = re.search(rf"^{name}\s*[:=]\s*(.*)$", text, re.MULTILINE)
    return found.group(1).strip('"') if found else "unknown"


def caches() -> str:
    found = []
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        kind, level, size = (read(str(index / name)).strip() for name in ["type", "level", "size"])
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return ", ".join(found) or "unknown"


def describe() -> dict[str, str]:
    processor = read("/proc/cpuinfo")
    flags = field(processor, "flags").split()
    family = ", ".join(f"{name} {field(processor, name)}" for name in ["cpu family", "model"])
    gigabytes = int(field(read("/proc/meminfo"), "MemTotal").split()[0]) / 1024**2
    return {
        "processor": f"{field(processor, 'model name')} ({family})",
        "cores": str(len(os.sched_getaffinity(0))),
        "instruction sets": ", ".join(name for name in INSTRUCTION_SETS if name in flags) or "unknown",
        "caches of a core": caches(),
        "memory": f"{gigabytes:.0f} GiB",
        "system": f"{field(read('/etc/os-release'), 'PRETTY_NAME')}, Linux {platform.release()}, "
        + " ".join(platform.libc_ver()),
        "huge pages": read("/sys/kernel/mm/transparent_hugepage/enabled").strip(),
        "Python": platform.python_version(),
        "load average before the run": f"{os.getloadavg()[0]:.1f}",
    }
