"""``unmask train``."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from app.cli.exit_codes import ExitCode
from app.detector.bundle import read_manifest
from app.models import encoder_source, model_named
from app.trainer_command import LIBRARIES_LOG, trainer_command, unfinished_run
from app.user_folders import cache_folder, data_folder


def train(argv: Sequence[str]) -> int:
    """Has the trainer, a process of its own, do a training, and says where that is kept.

    Args:
        argv: arguments after ``train``; those that are not named here are the trainer's own.

    Returns:
        An `ExitCode`.
    """
    command = trainer_command()
    if {"-h", "--help"} & set(argv):
        return subprocess.run([*command, *argv], check=False).returncode
    parser = argparse.ArgumentParser("unmask train", add_help=False, allow_abbrev=False)
    for option in ("--out", "--cache", "--start-from"):
        parser.add_argument(option)
    parser.add_argument("--resume", action="store_true")
    known = parser.parse_known_args(argv)[0]
    trainings = data_folder() / "trainings"
    run = Path(known.out) if known.out else None
    if run is None:
        run = unfinished_run(trainings) if known.resume else trainings / time.strftime("%Y%m%d-%H%M%S")
        if run is None:
            print(f"unmask: no training in {trainings} was interrupted; name another folder (--out).", file=sys.stderr)
            return ExitCode.USAGE
        argv = [*argv, "--out", str(run)]
    if not (known.cache or known.resume):
        argv = [*argv, "--cache", str(cache_folder() / "datasets")]
    start_from = model_named(known.start_from) if known.start_from else None
    if start_from:
        argv = [*argv, "--start-from", str(start_from)]
    if not any(argument.split("=")[0] in ("--second-stage", "--no-second-stage", "--resume") for argument in argv):
        argv = [*argv, "--second-stage", str(encoder_source(start_from))]
    print(f"unmask: this training is kept in {run.absolute()}", file=sys.stderr)
    # Ctrl-C reaches the trainer, too, which says how to go on and stops by itself; what `kill` sends doesn't.
    before = {signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None)}
    try:
        with subprocess.Popen([*command, *argv]) as process:
            before[signal.SIGTERM] = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
            code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    # One that was only starting may know nothing of either yet.
    if code in (-signal.SIGINT, -signal.SIGTERM):
        return ExitCode.CANCELLED
    if not 0 <= code <= max(ExitCode):  # Stopped by the system, as where memory ran out.
        print(
            f"\nunmask: the trainer ended early ({code}). What it has is kept: --resume goes on. "
            f"What it printed last is in {run / LIBRARIES_LOG}.",
            file=sys.stderr,
        )
        return ExitCode.ENVIRONMENT
    if code == ExitCode.DONE:
        bundle = run / "bundle"
        print(
            f'unmask: the new model is in {bundle.absolute()}. To use it: unmask model import "{bundle.absolute()}", '
            f"then unmask model use {read_manifest(bundle).id}",
            file=sys.stderr,
        )
    return code
