"""What a scan is asked for and what it says of each file. Small, frozen, and free of pixels: they cross processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app import __version__
from app.detector.verdict import FaceScore, Verdict
from app.evidence.provenance import Provenance


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What to scan, and how.

    Attributes:
        paths: files and folders, in the order in which they were given.
        recursive: also scan the folders in the folders.
        workers: number of worker processes, gentle or not; None takes one a core, or all that a cluster has.
        model: folder of the model bundle; None takes the selected one, else the bundled one.
        use_cache: take the result of an earlier scan where content and model are the same.
        resume: go on with the last unfinished scan of the same paths and model.
        resumed: rather with this one of them, by `app.scan.journal.PastScan.id`, if it can be.
        gentle: half the cores and the lowest priority; None while the machine runs on its battery.
        cluster: address of the Dask scheduler whose workers judge, at most ``workers`` files at a time; None judges on
            this machine.
    """

    paths: tuple[Path, ...]
    recursive: bool = True
    workers: int | None = None
    model: Path | None = None
    use_cache: bool = True
    resume: bool = False
    resumed: int | None = None
    gentle: bool | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A file that discovery found.

    Attributes:
        index: place in discovery order, from 0. Exports are in this order whatever order results come in.
        path: absolute.
        error: why it can't be scanned, known before it is opened (an unreadable folder); else "".
    """

    index: int
    path: Path
    error: str = ""


@dataclass(frozen=True, slots=True)
class ImageResult:
    """What is known of one file after it was scanned. One per file, whatever happened.

    Attributes:
        index: of the `ImageFile`.
        path: absolute.
        verdict: of the picture.
        reason: why it is inconclusive or an error, and what the file says of how it was made, in sentences; else "".
        faces: judged faces, largest first.
        width: of the upright picture in pixels; 0 if it could not be read.
        height: likewise.
        format: by content, "JPEG"; "" if it could not be read.
        bytes: size of the file; 0 if it could not be read.
        modified: time of last change, nanoseconds since 1970 (UTC); 0 if unknown.
        sha256: of the bytes that were judged; "" if they could not be read.
        provenance: what the file's C2PA manifest says; "absent" where there is none.
        model: id of the model that judged; "" where none did.
        dhash: `app.scan.near_duplicates.difference_hash` of the pixels; "" if they could not be read, or if an older
            version of the program judged.
        app_version: of the program that judged.
    """

    index: int
    path: Path
    verdict: Verdict
    reason: str = ""
    faces: tuple[FaceScore, ...] = field(default=())
    width: int = 0
    height: int = 0
    format: str = ""
    bytes: int = 0
    modified: int = 0
    sha256: str = ""
    provenance: Provenance = "absent"
    model: str = ""
    dhash: str = ""
    app_version: str = __version__

    @property
    def score(self) -> float | None:
        """Highest score of a face; None if there is none."""
        return max((face.score for face in self.faces), default=None)
