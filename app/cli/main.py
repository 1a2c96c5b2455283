"""The command line. Machine output goes to standard output alone, all else to standard error."""

from __future__ import annotations

import argparse
import io
import os
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from app import __version__
from app.cli.altered_copies import ALTERATIONS
from app.cli.evaluate_command import evaluate
from app.cli.exit_codes import EXIT_CODES, ExitCode
from app.cli.model_command import model_command
from app.cli.scan_command import scan
from app.cli.self_test_command import self_test_command
from app.cli.standard_output import forgive_standard_error, is_reader_gone, print_nothing_more
from app.cli.train_command import train
from app.cli.verify_command import verify_report
from app.detector.bundle import BundleError
from app.detector.decode import BEGINNING, SUFFIXES, begins_like_picture
from app.detector.faces import FaceModelError
from app.report.atomic_file import ExportError
from app.scan.scan import ScanError
from app.scan.workers import WorkerError
from app.trainer_command import TrainerMissing

_COMMANDS = {
    "scan": "Scans files and folders in the terminal.",
    "evaluate": "Measures a model on a folder with Real and Fake folders.",
    "verify": "Checks a JSON report against the files and the model.",
    "model": "Lists, shows, selects and imports models.",
    "train": "Trains a model on real and fake pictures.",
    "web": "Serves a page on this machine for the browser.",
}
_NOWHERE = "unmask: the working folder is gone: go to another one, or name whole paths."


def main(argv: Sequence[str]) -> int:
    """Runs a command line.

    Args:
        argv: arguments without the program's name.

    Returns:
        An `ExitCode`.
    """
    for stream in (sys.stdout, sys.stderr):
        # No name of a file may end a scan because the terminal can't show it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if sys.platform == "win32" else None, errors="backslashreplace")
    forgive_standard_error()
    try:
        if argv and argv[0] == "train":
            return train(argv[1:])
        arguments = _arguments(argv)
        if _is_lost(arguments):
            print(_NOWHERE, file=sys.stderr)
            return ExitCode.ENVIRONMENT
        return int(arguments.run(arguments))
    except (BundleError, FaceModelError, ExportError, ScanError, TrainerMissing, WorkerError) as error:
        print(f"unmask: {error}", file=sys.stderr)
        return ExitCode.ENVIRONMENT
    except KeyboardInterrupt:
        print("unmask: stopped.", file=sys.stderr)
        return ExitCode.CANCELLED
    except OSError as error:
        if is_reader_gone(error):
            # No one is left to tell.
            print_nothing_more()
            return ExitCode.CANCELLED
        if error.filename is None and _is_nowhere():
            # The trainer alone knows which of its arguments are paths.
            print(_NOWHERE, file=sys.stderr)
            return ExitCode.ENVIRONMENT
        # A home that can't be written, a disk that is full: whatever needed it has no sentence of its own.
        where = f": {error.filename}" if error.filename else ""
        print(f"unmask: {error.strerror or error}{where}", file=sys.stderr)
        return ExitCode.ENVIRONMENT


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    if not (argv and argv[0] in _COMMANDS):
        return _window_parser().parse_args(argv)
    parser = _parsers()[argv[0]]
    if argv[0] == "scan":
        # Paths may stand before options and behind them. argparse forgets what stood behind "--" then: named from the
        # working folder, none looks like an option.
        end = [*argv, "--"].index("--") + 1
        paths = [os.path.join(os.curdir, path) if path.startswith("-") else path for path in argv[end:]]
        return parser.parse_intermixed_args([*argv[1:end], *paths])
    return parser.parse_args(argv[1:])


def _is_lost(arguments: argparse.Namespace) -> bool:
    """Whether paths are named from a working folder that is gone.

    If none is, the root takes its place: without one, no process can be started.
    """
    if _is_nowhere():
        values = vars(arguments).values()
        named = [each for value in values for each in (value if isinstance(value, list) else [value])]
        if not all(path.is_absolute() for path in named if isinstance(path, Path)):
            return True
        os.chdir(os.sep)  # noqa: TID251 - There is none that could be the user's.
    return False


def _is_nowhere() -> bool:
    try:
        os.getcwd()
    except OSError:
        return True
    return False


def _window_parser() -> argparse.ArgumentParser:
    commands = "\n".join(f"  unmask {name:<10}{does}" for name, does in _COMMANDS.items())
    codes = "\n".join(
        textwrap.fill(f"{code:d}  {said}", 78, initial_indent="  ", subsequent_indent="     ")
        for code, said in EXIT_CODES.items()
    )
    parser = argparse.ArgumentParser(
        "unmask",
        description="Finds deepfaked faces in pictures, offline.\nOpens the window and scans the given paths in it.",
        epilog=f"other commands (unmask COMMAND --help says more):\n{commands}\n\nexit codes:\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", type=_path, metavar="PATH", help="files and folders")
    parser.add_argument("--version", action="version", version=f"unmask {__version__}")
    parser.add_argument("--self-test", action="store_true", help="check that every part of this installation works")
    parser.set_defaults(run=_window)
    return parser


