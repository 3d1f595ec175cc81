"""The files opened last, remembered from one start to the next."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QMenu

from playground.gui.theme.tooltips import plain_tip

_KEY = "files/recent"
_MOST = 10


class RecentFiles(QObject):
    """A list of paths, the latest first, and the menu that offers them.

    Signals
    -------
    chosen(str)
        The person wants to open this file again.
    """

    chosen = Signal(str)

    @property
    def paths(self) -> list[str]:
        """Absolute paths of files that still exist."""
        stored = QSettings().value(_KEY)
        # A list of one comes back as a text, an empty one as nothing.
        listed = [stored] if isinstance(stored, str) else stored or []
        return [path for path in listed if isinstance(path, str) and os.path.isfile(path)]

    def add(self, path: str) -> None:
        """Put a path at the top."""
        path = str(Path(path).absolute())
        others = [other for other in self.paths if other != path]
        QSettings().setValue(_KEY, [path, *others][:_MOST])

    @Slot()
    def clear(self) -> None:
        """Forget all of them."""
        QSettings().remove(_KEY)

    def offer_in(self, menu: QMenu) -> None:
        """Keep `menu` filled with the list of the moment."""
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(partial(self.fill, menu))

    def fill(self, menu: QMenu) -> None:
        """Replace the entries of `menu`."""
        menu.clear()
        paths = self.paths
        for place, path in enumerate(paths, 1):
            name, folder = Path(path).name.replace("&", "&&"), Path(path).parent.name
            action = menu.addAction(f"&{place % 10}  {name}\t{folder}")
            action.setToolTip(plain_tip(path))
            action.triggered.connect(partial(self.chosen.emit, path))
        if not paths:
            menu.addAction("No files yet").setEnabled(False)
            return
        menu.addSeparator()
        menu.addAction("Clear this list", self.clear)
