"""The menu bar, the context menu of results, and the tool bar, composed of the window's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QWidget

if TYPE_CHECKING:
    from app.gui.main_window import MainWindow


def fill_menu_bar(window: MainWindow) -> QMenu:
    """Makes the menus.

    Returns:
        The menu of recent folders and pictures, which is still empty.
    """
    translate = QCoreApplication.translate
    bar = window.menuBar()
    file = bar.addMenu(translate("Menus", "&File"))
    file.addActions([window.open_pictures, window.open_folder, window.watch])
    recent = file.addMenu(translate("Menus", "&Recent"))
    _add_groups(
        file,
        [window.rescan, window.pause, window.cancel],
        [window.export, window.export_selected, window.report, window.export_reviews],
        [window.quit],
    )
    _add_groups(
        bar.addMenu(translate("Menus", "&Edit")),
        [window.undo, window.paste, window.remove, window.select_all, window.search_text],
        [window.copy_result, window.copy_path, window.show_in_folder, window.open_file],
    )
    _add_groups(
        bar.addMenu(translate("Menus", "&View")),
        [window.as_thumbnails, window.big, window.zoom_in, window.zoom_out, window.fit, window.actual_size],
        [window.next_face, window.previous_face, window.look],
        [window.show_failures],
    )
    _add_groups(
        bar.addMenu(translate("Menus", "&Review")),
        [window.confirm, window.overturn, window.unsure, window.unreview, window.note],
        [window.next_unreviewed],
    )
    _add_groups(bar.addMenu(translate("Menus", "&Model")), [window.models, window.model_card], [window.retrain])
    _add_groups(bar.addMenu(translate("Menus", "&Help")), [window.first_steps, window.manual, window.about])
    return recent


def context_menu(window: MainWindow) -> QMenu:
    """What can be done with the selected results."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _add_groups(
        menu,
        [window.big, window.show_in_folder, window.open_file],
        [window.copy_result, window.copy_path],
        [window.confirm, window.overturn, window.unsure, window.unreview, window.note],
        [window.remove],
    )
    return menu


def make_tool_bar(window: MainWindow) -> QToolBar:
    """What is used most, and the filters by text and review."""
    tools = QToolBar(QCoreApplication.translate("Menus", "Tools"))
    tools.setObjectName("tools")
    tools.setMovable(False)
    tools.setIconSize(QSize(20, 20))
    tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    tools.addActions([window.open_folder, window.open_pictures])
    tools.addSeparator()
    tools.addActions([window.rescan, window.export, window.as_thumbnails])
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    tools.addWidget(space)
    tools.addWidget(window.unreviewed)
    tools.addWidget(window.search)
    tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    return tools


def _add_groups(menu: QMenu, *groups: list) -> None:
    for group in groups:
        if menu.actions():
            menu.addSeparator()
        menu.addActions(group)
