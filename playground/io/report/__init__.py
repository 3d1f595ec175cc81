"""The report: what it says, and as HTML how it looks."""
