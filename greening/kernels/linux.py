"""The Linux calls that Python does not offer: process control and Landlock, through ctypes."""

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 36, 38
#: Since Linux 6.1
_MADV_COLLAPSE = 25
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_LANDLOCK_CREATE_RULESET_VERSION = 1
_LANDLOCK_RULE_PATH_BENEATH = 1

#: Rights of Landlock's first version that change the file system: write, remove, make (bits 1, 4 to 12)
_CHANGES_V1 = 1 << 1 | sum(1 << bit for bit in range(4, 13))
#: Moving between folders (version 2) and truncating (version 3)
_REFER, _TRUNCATE = 1 << 13, 1 << 14
#: Signals to processes outside (version 6)
_SCOPE_SIGNAL = 1 << 1
#: Rights that a rule on a single file, not a folder, may grant
_FILE_RIGHTS = 1 << 1 | _TRUNCATE


class _RulesetAttr(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64), ("handled_access_net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}): {os.strerror(number)}")


def die_with_parent(signum: int, parent_pid: int) -> None:
    """Have this process sent `signum` when its parent ends, and end now if the parent has ended already."""
    _prctl(_PR_SET_PDEATHSIG, signum)
    if os.getppid() != parent_pid:
        os._exit(1)


def adopt_orphans() -> None:
    """Make this process the parent of descendants whose own parent ends, so that none escapes it."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def collapse_memory() -> int:
    """Gather this process's own memory into huge pages, and give how many: a fork copies a table of pages, which is then half as long to do.

    Where the kernel cannot (before Linux 6.1), nothing is done.
    """
    size = _huge_page_bytes()
    ranges = (line.split() for line in Path("/proc/self/maps").read_text().splitlines()) if size else ()
    # A line without a sixth word is of no file; a heap is named in brackets.
    own = (words[0] for words in ranges if words[1].startswith("rw") and (len(words) < 6 or words[5] == "[heap]"))
    return sum(_collapse(place, size) for place in own)


def _collapse(place: str, size: int) -> int:
    first, end = (int(bound, 16) for bound in place.split("-"))
    pages = range(-(-first // size) * size, end // size * size, size)
    done = [_libc.madvise(ctypes.c_void_p(page), ctypes.c_size_t(size), _MADV_COLLAPSE) for page in pages]
    return done.count(0)


def _huge_page_bytes() -> int:
    try:
        return int(Path("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size").read_text())
    except (OSError, ValueError):
        return 0


def landlock_version() -> int:
    """The kernel's Landlock version, 0 where it has none or it is switched off."""
    version: int = _libc.syscall(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_LANDLOCK_CREATE_RULESET_VERSION))
    return max(version, 0)


def confine(folders: Iterable[str], devices: Iterable[str] = ("/dev",)) -> bool:
    """Have the kernel refuse this process, and all that it starts, any change of files outside `folders`.

    In `devices` existing files may be written and none made. From Linux 6.12 it also refuses signals to any process that this
    one did not start. False, and nothing done, where the kernel cannot.
    """
    version = landlock_version()
    if version == 0:
        return False
    changes = _CHANGES_V1 | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    attr = _RulesetAttr(changes, 0, _SCOPE_SIGNAL if version >= 6 else 0)
    ruleset: int = _libc.syscall(_LANDLOCK_CREATE_RULESET, ctypes.byref(attr), ctypes.c_size_t(ctypes.sizeof(attr)), ctypes.c_uint(0))
    if ruleset < 0:
        return False
    try:
        for folder in folders:
            _allow(ruleset, folder, changes)
        for device in devices:
            _allow(ruleset, device, changes & _FILE_RIGHTS)
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        return bool(_libc.syscall(_LANDLOCK_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0)) == 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _FILE_RIGHTS
        attr = _PathBeneathAttr(rights, handle)
        added = _libc.syscall(
            _LANDLOCK_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_LANDLOCK_RULE_PATH_BENEATH), ctypes.byref(attr), ctypes.c_uint(0)
        )
        if added != 0:
            number = ctypes.get_errno()
            raise OSError(number, f"Landlock refused a rule for {path}: {os.strerror(number)}")
    finally:
        os.close(handle)
