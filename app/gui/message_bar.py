"""Sentences above the results that do not stop anybody: in the place of modal dialogs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.sentences import translated
from app.gui.wording import tooltip

#: More would take the place of the results: the oldest goes, but what lasts after what passes, and an offer last.
_MOST = 3


class MessageBar(QWidget):
    """Shows sentences until they are closed. A warning stays when the next one comes, a note gives way to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages: list[Message] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    @property
    def text(self) -> str:
        """What was said last and is still shown; "" if nothing is."""
        return self._messages[-1].text if self._messages else ""

    @property
    def texts(self) -> list[str]:
        """All that is shown, the latest last."""
        return [message.text for message in self._messages]

    def show_warning(self, text: str, lasts: bool = False) -> Message:
        """Shows what went wrong and what to do.

        Args:
            text: a sentence of the window, or of another part of the program, which is shown in the user's language.
            lasts: what went wrong stays so whatever else begins.
        """
        text = translated(text)
        for message in self._messages:
            if message.text == text:
                return message
        return self._add(Message(text, QStyle.StandardPixmap.SP_MessageBoxWarning, stays=True, lasts=lasts))

    def show_note(
        self, text: str, actions: Sequence[QAction] = (), stays: bool = False, until_closed: bool = False
    ) -> Message:
        """Shows what was done, or offers something.

        Args:
            text: the sentence.
            actions: what can be done about it, one button each.
            stays: also when the next note comes, and when something else begins.
            until_closed: also after one of its actions was chosen.
        """
        for message in [message for message in self._messages if not message.stays]:
            self._drop(message)
        return self._add(Message(text, QStyle.StandardPixmap.SP_MessageBoxInformation, actions, stays, until_closed))

    def take_back(self, message: Message) -> bool:
        """Takes one away.

        Returns:
            False if it isn't there any more.
        """
        if message not in self._messages:
            return False
        self._drop(message)
        return True

    @Slot()
    def dismiss(self) -> None:
        """Takes all messages away."""
        for message in list(self._messages):
            self._drop(message)

    def begin_anew(self) -> None:
        """Takes away what was said of something that is over; what lasts, or offers something and stays, is left."""
        for message in [message for message in self._messages if not message.lasts]:
            self._drop(message)

    def _add(self, message: Message) -> Message:
        if len(self._messages) == _MOST:
            self._drop(min(self._messages, key=lambda each: (each.lasts, bool(each.buttons))))
        message.over.connect(self._on_over)
        self._messages.append(message)
        self._layout.addWidget(message)
        self.show()
        return message

    def _drop(self, message: Message) -> None:
        self._messages.remove(message)
        self._layout.removeWidget(message)
        message.hide()
        message.deleteLater()
        self.setVisible(bool(self._messages))

    @Slot(QWidget)
    def _on_over(self, message: Message) -> None:
        self.take_back(message)


class Message(QFrame):
    """One of them.

    Signals:
        over: the message itself; one of its actions was chosen, or it was closed.
        declined: it was closed with its cross.
    """

    over = Signal(QWidget)
    declined = Signal()

    def __init__(
        self,
        text: str,
        icon: QStyle.StandardPixmap,
        actions: Sequence[QAction] = (),
        stays: bool = False,
        until_closed: bool = False,
        lasts: bool = False,
    ) -> None:
        super().__init__()
        self.text = text
        self.stays = stays
        self.lasts = lasts or (stays and bool(actions))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(text)
        picture = QLabel()
        picture.setPixmap(self.style().standardIcon(icon).pixmap(18, 18))
        label = QLabel(text)
        # Wrapped to the room that there is: a long name, which can't be wrapped, is cut off, not the buttons beside it.
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setWordWrap(True)
        label.setToolTip(tooltip(text))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        close = QToolButton()
        close.setIcon(self.style().standardIcon(QStyle.StandardPixmap.SP_TitleBarCloseButton))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close this message"))
        close.clicked.connect(self._on_close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 6)
        layout.addWidget(picture)
        layout.addWidget(label, 1)
        self.buttons: list[QPushButton] = []
        for action in actions:
            button = QPushButton(action.text())
            if not until_closed:
                button.clicked.connect(self._on_action)
            button.clicked.connect(action.trigger)
            # Else a press that can do nothing now would take the offer away.
            button.setEnabled(action.isEnabled())
            action.enabledChanged.connect(button.setEnabled)
            layout.addWidget(button)
            self.buttons.append(button)
        layout.addWidget(close)

    @Slot()
    def _on_action(self) -> None:
        self.over.emit(self)

    @Slot()
    def _on_close(self) -> None:
        self.declined.emit()
        self.over.emit(self)
