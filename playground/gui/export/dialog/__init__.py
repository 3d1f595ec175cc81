"""The export dialog: everything there is to take along from an experiment."""

from playground.gui.export.dialog.dialog import ExportDialog
from playground.gui.export.dialog.link_page import Link
from playground.gui.export.dialog.report_page import ReportPage

__all__ = ["ExportDialog", "Link", "ReportPage"]
