"""The export dialog: everything there is to take along from an experiment."""

from playground.gui.dialogs.export.dialog import ExportDialog
from playground.gui.dialogs.export.link_page import Link

__all__ = ["ExportDialog", "Link"]
