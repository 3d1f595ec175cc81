"""The report as a PDF: the same content as the HTML page, on numbered pages."""

from playground.gui.export.report.pdf import Drawing, as_pdf, pdf_steps

__all__ = ["Drawing", "as_pdf", "pdf_steps"]
