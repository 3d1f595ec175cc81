"""The import dialog: how a file is read, what its columns are for, and what was left out."""

from playground.gui.dialogs.import_data.dialog import ImportDialog, Imported

__all__ = ["ImportDialog", "Imported"]
