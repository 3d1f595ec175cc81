"""One plot each. Nothing outside this folder and ``pictures`` imports the plotting library."""
