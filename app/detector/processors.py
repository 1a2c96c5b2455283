"""How much can be computed at a time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_GROUPS, _OWN_GROUP = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def processors(groups: Path = _GROUPS, own_group: Path = _OWN_GROUP) -> int:
    """How many processors this process may keep busy.

    A machine may have more than that: ``taskset``, clusters and containers (``docker run --cpus=2``) share them out.

    Args:
        groups: where Linux shows its control groups (version 2).
        own_group: where it says which of them this process is in.
    """
    if sys.platform != "linux":
        return os.cpu_count() or 1
    count = len(os.sched_getaffinity(0))
    try:
        groups_of_process = own_group.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return count
    own = next((line.removeprefix("0::/") for line in groups_of_process if line.startswith("0::/")), "")
    # A limit holds for the groups below it, too. In a container, its own group is the outermost that can be seen.
    for folder in (groups / own, *(groups / own).parents):
        try:
            quota, period = (folder / "cpu.max").read_text("ascii").split()
            count = min(count, -(-int(quota) // int(period)))
        except (OSError, ValueError, ZeroDivisionError):
            pass  # There is no such group here, or no limit for it ("max").
        if folder == groups:
            break
    return max(1, count)
