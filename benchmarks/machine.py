"""The machine and the versions that a result holds for."""

import os
import platform
from importlib import metadata
from pathlib import Path

#: Packages that most of the time is spent in.
PACKAGES = (
    "papermill", "nbclient", "nbconvert", "ipykernel", "jupyter_client", "pandas", "numpy", "pyarrow", "great-expectations", "altair",
    "vl-convert-python", "babel", "jinja2", "dask", "distributed",
)  # fmt: skip


def describe() -> list[tuple[str, str]]:
    """Name and value of what a reader needs to compare: system, processor, cores, memory, Python, packages."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return [
        ("system", f"{platform.system()} {platform.release()}"),
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("memory", f"{memory_gib:.0f} GiB"),
        ("load before the run", " ".join(f"{load:.2f}" for load in os.getloadavg())),
        ("Python", platform.python_version()),
        ("packages", ", ".join(f"{name} {version}" for name in PACKAGES if (version := _version(name)))),
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
