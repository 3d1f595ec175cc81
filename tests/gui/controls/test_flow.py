"""A layout that wraps: one row where there is room, more where there is not."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from playground.gui.controls.flow import FlowLayout


def test_what_has_no_room_goes_to_the_next_row(qtbot):
    host, layout = QWidget(), FlowLayout()
    qtbot.addWidget(host)
    layout.setContentsMargins(12, 4, 12, 0)
    layout.setSpacing(8)
    host.setLayout(layout)
    buttons = [QWidget() for _ in range(4)]  # whatever a style sheet does to real ones
    for button in buttons:
        button.setFixedSize(100, 20)
        layout.addWidget(button)
    host.show()
    layout.setGeometry(QRect(0, 0, 12 + 4 * 108 + 12, 60))
    assert [button.y() for button in buttons] == [4, 4, 4, 4]
    assert [button.x() for button in buttons] == [12, 120, 228, 336]
    layout.setGeometry(QRect(0, 0, 250, 60))
    assert [(b.x(), b.y()) for b in buttons] == [(12, 4), (120, 4), (12, 32), (120, 32)]
    assert layout.heightForWidth(250) == 4 + 20 + 8 + 20
    assert layout.heightForWidth(600) == 4 + 20
    buttons[1].hide()
    assert layout.heightForWidth(342) == 4 + 20
    assert layout.minimumSize().width() == 124
