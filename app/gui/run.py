"""Starts the window."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTranslator, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app import __version__
from app.gui.icons import app_icon
from app.gui.main_window import MainWindow
from app.gui.reading_threads import leave
from app.gui.signal_watcher import SignalWatcher
from app.gui.single_instance import SingleInstance
from app.resources import RESOURCES

_log = logging.getLogger(__name__)


class Application(QApplication):
    """The program. On macOS, "Open with" does not start it with arguments but tells the one that runs.

    Signals:
        asked: paths that are to be scanned.
    """

    asked = Signal(list)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.asked.emit([Path(event.file())])
            return True
        return super().event(event)


def run(paths: Sequence[Path]) -> int:
    """Opens the window and scans.

    Args:
        paths: files and folders to scan at once; may be empty.

    Returns:
        Exit code of the program.
    """
    sys.excepthook = _log_exception
    threading.excepthook = _log_thread_exception
    QApplication.setDesktopFileName("unmask")
    application = Application(sys.argv[:1])
    application.setApplicationName("Unmask")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(app_icon())
    instance = SingleInstance()
    if instance.hand_over(paths):
        return 0
    instance.listen()
    translate(application, QLocale())
    SignalWatcher(application)
    window = MainWindow()
    instance.asked.connect(window.bring_to_front_and_scan)
    application.asked.connect(window.bring_to_front_and_scan)
    window.show()
    window.scan(paths)
    return leave(application.exec())


def translate(application: QApplication, locale: QLocale) -> None:
    """Shows the program in a language, as far as there is a translation. English needs one too, for its plurals.

    Args:
        application: the program.
        locale: language and country of the user.
    """
    QLocale.setDefault(locale)
    folder = str(RESOURCES / "translations")
    for name, where in (
        ("unmask_en", folder),
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("unmask", folder),
    ):
        translator = QTranslator(application)
        found = translator.load(name, where) if name == "unmask_en" else translator.load(locale, name, "_", where)
        if found:
            application.installTranslator(translator)


def _log_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    # PySide calls this for exceptions in slots and goes on.
    _log.critical("Unexpected error", exc_info=(kind, error, trace))


def _log_thread_exception(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        _log_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
