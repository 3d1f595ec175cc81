"""The run the window shows: its worker, and the workbench that drives it."""
