"""What a training says: JSON lines for a program, sentences and a table for a person in a terminal."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.table import Table

from app.detector.metrics import figure_cell
from app.inert_text import inert
from trainer.progress import Event

#: In the folder of a training: what TensorFlow and other libraries print, where a person sits at the terminal.
LIBRARIES_LOG = "libraries.log"
#: Where no line can be written over, one is written this often.
_SECONDS_BETWEEN = 10.0
_CLEAR_LINE = "\r\x1b[K"
_FIGURES = {"auc": "AUC", "tpr": "fakes flagged", "fpr": "genuine flagged", "fnr": "fakes called real"}


class Voice:
    """Where events go.

    Libraries print, in Python and in C. So what is said here gets descriptors of its own, and the prints go to the
    standard error of a program that listens, else to a file in the folder of the training.
    """

    def __init__(self, as_events: bool, run: Path) -> None:
        """Takes the process's standard output and, for a person, its standard error.

        Args:
            as_events: JSON lines instead of sentences.
            run: folder of the training.
        """
        self._as_events, self._run = as_events, run
        self._lines = _own(sys.stdout, 1, "utf-8" if as_events else None)
        self._terminal = sys.stderr if as_events else _own(sys.stderr, 2)
        if not as_events and self._terminal is not sys.stderr:
            sys.excepthook = lambda *error: traceback.print_exception(*error, file=self._terminal)
            self._silence_libraries()
        if self._lines is not sys.stdout:
            os.dup2(2, 1)
        # A bar that moves only where a person looks at it.
        self._is_live = self._terminal is not None and self._terminal.isatty() and os.environ.get("TERM") != "dumb"
        self._stage, self._last, self._told, self._lock = "", "", 0.0, threading.Lock()

    def __call__(self, event: Event) -> None:
        """Says what has happened; see the package's ``__main__`` for the kinds."""
        with self._lock:
            if self._as_events:
                print(json.dumps(event), file=self._lines, flush=True)
            elif event["event"] == "progress":
                self._show_progress(event)
            else:
                self._say(event)

    def _silence_libraries(self) -> None:
        try:
            self._run.mkdir(parents=True, exist_ok=True)
            log = os.open(self._run / LIBRARIES_LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        except OSError:
            return  # Whoever needs the folder says so.
        os.dup2(log, 2)
        os.close(log)

    def _show_progress(self, event: Event) -> None:
        done, total, left = event["done"], event["total"], event.get("seconds_left")
        text = f"{event['stage']}: {done} of {total}"
        if done < total and left is not None:
            rate = event["rate"]
            pace = f"{rate:.3g} a second" if rate >= 1 else f"{rate * 60:.3g} a minute"
            text += f", {pace}, {timedelta(seconds=round(left))} left"
        is_due = event["stage"] != self._stage or done == total or time.monotonic() - self._told > _SECONDS_BETWEEN
        if self._is_live:
            print(f"{_CLEAR_LINE}{text}", end="", file=self._terminal, flush=True)
        elif is_due and text != self._last:
            print(text, file=self._terminal, flush=True)
            self._told, self._last = time.monotonic(), text
        self._stage = event["stage"]

    def _say(self, event: Event) -> None:
        match event["event"]:
            case "epoch":
                figures = ", ".join(f"{name} {value:.3f}" for name, value in event["metrics"].items())
                self._tell(f"epoch {event['epoch']} of {event['epochs']}: {figures}")
            case "data":
                # What was taken for real and for fake, before anything runs: the guard against swapped labels.
                self._tell(event["text"], *(f"Warning: {warning}" for warning in event["warnings"]))
            case "audit" | "cropped":
                self._tell(*(f"Warning: {warning}" for warning in event["warnings"]))
            case "evaluated":
                self._show_figures("Test, which this training learnt nothing from", event["metrics"]["test"])
            case "compared":
                share = f"{event['judged']:,} of {event['pictures']:,}"
                self._show_figures(f"The same pictures ({share}) with {event['model']}", event["metrics"])
            case "finished":
                self._clear_line()
                print(event["bundle"], file=self._lines, flush=True)
            case "failed":
                self._tell(f"unmask: {event['message']}")
            case "cancelled":
                self._tell(f'Stopped. Run it again with --resume --out "{self._run}" to go on.')
            case _:
                pass

    def _tell(self, *lines: str) -> None:
        self._clear_line()
        # Names of files and folders are a stranger's, and so may be what they make a terminal do.
        for line in "\n".join(lines).split("\n"):
            print(inert(line), file=self._terminal, flush=True)

    def _clear_line(self) -> None:
        if self._is_live:
            print(_CLEAR_LINE, end="", file=self._terminal, flush=True)

    def _show_figures(self, title: str, sources: Mapping[str, Mapping[str, Any]]) -> None:
        table = Table(title=f"{title}; 95 % intervals in brackets", title_justify="left")
        for column in ("source", *_FIGURES.values()):
            table.add_column(column)
        for source, figures in sources.items():
            table.add_row(inert(source), *(figure_cell(figures[key], key != "auc") for key in _FIGURES))
        self._clear_line()
        # Not a terminal: wide enough that nothing is cut. Brackets and colons in the name of a source mean nothing.
        width = None if self._is_live else 160
        Console(file=self._terminal, width=width, markup=False, emoji=False, highlight=False).print(table)


def _own(stream: IO[str] | None, descriptor: int, encoding: str | None = None) -> IO[str] | None:
    """A stream to where a standard stream goes now, whatever becomes of its descriptor."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # A windowed program has none, a test may have its own.
    kept = encoding or stream.encoding, "strict" if encoding else "backslashreplace"
    return os.fdopen(os.dup(descriptor), "w", encoding=kept[0], errors=kept[1], buffering=1)
