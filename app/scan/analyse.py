"""One file to one result. Runs in a worker process, on any machine; never raises."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.detector.bundle import load_network
from app.detector.decode import MAX_FILE_BYTES, DecodeError, Picture
from app.detector.detector import Detector
from app.detector.shared_weights import SharedWeights
from app.detector.verdict import FaceScore, Verdict, picture_verdict
from app.evidence.provenance import provenance_of_unreadable, read_provenance
from app.scan.journal import JournalError
from app.scan.known_results import KnownLookup, KnownResults
from app.scan.near_duplicates import difference_hash
from app.scan.results import ImageFile, ImageResult

#: Most memory that a worker may allocate, and most processor seconds for each step of a file: decoding it, finding its
#: faces and judging the first, each further face. A file that wants more costs its own row: the worker is replaced.
MEMORY_LIMIT_BYTES = 2**30
CPU_SECONDS_PER_FILE = 10

_detector: Detector | None = None
_known: KnownLookup | None = None
_still_busy: Callable[[], None] | None = None


def analyse_file(
    image: ImageFile,
    detector: Detector,
    known: KnownLookup | None = None,
    between_steps: Callable[[], None] = lambda: None,
) -> ImageResult:
    """Reads a file once, and hashes, decodes and judges what was read.

    Args:
        image: the file.
        detector: the model in use.
        known: earlier results; a content that is among them is not judged again.
        between_steps: called once the picture is decoded and its credentials are read, and as
            `app.detector.detector.Detector.judge` says.

    Returns:
        The row; with the verdict ``error`` and a reason if anything went wrong.
    """
    index, path = image.index, image.path
    model = detector.bundle.manifest.id
    try:
        # Asked before it is opened: a pipe would block, a device never end.
        if not stat.S_ISREG(path.stat().st_mode):
            return ImageResult(index, path, Verdict.ERROR, "This is no file, but a pipe or a device.", model=model)
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            # By its size: read() would take memory for all that it may read, before it knows how much there is. Half a
            # gigabyte from a share takes longer than a file may.
            data = file.read(status.st_size + 1) if status.st_size <= MAX_FILE_BYTES else b""
    except OSError as error:
        return ImageResult(
            index, path, Verdict.ERROR, f"The file can't be read: {error.strerror or error}.", model=model
        )
    except ValueError as error:
        return ImageResult(index, path, Verdict.ERROR, f"The file can't be read: {error}.", model=model)
    except MemoryError:
        return ImageResult(index, path, Verdict.ERROR, "The file needs more memory than a worker may use.", model=model)
    # A file system may claim any date; one after 2262 is none that the journal can hold.
    modified = status.st_mtime_ns if abs(status.st_mtime_ns) < 2**63 else 0
    if max(status.st_size, len(data)) > MAX_FILE_BYTES:
        # Without a hash: that of a part would be taken for that of the file.
        reason = f"The file is larger than {MAX_FILE_BYTES // 2**20} MB."
        return ImageResult(index, path, Verdict.ERROR, reason, bytes=status.st_size, modified=modified, model=model)
    size, sha256 = len(data), hashlib.sha256(data).hexdigest()
    try:
        if known and (result := known.of_content(image, modified, sha256)):
            return result
    except JournalError:
        pass  # Judged again, then. The scan finds out for itself what is wrong with its journal.
    of_unreadable = provenance_of_unreadable(data)
    try:
        picture = Picture(data)
        provenance, declared = read_provenance(data, picture.format)
        # Only some JPEGs are still to be decoded, and the picture has them. A file may be large.
        data = b""
        between_steps()
        faces = detector.judge(picture, between_steps)
        dhash = difference_hash(picture.overview)
    except DecodeError as error:
        reason = str(error)
    except MemoryError:
        reason = "The picture needs more memory than a worker may use."
    except Exception as error:  # A bug, or a library's: the scan goes on and the row says so.
        detail = " ".join(str(error).split())[:200]
        reason = f"The picture could not be analysed ({type(error).__name__}: {detail})."
    else:
        verdict, reason = picture_verdict(faces, list(_unseen(picture, faces, detector.left_out)))
        reason = " ".join(filter(None, (reason, declared)))
        return ImageResult(
            index,
            path,
            verdict,
            reason,
            faces,
            picture.width,
            picture.height,
            picture.format,
            size,
            modified,
            sha256,
            provenance,
            model,
            dhash,
        )
    return ImageResult(
        index,
        path,
        Verdict.ERROR,
        reason,
        bytes=size,
        modified=modified,
        sha256=sha256,
        provenance=of_unreadable,
        model=model,
    )


def _unseen(picture: Picture, faces: Sequence[FaceScore], left_out: int) -> Iterator[str]:
    if picture.has_more:
        yield "The file has several frames or pages; only the first was judged."
    if left_out:
        yield f"The picture has {len(faces) + left_out} faces; only the {len(faces)} largest were judged."


def start_worker(
    model: Path,
    known: KnownResults | None = None,
    still_busy: Callable[[], None] | None = None,
    shared: SharedWeights | None = None,
    sha256: str | None = None,
) -> None:
    """Prepares a worker process: limits first, then the model.

    Args:
        model: folder of the bundle.
        known: where earlier results are; None judges everything.
        still_busy: called between the steps of a picture, so that whoever waits knows that it goes on.
        shared: of the bundle, if all workers share its weights.
        sha256: of the bundle; None takes whatever lies there.

    Raises:
        app.detector.bundle.BundleError: the bundle is of no use, or another one.
    """
    global _detector, _known, _still_busy
    # Ctrl-C reaches the whole group of processes, or all of a console; the scan itself decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        os.nice(5)
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        limit = MEMORY_LIMIT_BYTES if most == resource.RLIM_INFINITY else min(MEMORY_LIMIT_BYTES, most)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _detector = Detector(*load_network(model, shared, sha256))
    _known = known.open() if known else None
    _still_busy = still_busy


def analyse_in_worker(image: ImageFile) -> ImageResult:
    """`analyse_file` with the worker's own detector and a limit on processor time."""
    assert _detector is not None, "start_worker runs first"
    limit_processor_time()
    return analyse_file(image, _detector, _known, _begin_next_step)


def _begin_next_step() -> None:
    # No more than `app.detector.detector.MAX_FACES` times a file. Without it, whether a crowd is judged, or a picture
    # of 100 megapixels, would depend on the processor: where a face takes a third of a second, thirty are ten seconds.
    limit_processor_time()
    if _still_busy:
        _still_busy()


def limit_processor_time() -> None:
    """Ends this process by SIGPROF once it has computed for `CPU_SECONDS_PER_FILE` from now; never on Windows.

    Not ``RLIMIT_CPU``, which wants the time since the process began: the clock that the kernel compares it with and
    those that can be asked drift apart, by 3 % on a busy machine, and after some thousand files the limit was reached
    by a small picture.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS_PER_FILE)
