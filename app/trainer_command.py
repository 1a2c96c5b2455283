"""How the trainer is started: always as a process of its own, so that TensorFlow is never loaded into this one."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from app.resources import RESOURCES
from app.scan.scan_lock import is_locked_file

#: `python -m trainer`, that of this program. `-m` would look for it, and for all that it imports, in the working folder
#: first: an `app.py` there, of whoever made the pictures, would be run.
_RUN = (
    "import runpy, sys; root = sys.argv.pop(1); root in sys.path or sys.path.insert(0, root); "
    "runpy.run_module('trainer', run_name='__main__', alter_sys=True)"
)
#: Files that the trainer writes in the folder of a training: when it begins, once it has found and understood its
#: pictures, and when it came to its end; and one that it has locked as long as it is at it.
_STARTED, _UNDERSTOOD, FINISHED, _LOCK = "run.json", "pictures.sha256", "bundle/manifest.json", "run.lock"

#: And what libraries print in a training that was started in a terminal.
LIBRARIES_LOG = "libraries.log"


class TrainerMissing(Exception):
    """This build has no trainer. ``str()`` says how to get one."""


def trainer_command() -> list[str]:
    """Program and first arguments.

    Raises:
        TrainerMissing: TensorFlow isn't there, as in the small build.
    """
    if importlib.util.find_spec("tensorflow") is None:
        raise TrainerMissing(
            "This installation has no trainer: TensorFlow is missing. Install the full package of Unmask, "
            "or with Python: pip install tensorflow"
        )
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-P", "-c", _RUN, str(RESOURCES.parent)]
    # The windowed program has no standard output on Windows; its twin with a console has.
    this = Path(sys.executable)
    console = this.with_name(f"unmask-cli{this.suffix}")
    return [str(console if console.exists() else this), "--trainer"]


def runs_in(folder: Path) -> list[Path]:
    """The trainings in a folder, the newest last.

    Args:
        folder: of trainings, each in a folder named after the time at which it began; need not be there.
    """
    return sorted(run for run in folder.iterdir() if (run / _STARTED).is_file()) if folder.is_dir() else []


def unfinished_run(folder: Path) -> Path | None:
    """The newest training that did not come to its end and that nobody is at; None if there is none.

    Arguments as of `runs_in`.

    One that ended as soon as it began, as on a wrong folder, doesn't hide one before it that has learnt something.
    """
    ended = (run for run in reversed(runs_in(folder)) if not is_locked_file(run / _LOCK))
    unfinished = [run for run in ended if not (run / FINISHED).is_file()]
    return next((run for run in unfinished if (run / _UNDERSTOOD).is_file()), next(iter(unfinished), None))
