"""Takes from a worker process, on Linux, what judging a picture never needs: network, programs, files to write to.

A decoder that is taken over by the picture that it reads can then neither send anything away nor change anything. The
means are Landlock (files) and a seccomp filter (system calls), as the kernel documents them; they hold for the process
and can't be undone by it. Kernels and processors that lack them go without.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

_PR_SET_NO_NEW_PRIVS = 38
#: The same number on all processors.
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_LANDLOCK_CREATE_RULESET_VERSION = 1
_LANDLOCK_RULE_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _TRUNCATE = 1 << 0, 1 << 1, 1 << 14
#: By version of Landlock, the number of rights that it knows; of them, reading files and folders is left alone.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_READING = 1 << 2 | 1 << 3
_SCOPE_ABSTRACT_UNIX_SOCKET, _SCOPE_SIGNAL = 1 << 0, 1 << 1
_CONNECT_AND_BIND_TCP = 3

#: By processor: the name that the kernel has for it, the number of ``seccomp``, and those that are refused:
#: socket, execve, execveat, ptrace, process_vm_readv, process_vm_writev, pidfd_getfd, io_uring_setup (which opens
#: sockets as well).
_SYSTEM_CALLS = {
    "x86_64": (0xC000003E, 317, (41, 59, 322, 101, 310, 311, 438, 425)),
    "aarch64": (0xC00000B7, 277, (198, 221, 281, 117, 270, 271, 438, 425)),
}
_SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC = 1, 1
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
#: Numbers from here on are those of x32, another way to ask for the same.
_X32 = 0x40000000


def confine(writable: Sequence[Path] = ()) -> None:
    """Confines this process for the rest of its life; does nothing where the system knows no such thing.

    Args:
        writable: existing files that may be written to all the same.
    """
    if sys.platform != "linux" or struct.calcsize("P") != 8:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    # Without it, only root may confine itself.
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return
    _refuse_writing(libc, [Path(os.devnull), *writable])
    _refuse_system_calls(libc)


def _refuse_writing(libc: ctypes.CDLL, writable: Sequence[Path]) -> None:
    version = libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_CREATE_RULESET_VERSION)
    if version < 1:
        return
    refused = ((1 << _RIGHTS[min(version, max(_RIGHTS))]) - 1) & ~_READING
    network = _CONNECT_AND_BIND_TCP if version >= 4 else 0
    scoped = _SCOPE_ABSTRACT_UNIX_SOCKET | _SCOPE_SIGNAL if version >= 6 else 0
    # Older kernels take the longer structure as long as what they don't know is 0.
    attributes = struct.pack("=QQQ", refused, network, scoped)
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return
    for path in writable:
        try:
            file = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        rule = struct.pack("=Qi", refused & (_WRITE_FILE | _TRUNCATE), file)
        libc.syscall(_LANDLOCK_ADD_RULE, ruleset, _LANDLOCK_RULE_PATH_BENEATH, rule, 0)
        os.close(file)
    libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _refuse_system_calls(libc: ctypes.CDLL) -> None:
    if platform.machine() not in _SYSTEM_CALLS:
        return
    processor, seccomp, refused = _SYSTEM_CALLS[platform.machine()]
    # Each step: what it does, steps to skip if so, steps to skip if not, and a number. The last two are the answers.
    steps = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 0, len(refused) + 3, processor), (_LOAD, 0, 0, 0)]
    steps.append((_JUMP_AT_LEAST, len(refused) + 1, 0, _X32))
    steps += [(_JUMP_EQUAL, len(refused) - place, 0, number) for place, number in enumerate(refused)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = struct.pack("@HP", len(steps), ctypes.addressof(code))
    # For the threads that libraries started when they were imported, too.
    libc.syscall(seccomp, _SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC, program)
