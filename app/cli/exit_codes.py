"""What the program returns to scripts."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, the same for every subcommand; `EXIT_CODES` says what they mean."""

    DONE = 0
    SOME_FILES_UNREADABLE = 1
    USAGE = 2
    CANCELLED = 3
    ENVIRONMENT = 4
    FAKE_FOUND = 5


EXIT_CODES = {
    ExitCode.DONE: "done",
    ExitCode.SOME_FILES_UNREADABLE: "some files could not be read, verify found a difference, or train, model import "
    "or --self-test failed",
    ExitCode.USAGE: "wrong use, such as an unknown option, or a folder to evaluate or a report to verify that is none",
    ExitCode.CANCELLED: "stopped; a scan or a training keeps what was done",
    ExitCode.ENVIRONMENT: "a model, data, memory, the disk or the network can't be used",
    ExitCode.FAKE_FOUND: "something is fake, and --fail-on-fake was given",
}
"""What each says."""
