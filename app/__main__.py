"""Entry point: ``unmask``, ``python -m app``, and the frozen program in all its roles."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys


def main() -> int:
    """Runs the program.

    Returns:
        The exit code; see `app.cli.main`.
    """
    _open_standard_files()
    # A worker process of the frozen program starts here too and never gets past this line.
    multiprocessing.freeze_support()
    # In a windowed program on Windows there are no standard streams; libraries that print must not fail.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open("nul" if sys.platform == "win32" else "/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    if sys.argv[1:2] == ["--trainer"]:
        # The frozen program is its own trainer. By name, so that nothing here imports TensorFlow.
        del sys.argv[1]
        _keep_fonts_listed()
        runpy.run_module("trainer", run_name="__main__", alter_sys=True)
        return 0
    try:
        from app.cli.main import main as run
    except KeyboardInterrupt:  # Starting takes a second, and who called it by mistake is quicker.
        sys.stderr.write("unmask: stopped.\n")
        return 3
    return run(sys.argv[1:])


def _open_standard_files() -> None:
    """Has the numbers of the standard streams lead nowhere if they lead to nothing.

    The next file that is opened gets a number that is free: were it the connection to the screen, what a library or a
    worker process prints would go there, and the window would hang.
    """
    if sys.platform == "win32":
        return  # There, windows and processes are not reached by such numbers.
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _keep_fonts_listed() -> None:
    """Gives matplotlib a folder for its list of fonts among ours; it would make one in the user's home."""
    from app.user_folders import cache_folder

    try:
        os.environ.setdefault("MPLCONFIGDIR", str(cache_folder() / "matplotlib"))
    except OSError:
        pass  # It finds another, or says so.


if __name__ == "__main__":
    sys.exit(main())
