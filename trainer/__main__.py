"""``python -m trainer``: trains a model, or makes a bundle of somebody else's. A program of its own.

With ``--events`` it speaks JSON lines on standard output, one object a line, each with the key "event":

    started     device, preset, epochs
    data        understood (counts), warnings
    audit       findings of `trainer.audit`
    progress    stage (download, extract, audit, crop, teacher, train, second stage, evaluate, limits, compare),
                done, total, rate, seconds_left
    cropped     counts (of the crops by split and class), warnings
    epoch       epoch, epochs, metrics
    plot        path of a PNG
    evaluated   metrics by set and source, thresholds
    compared    model, metrics by source: the bundle of --compare on the same Test pictures (their number is pictures),
                or on those of them in which it judged something (judged)
    finished    bundle: folder of the new model
    cancelled   resumable
    failed      message: a sentence; resumable

and stops at the line "cancel" on standard input, or when that ends: no training outlives the program that started it.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import math
import multiprocessing
import os
import pickle
import re
import signal
import sys
import tempfile
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

from app.detector.bundle import BundleError
from app.detector.faces import FaceModelError
from trainer.dataset_errors import DatasetError
from trainer.voice import Voice

_DONE, _FAILED, _USAGE, _CANCELLED, _ENVIRONMENT = 0, 1, 2, 3, 4


def main(argv: list[str] | None = None) -> int:
    """Runs the trainer.

    Args:
        argv: arguments without the program's name; `sys.argv` if None.

    Returns:
        0 done, 1 the training failed, 2 usage, 3 cancelled, 4 data, disk or network.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # The name of a folder that the terminal can't show fails no training that came to its end.
        sys.stdout.reconfigure(encoding="utf-8" if sys.platform == "win32" else None, errors="backslashreplace")
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.out is None:  # `unmask train` names a folder where its user doesn't.
        parser.error("a folder for this run is needed: --out DIR")
    if not (arguments.import_file or arguments.resume or {"dataset", "data"} & vars(arguments).keys()):
        parser.error("name the data: --dataset OWNER/NAME or --data FOLDER_OR_ZIP")
    voice = Voice(arguments.events, arguments.out.absolute())
    cancelled = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: cancelled.set())
    signal.signal(signal.SIGTERM, lambda *_: cancelled.set())
    if arguments.events:
        threading.Thread(target=_listen, args=(cancelled,), daemon=True).start()
    _keep_memory()
    from trainer.archive import DISK_FULL
    from trainer.foreign_file import ImportRefused
    from trainer.imagenet_weights import ImageNetWeightsError
    from trainer.import_model import import_model
    from trainer.progress import TrainingCancelled
    from trainer.run import run_training
    from trainer.teacher import TeacherError
    from trainer.train_model import TrainingFailed

    resumable = False
    try:
        if arguments.import_file:
            bundle = import_model(
                arguments.import_file, arguments.out, arguments.positive, arguments.labelled, arguments.values
            )
        else:
            bundle = run_training(arguments, voice, cancelled.is_set)
        voice({"event": "finished", "bundle": str(bundle)})
        return _DONE
    except TrainingCancelled:
        voice({"event": "cancelled", "resumable": True})
        return _CANCELLED
    except (TrainingFailed, ImportRefused, TeacherError) as error:
        message, code = str(error), _FAILED
    except (DatasetError, BundleError) as error:
        message, code, resumable = str(error), _ENVIRONMENT, getattr(error, "resumable", False)
    except (FaceModelError, ImageNetWeightsError) as error:
        message, code, resumable = str(error), _ENVIRONMENT, True
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message, code, resumable = f"{error.strerror or error}{where}.", _ENVIRONMENT, True
        # HDF5 tells the number in its own words alone.
        number = re.search(r"\berrno = (\d+)", str(error))
        cause = int(number[1]) if number else error.errno or 0
        if cause in DISK_FULL:
            # A new training would begin without what this one has.
            then = "start again" if arguments.import_file else "go on with the training"
            message = f"{arguments.out} can't be written ({os.strerror(cause)}); free some space and {then}."
    except pickle.UnpicklingError as error:
        message, code = f"The ImageNet weights are not what they should be: {error}.", _ENVIRONMENT
    voice({"event": "failed", "message": message, "resumable": resumable})
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "unmask train",
        description="Trains a model on real and fake pictures.",
        allow_abbrev=False,  # `unmask train` adds what is missing, and knows whole names only.
        # A resumed run keeps its own, and has to know what was named beside it; see `trainer.run_folder.DEFAULTS`.
        argument_default=argparse.SUPPRESS,
    )
    data = parser.add_mutually_exclusive_group()
    data.add_argument("--dataset", metavar="OWNER/NAME", help="a Kaggle data set; downloaded with the Kaggle API")
    data.add_argument("--data", metavar="FOLDER_OR_ZIP", help="a folder or zip file with real and fake folders")
    data.add_argument("--import", dest="import_file", type=Path, default=None, metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--preset", choices=("efficientnet-lite0", "seed-cnn", "simple-cnn"))
    parser.add_argument(
        "--epochs",
        type=_whole_number,
        metavar="N",
        help="passes over Train (default: the preset's); 0 keeps the networks of --start-from and measures anew",
    )
    parser.add_argument("--learning-rate", type=_rate, metavar="RATE", help="instead of the preset's")
    parser.add_argument(
        "--start-from",
        type=Path,
        metavar="DIR",
        help="folder or id of a model to go on from, instead of ImageNet's weights",
    )
    parser.add_argument(
        "--join", type=Path, metavar="DIR", help="a model (bundle) of the same network whose scores are averaged in"
    )
    parser.add_argument(
        "--teacher", type=Path, metavar="FILE", help="a CLIP image encoder in ONNX format to learn from as well"
    )
    parser.add_argument(
        "--second-stage",
        type=Path,
        metavar="FILE_OR_DIR",
        help="a model (bundle), or a CLIP image encoder in ONNX format, whose encoder looks at the faces that the "
        "network leaves open; only for efficientnet-lite0 on faces (default: that of --start-from, else ours)",
    )
    parser.add_argument(
        "--no-second-stage",
        dest="second_stage",
        action="store_const",
        const=None,
        help="the network alone: faster",
    )
    parser.add_argument(
        "--add-head",
        action="store_true",
        help="a head of the second stage that learns from composites and tilted faces, beside the one that there is",
    )
    parser.add_argument(
        "--tuned",
        type=Path,
        metavar="FILE",
        help="what python -m trainer.fine_tuning changed in the encoder of --second-stage FILE",
    )
    parser.add_argument("--seed", type=_whole_number, metavar="N")
    parser.add_argument("--crop", choices=("face", "whole"), help="judge faces (default) or whole pictures")
    parser.add_argument("--name", help="name of the model, for people")
    parser.add_argument("--note", type=Path, metavar="FILE", help="text about the data for the model card")
    parser.add_argument("--no-audit", action="store_true", help="don't look for duplicates, leaks and shortcuts first")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where downloads are kept (default: your cache)")
    parser.add_argument(
        "--out",
        type=Path,
        default=None,
        metavar="DIR",
        help="folder of this run; the model is in DIR/bundle (default: a new one in your data folder)",
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        default=False,
        help="go on with the run in DIR (default: the last one that didn't end)",
    )
    parser.add_argument(
        "--events", action="store_true", default=False, help="speak JSON lines; stop at 'cancel' on standard input"
    )
    parser.add_argument(
        "--compare", type=Path, default=None, metavar="DIR", help="measure this bundle on the same Test pictures"
    )
    parser.add_argument("--positive", choices=("fake", "real"), default=None, help=argparse.SUPPRESS)
    parser.add_argument("--labelled", type=Path, default=None, help=argparse.SUPPRESS)
    parser.add_argument("--values", choices=("unit", "signed", "bytes"), default=None, help=argparse.SUPPRESS)
    return parser


def _whole_number(text: str) -> int:
    """Epochs or a seed, which random numbers are drawn from and so has 32 bits at most."""
    if not (text.isdecimal() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"expected a whole number from 0 to 999999999; received {text}")
    return int(text)


def _rate(text: str) -> float:
    rate = float(text)
    if not 0 < rate < math.inf:
        raise argparse.ArgumentTypeError(f"expected a number above 0; received {text}")
    return rate


def _listen(cancelled: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "cancel":
            break
    cancelled.set()


def _keep_memory() -> None:
    """Tells glibc not to give large blocks back after every batch: getting them again cost a fifth of the time."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # Not every C library has it.
        if mallopt:
            for option, value in ((-4, 0), (-1, 2**31 - 1), (-2, 2**28)):  # M_MMAP_MAX, M_TRIM_THRESHOLD, M_TOP_PAD
                mallopt(option, value)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    # TensorFlow tidies up at its end, which it doesn't always come to.
    passing = ExitStack()
    with suppress(OSError):  # Nothing can be written, which whoever has to says.
        folder = tempfile.TemporaryDirectory(prefix="unmask-", ignore_cleanup_errors=True)
        tempfile.tempdir = passing.enter_context(folder)
    status = main()
    if status:
        # A process in which HDF5 could not write a file crashes at its end, in HDF5.
        passing.close()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)
