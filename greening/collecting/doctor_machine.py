"""What the doctor asks of the machine: Python and its packages, fonts, Chromium, memory, disk, clock and file system."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path

import psutil

from greening import kernels, paths
from greening.collecting.doctor import Answer, Asked, fault, few, look_at, well
from greening.publish import pdf

#: The versions of Python that the pinned packages are for.
_OLDEST, _NEWEST = (3, 11), (3, 13)
_PINNED = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^\s;]+)\s*(?:;\s*(?P<only>.+))?")
#: Languages whose signs not every system's fonts have, and a package of Debian that has them.
_SIGNS: Mapping[str, tuple[str, str]] = {"zh": ("Chinese", "fonts-wqy-microhei"), "ar": ("Arabic", "fonts-dejavu-core")}
_GIB = 2**30
#: What one worker and its warm process take (docs/scale.md), and what should be left for the rest.
_WORKER_GIB, _LEFT_GIB = 0.65, 0.5
#: Free space below which a run is not begun lightly, whatever the last cycle took.
_LEAST = _GIB
#: File systems over a network, on which locks and renames are slower and less sure.
_NETWORK = re.compile(r"nfs\d?|cifs|smb.*|afs|9p|fuse\.(sshfs|s3fs|gcsfuse|glusterfs)|lustre|ceph")


def _python(_: Asked) -> Answer:
    version = platform.python_version()
    if _OLDEST <= sys.version_info[:2] <= _NEWEST:
        return well(f"Python {version}")
    return fault(f"Python {version}; the pinned packages are for 3.11, 3.12 and 3.13", "install one of these, remove .venv and run make reports")


def _packages(_: Asked) -> Answer:
    lines = (paths.HOME / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [found for line in lines if (found := _PINNED.match(line)) and _is_for_here(found["only"] or "")]
    wrong = [told for found in pinned if (told := _difference(found["name"], found["version"]))]
    if not wrong:
        return well(f"{len(pinned)} packages as pinned")
    return fault(f"not as pinned in requirements.txt: {few(wrong)}", f"{sys.executable} -m pip install -r requirements.txt")


def _is_for_here(condition: str) -> bool:
    """Whether a pin is meant for this system and Python; one that says nothing is."""
    if not condition:
        return True
    from packaging.markers import Marker

    return bool(Marker(condition).evaluate())


def _difference(name: str, version: str) -> str:
    try:
        there = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    return "" if there == version else f"{name} {there} instead of {version}"


def _warm_engine(_: Asked) -> Answer:
    is_safe, why = kernels.is_safe()
    if is_safe:
        return well("notebooks start from a warm process")
    return look_at(f"notebooks start slowly, on stock kernels: {why}", "nothing is wrong; on Linux a run is several times faster")


def _chromium(_: Asked) -> Answer:
    if pdf.is_possible():
        return well(f"{pdf.browser()}, for run --pdf")
    return look_at(
        "no Chromium on the PATH, so run --pdf is not possible",
        "install chromium (Debian, Ubuntu: sudo apt-get install chromium), or print from a browser",
    )


def _fonts(_: Asked) -> Answer:
    program = shutil.which("fc-list")
    if not program:
        return look_at("fonts cannot be asked for here (no fc-list)", "look at a Chinese and an Arabic page once before you print with --pdf")
    lacking = [(name, package) for language, (name, package) in _SIGNS.items() if not _has_font(program, language)]
    if not lacking:
        return well("there are fonts with Chinese and Arabic signs, for run --pdf")
    names, packages = " and ".join(name for name, _ in lacking), " ".join(package for _, package in lacking)
    return look_at(f"no font with {names} signs: run --pdf would print boxes", f"Debian, Ubuntu: sudo apt-get install {packages}")


def _has_font(program: str, language: str) -> bool:
    asked = subprocess.run([program, f":lang={language}", "family"], capture_output=True, text=True, timeout=10, check=False)
    return bool(asked.stdout.strip())


def _memory(_: Asked) -> Answer:
    free, cores = psutil.virtual_memory().available / _GIB, os.cpu_count() or 1
    needed = cores * _WORKER_GIB + _LEFT_GIB
    seen = f"{free:.1f} GiB free; a run with {cores} workers takes about {needed:.1f}"
    fit = max(1, int((free - _LEFT_GIB) / _WORKER_GIB))
    return well(seen) if free >= needed else look_at(seen, f"close other programs, or run with --workers {fit}")


def _disk(asked: Asked) -> Answer:
    places = {name: paths.root(root) for name, root in (("data", asked.data), ("reports", asked.reports))}
    local = {name: Path(place.path) for name, place in places.items() if paths.is_local(place)}
    if not local:
        return well("the data lie in an object store")
    free = min(shutil.disk_usage(_there(place)).free for place in local.values())
    taken = sum(_size(place / part) for place, part in ((local.get("data"), "processed"), (local.get("reports"), "")) if place)
    seen = f"{_amount(free)} free; products and reports take {_amount(taken)}"
    # All that is there is written anew, file by file, where everything changes.
    if free >= max(_LEAST, taken):
        return well(seen)
    return fault(seen, "make room: what is published stays whole, but a run does not go on without space")


def _amount(count: float) -> str:
    return f"{count / _GIB:.1f} GiB" if count >= _GIB else f"{count / 2**20:.0f} MiB"


def _there(place: Path) -> Path:
    """The folder, or the nearest one above it that there is."""
    return next(folder for folder in (place, *place.parents) if folder.exists())


def _size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    total, waiting = 0, [folder] if folder.is_dir() else []
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            else:
                total += entry.stat(follow_symlinks=False).st_size
    return total


def _clock(asked: Asked) -> Answer:
    """Nothing that comes out depends on the clock; what records a decision does."""
    newest = date.fromtimestamp(max(path.stat().st_mtime for path in (paths.HOME / "pipeline.py", paths.HOME / "requirements.txt")))
    seen = f"today is {asked.today.isoformat()}"
    if asked.today >= newest:
        return well(seen)
    return fault(f"{seen}, but the program was changed on {newest.isoformat()}", "set the clock: receipts, requests and reviews are dated by it")


def _file_system(asked: Asked) -> Answer:
    local = [Path(place.path) for root in (asked.data, asked.reports) if paths.is_local(place := paths.root(root))]
    over_network = sorted({kind for place in local if _NETWORK.fullmatch(kind := _kind(_there(place)))})
    if over_network:
        return look_at(
            f"data or reports lie on a network file system ({', '.join(over_network)})",
            "run on one machine at a time, or keep them on a local disk",
        )
    if any(_ignores_case(_there(place)) for place in local):
        return look_at("the file system does not tell UNEP from unep", "write the codes of organizations always the same way")
    return well("data and reports lie on a local disk that tells upper from lower case")


def _kind(place: Path) -> str:
    """The kind of file system that a folder lies on, as the system calls it; empty where it does not say."""
    mounts = [(Path(mount.mountpoint), mount.fstype) for mount in psutil.disk_partitions(all=True)]
    around = [(len(point.parts), kind) for point, kind in mounts if point in (place, *place.parents)]
    return max(around)[1] if around else ""


def _ignores_case(place: Path) -> bool:
    other = place.with_name(place.name.swapcase())
    return other.name != place.name and other.exists() and other.samefile(place)


def today() -> date:
    """The day of today, the same around the world."""
    return datetime.now(UTC).date()


#: The checks in order, by the name that stands in the table.
CHECKS: Mapping[str, Callable[[Asked], Answer]] = {
    "python": _python,
    "packages": _packages,
    "warm engine": _warm_engine,
    "chromium": _chromium,
    "fonts": _fonts,
    "memory": _memory,
    "disk": _disk,
    "clock": _clock,
    "file system": _file_system,
}
