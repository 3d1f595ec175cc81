"""What the runs of a study come to: curves, the table, how they ended."""