def _parsers() -> dict[str, argparse.ArgumentParser]:
    """By command."""
    commands = argparse.ArgumentParser("unmask").add_subparsers()

    command = commands.add_parser("scan", description=_COMMANDS["scan"])
    command.add_argument("paths", nargs="+", type=_path, metavar="PATH", help="files and folders")
    command.add_argument("--csv", type=_target, metavar="FILE", help="write the results as CSV")
    command.add_argument(
        "--json", type=_target, metavar="FILE", help="write the results as JSON, which verify can check"
    )
    command.add_argument("--html", type=_target, metavar="FILE", help="write the results as a page for people")
    command.add_argument("--no-recursive", action="store_true", help="don't scan the folders in the folders")
    command.add_argument("--workers", type=_positive, metavar="N", help="worker processes (default: one a core)")
    command.add_argument(
        "--model", type=_filled, metavar="DIR", help="folder or id of the model (default: the selected one)"
    )
    command.add_argument("--no-cache", action="store_true", help="judge every file again")
    command.add_argument("--resume", action="store_true", help="go on with the last unfinished scan of these paths")
    where = command.add_mutually_exclusive_group()
    where.add_argument(
        "--gentle",
        action=argparse.BooleanOptionalAction,
        help="half the cores and the lowest priority (default: while the machine runs on its battery)",
    )
    where.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="judge on the Dask cluster with this scheduler (tcp://HOST:8786), whose machines have the pictures in the "
        "same place; --workers limits how many at a time",
    )
    command.add_argument("--fail-on-fake", action="store_true", help="exit code 5 if something is fake")
    command.add_argument("--events", action="store_true", help="say everything as JSON lines on standard output")
    command.set_defaults(run=scan)

    command = commands.add_parser("evaluate", description=_COMMANDS["evaluate"])
    command.add_argument("folder", type=_path, help="folder that holds …/Real and …/Fake")
    command.add_argument("--json", type=_target, metavar="FILE", help="write the figures as JSON")
    command.add_argument("--model", type=_filled, metavar="DIR", help="folder or id of the model")
    command.add_argument("--workers", type=_positive, metavar="N", help="worker processes (default: one a core)")
    command.add_argument(
        "--altered",
        choices=ALTERATIONS,
        help="measure on copies: compressed, reduced, or shown and sent on",
    )
    command.set_defaults(run=evaluate)

    command = commands.add_parser("verify", description=_COMMANDS["verify"])
    command.add_argument("report", type=_path, metavar="REPORT.json")
    command.add_argument("--model", type=_filled, metavar="DIR", help="folder or id of the model")
    command.set_defaults(run=verify_report)

    command = commands.add_parser("model", description=_COMMANDS["model"])
    actions = command.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="the installed models")
    show = actions.add_parser("show", help="what a model is and what was measured")
    show.add_argument("model", nargs="?", type=_filled, metavar="DIR", help="folder or id (default: the selected one)")
    use = actions.add_parser("use", help="select the model for the scans to come")
    use.add_argument("model", type=_filled, metavar="DIR", help="folder or id")
    importing = actions.add_parser("import", help="make a bundle of a .keras or .h5 file, or install a bundle folder")
    importing.add_argument("file", type=_path, metavar="FILE")
    importing.add_argument(
        "--positive",
        choices=("fake", "real"),
        help="what a high output of the file's model means; of two outputs, the second (index 1)",
    )
    importing.add_argument(
        "--labelled", type=_path, metavar="FOLDER", help="…/Real and …/Fake pictures to check that on"
    )
    importing.add_argument(
        "--values",
        choices=("unit", "signed", "bytes"),
        help="what it was trained on: 0 to 1, -1 to 1 (as preprocess_input of MobileNet and Xception gives), or 0 to "
        "255 (default: what its first layers tell, else unit)",
    )
    for name, action in actions.choices.items():
        action.set_defaults(run=model_command, action=name)

    command = commands.add_parser("web", description=_COMMANDS["web"])
    command.add_argument("--port", type=_port, default=7860, metavar="N", help="to listen on (default: 7860)")
    command.set_defaults(run=_web)
    return commands.choices


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text} is no whole number above 0")
    return int(text)


def _port(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"{text} is no port: these are numbers from 1 to 65535")
    return int(text)


def _path(text: str) -> Path:
    return Path(_filled(text))


def _target(text: str) -> Path:
    path = _path(text)
    # `--csv *.jpg` names the first of them as the report, which would take its place.
    if (path.suffix.lower() in SUFFIXES and path.exists()) or _begins_like_picture(path):
        raise argparse.ArgumentTypeError(f"{text} is a picture, which the report would replace")
    return path


def _begins_like_picture(path: Path) -> bool:
    try:
        if not path.is_file():  # A pipe is only written to.
            return False
        with path.open("rb", buffering=0) as file:
            return begins_like_picture(file.read(BEGINNING))
    except OSError:
        return False


def _filled(text: str) -> str:
    # What comes of a variable that is not set: taken for no option, or for the folder that one is in.
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


def _window(arguments: argparse.Namespace) -> int:
    if arguments.self_test:
        return self_test_command()
    if not _has_display():
        print("unmask: there is no display; scanning in the terminal instead.", file=sys.stderr)
        if not arguments.paths:
            print("unmask: name files or folders to scan: unmask PATH…", file=sys.stderr)
            return ExitCode.USAGE
        return main(["scan", "--", *map(str, arguments.paths)])
    from app.gui.run import run

    return run(arguments.paths)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _web(arguments: argparse.Namespace) -> int:
    try:
        from app.web.page import serve
    except ImportError as error:
        print(
            "unmask: the web page needs packages that are missing here. With Unmask from its source, in its folder: "
            f'pip install ".[web]" ({error})',
            file=sys.stderr,
        )
        return ExitCode.ENVIRONMENT
    return int(serve(arguments.port))
