"""What a scan says while it runs. The window, the terminal and the web page all match on these."""

from __future__ import annotations

from dataclasses import dataclass

from app.scan.results import ImageResult


@dataclass(frozen=True, slots=True)
class ScanStarted:
    """Workers are starting.

    Attributes:
        model: id of the model in use.
        workers: how many files are judged at a time.
    """

    model: str
    workers: int


@dataclass(frozen=True, slots=True)
class FilesFound:
    """Discovery went on.

    Attributes:
        total: files found so far.
        complete: discovery is over; ``total`` won't grow unless folders are added.
    """

    total: int
    complete: bool


@dataclass(frozen=True, slots=True)
class FileScanned:
    """A file has its result. Comes in the order in which files finish.

    Attributes:
        result: the row.
        cached: taken from an earlier scan.
    """

    result: ImageResult
    cached: bool = False


@dataclass(frozen=True, slots=True)
class ScanPaused:
    """Nothing is being scanned until the scan is resumed.

    Attributes:
        reason: "" if the user asked for it, else a sentence ("The folder /media/x is not there any more.").
    """

    reason: str = ""


@dataclass(frozen=True, slots=True)
class ScanResumed:
    """Scanning goes on."""


@dataclass(frozen=True, slots=True)
class ScanNotice:
    """Something that the user should know, while the scan goes on.

    Attributes:
        message: one sentence or more ("The disk is full. The scan goes on without a journal …").
    """

    message: str


@dataclass(frozen=True, slots=True)
class ScanFinished:
    """The last event of every scan.

    Attributes:
        total: files found.
        done: files that have a result.
        seconds: wall time.
        cancelled: stopped before the end; what was done is kept.
        passed_over: files in the folders that aren't taken for pictures.
    """

    total: int
    done: int
    seconds: float
    cancelled: bool
    passed_over: int = 0


ScanEvent = ScanStarted | FilesFound | FileScanned | ScanPaused | ScanResumed | ScanNotice | ScanFinished
