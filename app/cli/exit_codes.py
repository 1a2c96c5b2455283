"""What the program returns to scripts."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, the same for every subcommand."""

    DONE = 0
    SOME_FILES_UNREADABLE = 1
    USAGE = 2
    CANCELLED = 3
    ENVIRONMENT = 4
    FAKE_FOUND = 5
