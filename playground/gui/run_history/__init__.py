"""Run history: every run and study since the program was started, to compare and to restore."""
