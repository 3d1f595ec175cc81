"""Exporting: from what a person wants to have to the file it stands in."""
