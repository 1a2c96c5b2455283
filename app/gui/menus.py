"""The menu bar, the context menu of results, and the tool bar, composed of the window's actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QWidget

if TYPE_CHECKING:
    from app.gui.main_window import MainWindow


def make_action(window: QWidget, text: str, key: object, slot: Callable[[], object], icon: str = "") -> QAction:
    """An action of the window.

    Args:
        window: whose it is.
        text: for menus.
        key: a standard key, a text such as "Ctrl+E", or None.
        slot: what it does.
        icon: see `app.gui.icons.action_icon`; "" for none.
    """
    action = QAction(text, window)
    if key is not None:
        action.setShortcut(QKeySequence(key))  # type: ignore[call-overload]
    action.setData(icon)
    action.triggered.connect(slot)
    # Menus of some platforms live outside of the window: the keys work all the same.
    window.addAction(action)
    return action


def fill_menu_bar(window: MainWindow) -> QMenu:
    """Makes the menus.

    Returns:
        The menu of recent folders and pictures, which is still empty.
    """
    translate = QCoreApplication.translate
    selection, picture, exports, models = window.selection, window.picture, window.exports, window.models
    bar = window.menuBar()
    file = bar.addMenu(translate("Menus", "&File"))
    file.addActions([window.open_pictures, window.open_folder, window.watch])
    recent = file.addMenu(translate("Menus", "&Recent"))
    _add_groups(
        file,
        [window.rescan, window.pause, window.cancel, window.gentle],
        [exports.csv, exports.selected, exports.report, exports.reviews],
        [window.quit],
    )
    _add_groups(
        bar.addMenu(translate("Menus", "&Edit")),
        [window.undo, window.paste, window.remove, window.select_all, window.search_text],
        [
            selection.copy_result,
            selection.copy_path,
            selection.show_in_folder,
            selection.open_file,
            selection.open_with,
        ],
    )
    _add_groups(
        bar.addMenu(translate("Menus", "&View")),
        [window.as_thumbnails, window.big, picture.zoom_in, picture.zoom_out, picture.fit, picture.actual_size],
        [picture.next_face, picture.previous_face, picture.look],
        [window.more_filters, window.show_failures],
    )
    _add_groups(
        bar.addMenu(translate("Menus", "&Review")),
        [
            selection.confirm,
            selection.overturn,
            selection.unsure,
            selection.unreview,
            selection.note,
        ],
        [window.next_unreviewed],
    )
    _add_groups(bar.addMenu(translate("Menus", "&Model")), [models.models, models.card], [models.retrain])
    _add_groups(bar.addMenu(translate("Menus", "&Help")), [window.first_steps, window.manual, window.about])
    return recent


def context_menu(window: MainWindow) -> QMenu:
    """What can be done with the selected results."""
    selection = window.selection
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _add_groups(
        menu,
        [window.big, selection.show_in_folder, selection.open_file, selection.open_with],
        [selection.copy_result, selection.copy_path],
        [
            selection.confirm,
            selection.overturn,
            selection.unsure,
            selection.unreview,
            selection.note,
        ],
        [window.remove],
    )
    return menu


def make_tool_bar(window: MainWindow) -> QToolBar:
    """What is used most, and the filters."""
    tools = _ToolBar(QCoreApplication.translate("Menus", "Tools"))
    tools.setObjectName("tools")
    tools.setMovable(False)
    tools.setIconSize(QSize(20, 20))
    tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    tools.addActions([window.open_folder, window.open_pictures])
    tools.addSeparator()
    tools.addActions([window.rescan, window.exports.csv, window.as_thumbnails])
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    tools.addWidget(space)
    tools.addAction(window.more_filters)
    tools.addWidget(window.results.search)
    tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    return tools


class _ToolBar(QToolBar):
    """Where there is no room for its words, it has its icons only, so that the search field stays in sight."""

    _full_width = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        words, icons = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        if self.toolButtonStyle() is words:
            self._full_width = self.sizeHint().width()
        style = words if event.size().width() >= self._full_width else icons
        if style is not self.toolButtonStyle():
            self.setToolButtonStyle(style)
        super().resizeEvent(event)


def _add_groups(menu: QMenu, *groups: list) -> None:
    for group in groups:
        if menu.actions():
            menu.addSeparator()
        menu.addActions(group)
