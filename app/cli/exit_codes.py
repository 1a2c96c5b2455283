"""What the program returns to scripts."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, the same for every subcommand.

    Where no files are scanned, 1 says that what was asked for came out badly: a difference, a training that failed.
    """

    DONE = 0
    SOME_FILES_UNREADABLE = 1
    USAGE = 2
    CANCELLED = 3
    ENVIRONMENT = 4
    FAKE_FOUND = 5
