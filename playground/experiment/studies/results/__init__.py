"""What the runs of a study come to: curves, the leaderboard, how they ended."""
