"""What leaves the program and comes back: weights, curves, run folders, session files, code."""
