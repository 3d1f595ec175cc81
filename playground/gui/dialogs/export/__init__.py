"""The export dialog: everything there is to take along from an experiment."""

from playground.gui.dialogs.export.dialog import ExportDialog

__all__ = ["ExportDialog"]
