"""The left side of the window: what is being scanned, which folders are watched, and what was scanned earlier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QDate,
    QDateTime,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimeZone,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.detector.decode import SUFFIXES
from app.detector.verdict import Verdict
from app.gui.icons import action_icon
from app.gui.wording import number, readable, tooltip
from app.scan.journal import PastScan

_DATA = Qt.ItemDataRole.UserRole
#: Older scans are in the journal, and more files in the table, but nobody looks for them in a list.
_MOST_LISTED = 300


class SourcesPanel(QWidget):
    """A tree of three branches.

    Signals:
        scan_chosen: a `PastScan`, to be shown.
        resume_wanted: a `PastScan` that did not get to its end.
        rescan_wanted: a `PastScan` whose files are to be scanned again.
        watched_chosen: a watched folder, whose results are to be shown.
        watch_wanted: a folder to be watched.
        unwatch_wanted: a folder not to be watched any more.
        delete_wanted: a list of `PastScan`.
        changed: there is more or less to see here.
    """

    scan_chosen = Signal(object)
    resume_wanted = Signal(object)
    rescan_wanted = Signal(object)
    watched_chosen = Signal(object)
    watch_wanted = Signal(object)
    unwatch_wanted = Signal(object)
    delete_wanted = Signal(list)
    changed = Signal()
    _delete_one = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: list[tuple[Any, object]] = []
        self._all_scans: list[PastScan] = []
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("Sources and earlier scans"))
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(8)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setItemDelegate(_SourcesDelegate(self.tree))
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.tree.viewport().setAutoFillBackground(False)
        self.tree.setIconSize(QSize(16, 16))
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.tree.installEventFilter(self)
        self._delete_one.connect(self._on_delete_one)
        self.tree.itemClicked.connect(self._on_chosen)
        self.tree.itemActivated.connect(self._on_chosen)
        columns = self.tree.header()
        columns.setStretchLastSection(False)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.sources = self._branch(self.tr("This scan"))
        self.watched = self._branch(self.tr("Watched folders"))
        self.scans = self._branch(self.tr("Earlier scans"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 4, 4)
        layout.addWidget(self.tree)
        for branch in (self.sources, self.watched, self.scans):
            branch.setHidden(True)

    def set_sources(self, paths: Sequence[Path]) -> None:
        """Shows what is being scanned. The paths are not touched: a share that is away must not block the window."""
        self._fill_with_paths(self.sources, paths, self.tr("Right-click to watch this folder"))

    def set_watched(self, folders: Sequence[Path]) -> None:
        """Shows which folders are watched."""
        self._fill_with_paths(self.watched, folders, self.tr("New pictures in it are scanned while Unmask is open"))

    def set_scans(self, scans: Sequence[PastScan]) -> None:
        """Shows earlier scans, the latest first. Who looks through the list stays where they are."""
        self._all_scans = list(scans)
        if list(scans[:_MOST_LISTED]) == self.scan_items():
            return
        current, bar = self.tree.currentItem(), self.tree.verticalScrollBar()
        chosen = current.data(0, _DATA).id if current is not None and current.parent() is self.scans else None
        place = bar.value()
        self.scans.takeChildren()
        resume_icon = action_icon("resume")
        for scan in scans[:_MOST_LISTED]:
            item = QTreeWidgetItem([f"{scan_title(scan)}\n{self._scan_line(scan)}"])
            item.setToolTip(0, tooltip(self._scan_details(scan)))
            item.setSizeHint(0, QSize(0, 2 * self.fontMetrics().height() + 8))
            item.setData(0, _DATA, scan)
            self.scans.addChild(item)
            if not scan.finished:
                resume = QToolButton()
                resume.setIcon(resume_icon)
                resume.setAutoRaise(True)
                resume.setToolTip(self.tr("Resume: go on where this scan stopped"))
                resume.setAccessibleName(self.tr("Resume the scan of {0}").format(scan_title(scan)))
                resume.setProperty("scan", scan.id)
                resume.clicked.connect(self._on_resume_button)
                self.tree.setItemWidget(item, 1, resume)
        self.scans.setHidden(not scans)
        self.scans.setExpanded(True)
        if chosen is not None:
            self.mark(chosen)
        # A tree lays its items out later, and until then has no room to scroll.
        self.tree.doItemsLayout()
        bar.setValue(place)
        self.changed.emit()

    @property
    def has_items(self) -> bool:
        """There is anything to see here."""
        return any(branch.childCount() for branch in (self.sources, self.watched, self.scans))

    def scan_items(self) -> list[PastScan]:
        """The scans that are listed."""
        return [item.data(0, _DATA) for item in _children(self.scans)]

    def mark(self, scan: int | None) -> None:
        """Shows which scan's results are in the table, by `PastScan.id`; None if it is none of these."""
        self.tree.setCurrentIndex(QModelIndex())
        for item in _children(self.scans):
            if item.data(0, _DATA).id == scan:
                self.tree.setCurrentItem(item)

    def refresh_icons(self) -> None:
        """Draws the icons in the present colours."""
        icons = _path_icons()
        for branch in (self.sources, self.watched):
            for item in _children(branch):
                if (path := item.data(0, _DATA)) is not None:
                    item.setIcon(0, icons[_is_picture(path)])
        resume_icon = action_icon("resume")
        for button in self.tree.findChildren(QToolButton):
            button.setIcon(resume_icon)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Delete, which elsewhere in the window takes rows off the list of results.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            item = self.tree.currentItem()
            if item is not None and item.parent() is self.scans:
                if event.type() is QEvent.Type.ShortcutOverride:
                    event.accept()
                elif event.type() is QEvent.Type.KeyPress:
                    self.delete_wanted.emit([item.data(0, _DATA)])
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _on_resume_button(self) -> None:
        wanted = self.sender().property("scan")
        for scan in self.scan_items():
            if scan.id == wanted:
                self.resume_wanted.emit(scan)

    @Slot(QTreeWidgetItem, int)
    def _on_chosen(self, item: QTreeWidgetItem, _column: int) -> None:
        if item.parent() is self.scans:
            self.scan_chosen.emit(item.data(0, _DATA))
        elif item.parent() is self.watched:
            self.watched_chosen.emit(item.data(0, _DATA))

    @Slot(QPoint)
    def _show_menu(self, position: QPoint) -> None:
        item = self.tree.itemAt(position)
        if item is None or (item.parent() is None and item is not self.scans):
            return
        if item.parent() is self.sources and ((path := item.data(0, _DATA)) is None or _is_picture(path)):
            return
        menu = self.menu_of(item)
        menu.popup(self.tree.viewport().mapToGlobal(position))

    def menu_of(self, item: QTreeWidgetItem) -> QMenu:
        """What can be done with an item of the tree."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        data = item.data(0, _DATA)
        choices: list[tuple[str, Any]]
        if item is self.scans:
            choices = [(self.tr("Delete all earlier scans"), self.delete_wanted)]
            # Also those that are too many for the list: each arrival in a watched folder leaves one.
            data = list(self._all_scans)
        elif isinstance(data, PastScan):
            choices = [(self.tr("Show results"), self.scan_chosen), (self.tr("Scan again"), self.rescan_wanted)]
            if not data.finished:
                choices.insert(0, (self.tr("Resume"), self.resume_wanted))
            choices.append((self.tr("Delete this scan"), self._delete_one))
        elif item.parent() is self.watched:
            choices = [
                (self.tr("Show results"), self.watched_chosen),
                (self.tr("Don't watch any more"), self.unwatch_wanted),
            ]
        else:
            choices = [(self.tr("Watch this folder"), self.watch_wanted)]
        self._choices = [(signal, data) for _, signal in choices]
        for place, (text, _) in enumerate(choices):
            menu.addAction(text).setData(place)
        menu.triggered.connect(self._on_menu_action)
        return menu

    @Slot(QAction)
    def _on_menu_action(self, action: QAction) -> None:
        signal, data = self._choices[action.data()]
        signal.emit(data)

    @Slot(object)
    def _on_delete_one(self, scan: PastScan) -> None:
        self.delete_wanted.emit([scan])

    def _branch(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title])
        font = self.tree.font()
        font.setBold(True)
        item.setFont(0, font)
        item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 12))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.tree.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        item.setExpanded(True)
        return item

    def _fill_with_paths(self, branch: QTreeWidgetItem, paths: Sequence[Path], hint: str) -> None:
        branch.takeChildren()
        icons, height = _path_icons(), QSize(0, self.fontMetrics().height() + 8)
        for path in paths[:_MOST_LISTED]:
            item = QTreeWidgetItem([readable(path.name or path)])
            item.setIcon(0, icons[_is_picture(path)])
            item.setSizeHint(0, height)
            item.setToolTip(0, tooltip(readable(path) if _is_picture(path) else f"{readable(path)}\n{hint}"))
            item.setData(0, _DATA, path)
            branch.addChild(item)
        if (more := len(paths) - _MOST_LISTED) > 0:
            item = QTreeWidgetItem([self.tr("and {0} more").format(number(more))])
            item.setSizeHint(0, height)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            branch.addChild(item)
        branch.setHidden(not paths)
        branch.setExpanded(True)
        self.changed.emit()

    def _scan_line(self, scan: PastScan) -> str:
        judged = number(sum(scan.counts.values()))
        if scan.finished:
            said = self.tr("{0} fake of {1}").format(number(scan.counts.get(Verdict.FAKE, 0)), judged)
        else:
            said = self.tr("{0} of {1} done").format(judged, number(scan.found))
        return f"{_short_date(scan)}  ·  {said}"

    def _scan_details(self, scan: PastScan) -> str:
        lines = [*map(readable, scan.paths[:10]), scan_date(scan), self.tr("Model: {0}").format(scan.model)]
        if not scan.finished:
            judged = number(sum(scan.counts.values()))
            lines.append(self.tr("Not finished: {0} of {1} files found").format(judged, number(scan.found)))
        return "\n".join(lines)


class _SourcesDelegate(QStyledItemDelegate):
    """What a scan found loses its end where there is too little room, never what was counted."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if isinstance(index.data(_DATA), PastScan):
            option.textElideMode = Qt.TextElideMode.ElideRight


def _is_picture(path: Path) -> bool:
    """By its name: the path is not touched."""
    return path.suffix.lower() in SUFFIXES


def _path_icons() -> dict[bool, QIcon]:
    """Icons of pictures and of folders, by `_is_picture`: drawn once, as a list may be long."""
    return {True: action_icon("pictures"), False: action_icon("folder")}


def _children(branch: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [item for row in range(branch.childCount()) if (item := branch.child(row)) is not None]


def scan_title(scan: PastScan) -> str:
    """What was scanned, as short as a list needs it."""
    first = readable(scan.paths[0].name or scan.paths[0]) if scan.paths else "–"
    return first if len(scan.paths) < 2 else f"{first}  +{len(scan.paths) - 1}"


def scan_date(scan: PastScan) -> str:
    """When a scan began, in the user's way to write it."""
    return QLocale().toString(_local_time(scan), QLocale.FormatType.ShortFormat)


def _short_date(scan: PastScan) -> str:
    """The time of a scan of today, the day of an older one."""
    local = _local_time(scan)
    if local.date() == QDate.currentDate():
        return QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)


def _local_time(scan: PastScan) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(scan.started // 1_000_000, QTimeZone.systemTimeZone())
