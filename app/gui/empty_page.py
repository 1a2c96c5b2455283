"""What the window shows while there is nothing to show: what the program does, and how to begin."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui.icons import app_icon

#: Between the frame and the sides of the page.
_INSET = 18


class EmptyPage(QWidget):
    """An invitation, in a frame that says where things can be dropped."""

    def __init__(self, open_pictures: QAction, open_folder: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dragged_over = False
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(QSize(96, 96), self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(self.tr("Drop pictures or folders here"))
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        self.title.setFont(font)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QLabel(
            self.tr(
                "Unmask looks for faces and says which ones look like deepfakes, and how often it is wrong.\n"
                "A score is a hint, not a proof: new kinds of fakes, strong compression and filters mislead it.\n"
                "Nothing leaves this computer."
            )
        )
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setFixedWidth(560)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._make_room()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for action in (open_folder, open_pictures):
            # In the menu bar, its letter may open a menu.
            button = QPushButton(action.text().replace("&", ""))
            button.clicked.connect(action.trigger)
            buttons.addWidget(button)
            if action is open_folder:
                self.setFocusProxy(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch(2)
        layout.addWidget(picture)
        layout.addWidget(self.title)
        layout.addWidget(self.text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(buttons)
        layout.addStretch(3)

    def set_dragged_over(self, dragged: bool) -> None:
        """Shows that what is dragged can be dropped here."""
        self._dragged_over = dragged
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole.Highlight if self._dragged_over else QPalette.ColorRole.Mid
        painter.setPen(QPen(self.palette().color(role), 2.5 if self._dragged_over else 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET), 12, 12)

    def show_nothing_found(self, sources: str) -> None:
        """Says that a scan found no pictures."""
        self.title.setText(self.tr("No pictures found"))
        self.text.setText(
            self.tr(
                "There are no pictures in {0}.\nUnmask opens JPEG, PNG, WebP, TIFF, BMP, GIF, AVIF and HEIC files. "
                "Hidden files are left out."
            ).format(sources)
        )
        self._make_room()

    def _make_room(self) -> None:
        # A centred label gets the height of fewer lines than it needs.
        self.text.setFixedHeight(self.text.heightForWidth(self.text.width()))
