"""Pictures as data: files, folders of them, and rows that are pictures."""
